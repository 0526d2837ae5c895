'use client'

import * as Radix from 'radix-ui/popover'
import type { ReactNode, RefObject } from 'react'
import { cn } from './cn'

type PanelProps = {
  button: RefObject<HTMLElement | null>
  label: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  open: boolean
  onOpenChange: (open: boolean) => void
  className?: string
  children: ReactNode
}

/** The part of Popover that is loaded when it is first wanted. */
export function PopoverPanel({
  button,
  label,
  side = 'bottom',
  align = 'start',
  open,
  onOpenChange,
  className,
  children,
}: PanelProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Anchor virtualRef={button as RefObject<HTMLElement>} />
      <Radix.Portal>
        <Radix.Content
          data-sheet
          aria-label={label}
          side={side}
          align={align}
          sideOffset={8}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            button.current?.focus()
          }}
          onInteractOutside={(event) => {
            // The button closes it by itself; closed twice it would open again.
            if (event.target instanceof Node && button.current?.contains(event.target)) event.preventDefault()
          }}
          className={cn(
            'z-50 bg-raised p-4 shadow-lift-2 outline-none',
            'max-desk:slide-up max-desk:w-full max-desk:rounded-t-dialog max-desk:pb-[calc(20px+env(safe-area-inset-bottom))]',
            'desk:rise desk:w-80 desk:rounded-card',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
