'use client'

import * as Radix from 'radix-ui/tooltip'
import type { ReactNode } from 'react'

type TooltipProps = {
  /** A hint only: never a fact that is needed. */
  text: ReactNode
  keys?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactNode
}

/** Set once near the root; a second tooltip then opens without delay. */
export const TooltipProvider = Radix.Provider

/** A dark tip on hover and focus. The child must take a ref. */
export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="rise z-50 inline-flex max-w-72 items-center gap-2 rounded-control bg-dark-sheet px-2.5 py-[7px] text-12 font-label text-on-dark"
        >
          {text}
          {keys && <kbd className="rounded-[5px] bg-white/12 px-1.5 font-sans text-11">{keys}</kbd>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
