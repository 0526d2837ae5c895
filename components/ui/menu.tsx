'use client'

import * as Radix from 'radix-ui/dropdown-menu'
import { type ReactNode, useRef } from 'react'
import { cn } from './cn'
import { Kbd } from './kbd'

type MenuProps = { trigger: ReactNode; label: string; align?: 'start' | 'center' | 'end'; children: ReactNode }

/** A list of deeds behind a button. */
export function Menu({ trigger, label, align = 'end', children }: MenuProps) {
  const openedAt = useRef(0)
  const pressed = useRef(false)
  return (
    <Radix.Root
      onOpenChange={(open) => {
        if (!open) return
        openedAt.current = Date.now()
        pressed.current = false
      }}
    >
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          data-sheet
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          // In a narrow window the sheet opens under the pointer, whose release is then no choice: a mouse may hold and
          // let go later, a finger has to come down in the sheet. A click that code makes has no detail.
          onPointerDownCapture={() => {
            pressed.current = true
          }}
          onPointerUpCapture={(event) => {
            if (Date.now() - openedAt.current < 350) event.stopPropagation()
          }}
          onClickCapture={(event) => {
            if (event.detail > 0 && !pressed.current) event.stopPropagation()
          }}
          className={cn(
            'z-50 bg-raised p-1.5 shadow-lift-2 outline-none',
            'max-desk:slide-up max-desk:w-full max-desk:rounded-t-dialog max-desk:pb-[calc(12px+env(safe-area-inset-bottom))]',
            'desk:rise desk:min-w-56 desk:rounded-card',
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

type MenuItemProps = {
  icon?: ReactNode
  keys?: string
  tone?: 'plain' | 'bad'
  onSelect: () => void
  children: ReactNode
}

/** One deed, with its key. Those that delete have red words. */
export function MenuItem({ icon, keys, tone = 'plain', onSelect, children }: MenuItemProps) {
  return (
    <Radix.Item
      onSelect={onSelect}
      className={cn(
        'flex h-9 cursor-pointer items-center gap-[11px] rounded-control px-2.5 outline-none data-highlighted:bg-hover max-desk:h-12 [&_svg]:size-4',
        tone === 'bad' ? 'text-bad-ink' : '[&_svg]:text-ink-3',
      )}
    >
      {icon}
      <span className="flex-1">{children}</span>
      {keys && <Kbd>{keys}</Kbd>}
    </Radix.Item>
  )
}

/** A hairline between groups. */
export function MenuRule() {
  return <Radix.Separator className="mx-2.5 my-1.5 h-px bg-line" />
}
