'use client'

import * as Radix from 'radix-ui/popover'
import type { ReactNode } from 'react'
import { cn } from './cn'

type PopoverProps = {
  /** The button that opens it; must take a ref. */
  trigger: ReactNode
  label: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  open?: boolean
  onOpenChange?: (open: boolean) => void
  className?: string
  children: ReactNode
}

/** A small sheet beside what opened it; from below on the phone. */
export function Popover({
  trigger,
  label,
  side = 'bottom',
  align = 'start',
  open,
  onOpenChange,
  className,
  children,
}: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          data-sheet
          aria-label={label}
          side={side}
          align={align}
          sideOffset={8}
          collisionPadding={8}
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

/** Closes the pop-over it stands in; wraps a button or a link. */
export const PopoverClose = Radix.Close
