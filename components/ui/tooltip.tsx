'use client'

import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { createPortal } from 'react-dom'
import { useChord } from './chord'

type Side = 'top' | 'right' | 'bottom'
type Handlers = {
  onPointerEnter?: (event: PointerEvent) => void
  onPointerLeave?: (event: PointerEvent) => void
  onPointerDown?: (event: PointerEvent) => void
  onFocus?: (event: FocusEvent) => void
  onBlur?: (event: FocusEvent) => void
}

type TooltipProps = {
  /** A hint only: never a fact that is needed. */
  text: ReactNode
  /** Written for Apple's keys, "⌘B": said as the machine prints them. */
  keys?: string
  side?: Side
  /** One element that takes the handlers of a button. */
  children: ReactElement<Handlers>
}

const wait = 400
const linger = 120
const gap = 6
const edge = 8

/**
 * A dark tip on hover and keyboard focus. It can be hovered itself, and Esc takes it away (WCAG 1.4.13). Written here
 * rather than taken from a library, since every icon has one and it must weigh next to nothing.
 */
export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps) {
  const [anchor, setAnchor] = useState<Element | null>(null)
  const chord = useChord()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const after = (delay: number, next: Element | null) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setAnchor(next), delay)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    if (!anchor) return
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setAnchor(null)
    const onScroll = () => setAnchor(null)
    document.addEventListener('keydown', onKey, true)
    window.addEventListener('scroll', onScroll, true)
    return () => {
      document.removeEventListener('keydown', onKey, true)
      window.removeEventListener('scroll', onScroll, true)
    }
  }, [anchor])

  const own = children.props
  return (
    <>
      {cloneElement(children, {
        onPointerEnter: (event: PointerEvent) => {
          own.onPointerEnter?.(event)
          if (event.pointerType === 'mouse') after(wait, event.currentTarget)
        },
        onPointerLeave: (event: PointerEvent) => {
          own.onPointerLeave?.(event)
          after(linger, null)
        },
        onPointerDown: (event: PointerEvent) => {
          own.onPointerDown?.(event)
          clearTimeout(timer.current)
          setAnchor(null)
        },
        onFocus: (event: FocusEvent) => {
          own.onFocus?.(event)
          if (event.target.matches(':focus-visible')) setAnchor(event.currentTarget)
        },
        onBlur: (event: FocusEvent) => {
          own.onBlur?.(event)
          after(0, null)
        },
      })}
      {anchor &&
        createPortal(
          <Tip
            anchor={anchor}
            side={side}
            onEnter={() => clearTimeout(timer.current)}
            onLeave={() => after(linger, null)}
          >
            {text}
            {keys && <kbd className="rounded-[5px] bg-white/12 px-1.5 font-sans text-11">{chord(keys)}</kbd>}
          </Tip>,
          document.body,
        )}
    </>
  )
}

type TipProps = { anchor: Element; side: Side; onEnter: () => void; onLeave: () => void; children: ReactNode }

function Tip({ anchor, side, onEnter, onLeave, children }: TipProps) {
  const tip = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null)
  useLayoutEffect(() => {
    const box = tip.current
    if (!box) return
    const at = anchor.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = box
    const below = at.bottom + gap + height <= innerHeight - edge
    const top =
      side === 'right'
        ? at.top + (at.height - height) / 2
        : (side === 'bottom' && below) || at.top - gap - height < edge
          ? at.bottom + gap
          : at.top - gap - height
    const left = side === 'right' ? at.right + gap : at.left + (at.width - width) / 2
    setPlace({ top, left: Math.max(edge, Math.min(left, innerWidth - width - edge)) })
  }, [anchor, side])
  return (
    <div
      ref={tip}
      role="tooltip"
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
      style={{ ...(place ?? { top: 0, left: 0 }), visibility: place ? 'visible' : 'hidden' }}
      className="rise fixed z-60 inline-flex max-w-72 items-center gap-2 rounded-control bg-dark-sheet px-2.5 py-[7px] text-12 font-label text-on-dark forced-colors:border"
    >
      {children}
    </div>
  )
}
