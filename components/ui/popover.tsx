'use client'

import {
  cloneElement,
  createContext,
  lazy,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
  Suspense,
  useCallback,
  useContext,
  useRef,
  useState,
} from 'react'

const load = () => import('./popover-panel')
const Panel = lazy(() => load().then((module) => ({ default: module.PopoverPanel })))
const CloseContext = createContext<() => void>(() => {})

type TriggerProps = {
  ref?: Ref<HTMLButtonElement>
  onClick?: (event: MouseEvent) => void
  onPointerEnter?: () => void
  onFocus?: () => void
  'aria-haspopup'?: 'dialog'
  'aria-expanded'?: boolean
}

type PopoverProps = {
  /** The button that opens it. */
  trigger: ReactElement<TriggerProps>
  label: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  open?: boolean
  onOpenChange?: (open: boolean) => void
  className?: string
  children: ReactNode
}

/** A small sheet beside what opened it; from below on the phone. What it needs is fetched when the pointer comes near. */
export function Popover({ trigger, label, side, align, open, onOpenChange, className, children }: PopoverProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [inner, setInner] = useState(false)
  const shown = open ?? inner
  const [wanted, setWanted] = useState(shown)
  const change = useCallback(
    (next: boolean) => {
      if (next) setWanted(true)
      setInner(next)
      onOpenChange?.(next)
    },
    [onOpenChange],
  )
  const close = useCallback(() => change(false), [change])
  const ahead = () => void load().catch(() => {})
  return (
    <>
      {cloneElement(trigger, {
        ref: button,
        'aria-haspopup': 'dialog',
        'aria-expanded': shown,
        onPointerEnter: ahead,
        onFocus: ahead,
        onClick: () => change(!shown),
      })}
      {(wanted || shown) && (
        <Suspense>
          <Panel
            button={button}
            label={label}
            side={side}
            align={align}
            open={shown}
            onOpenChange={change}
            className={className}
          >
            <CloseContext value={close}>{children}</CloseContext>
          </Panel>
        </Suspense>
      )}
    </>
  )
}

/** Closes the pop-over it stands in when its one child, a button or a link, is used. */
export function PopoverClose({
  children,
}: {
  children: ReactElement<{ onClick?: (event: MouseEvent<never>) => void }>
}) {
  const close = useContext(CloseContext)
  const own = children.props.onClick
  return cloneElement(children, {
    onClick: (event) => {
      own?.(event)
      close()
    },
  })
}
