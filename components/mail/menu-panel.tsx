'use client'

import { Check } from 'lucide-react'
import * as Radix from 'radix-ui/dropdown-menu'
import { type ReactNode, useRef } from 'react'
import { cn } from '@/components/ui/cn'
import { Kbd } from '@/components/ui/kbd'
import type { MenuEntry } from './menu-entry'

type MenuPanelProps = {
  label: string
  entries: readonly MenuEntry[]
  /** What it hangs from, or the place of the pointer. */
  trigger?: ReactNode
  at?: { x: number; y: number }
  align?: 'start' | 'end'
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Where the focus goes afterwards, if nothing hangs there that could take it. */
  onClosed?: () => void
}

const line =
  'flex min-h-8 cursor-pointer items-center gap-[11px] rounded-control px-2.5 outline-none data-highlighted:bg-hover max-desk:min-h-12 [&_svg]:size-4 [&_svg]:shrink-0'

/** A list of deeds: beside what opened it, from below on the phone. */
export default function MenuPanel(props: MenuPanelProps) {
  const { label, entries, trigger, at, align = 'end', open, onOpenChange, onClosed } = props
  // Deeds that move the focus themselves (a dialog, a composer) are done once the menu has let go of it.
  const chosen = useRef<(() => void) | null>(null)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>
        {trigger ?? <span aria-hidden="true" className="fixed size-0" style={{ left: at?.x ?? 0, top: at?.y ?? 0 }} />}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          data-sheet
          aria-label={label}
          side={at ? 'right' : 'bottom'}
          align={at ? 'start' : align}
          sideOffset={at ? 2 : 6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            const run = chosen.current
            chosen.current = null
            if (!trigger) {
              event.preventDefault()
              onClosed?.()
            }
            if (run) setTimeout(run)
          }}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) overflow-auto bg-raised p-1.5 shadow-lift-2 outline-none max-desk:max-h-[80dvh] max-desk:slide-up max-desk:w-full max-desk:rounded-t-dialog max-desk:pb-[calc(12px+env(safe-area-inset-bottom))] desk:rise desk:min-w-56 desk:rounded-card"
        >
          {entries.map((entry, index) => {
            if (entry === 'rule')
              return <Radix.Separator key={`rule ${index.toString()}`} className="mx-2.5 my-1.5 h-px bg-line" />
            if ('heading' in entry)
              return (
                <Radix.Label key={entry.heading} className="px-2.5 pt-2 pb-1 text-12 font-label text-ink-3">
                  {entry.heading}
                </Radix.Label>
              )
            const select = () => {
              chosen.current = entry.run
            }
            const inner = (
              <>
                {entry.icon}
                <span className="flex-1">{entry.label}</span>
                {entry.keys && <Kbd>{entry.keys}</Kbd>}
              </>
            )
            if (entry.checked !== undefined)
              return (
                <Radix.CheckboxItem
                  key={entry.label}
                  checked={entry.checked}
                  onSelect={select}
                  className={cn(line, '[&_svg]:text-brand-ink')}
                >
                  {inner}
                  <Radix.ItemIndicator>
                    <Check aria-hidden="true" />
                  </Radix.ItemIndicator>
                </Radix.CheckboxItem>
              )
            return (
              <Radix.Item
                key={entry.label}
                onSelect={select}
                className={cn(line, entry.tone === 'bad' ? 'text-bad-ink' : '[&_svg]:text-ink-3')}
              >
                {inner}
              </Radix.Item>
            )
          })}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
