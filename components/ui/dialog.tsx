'use client'

import { X } from 'lucide-react'
import * as Radix from 'radix-ui/dialog'
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { iconButtonStyle } from './button-style'
import { cn } from './cn'
import { firstFocus } from './first-focus'
import { words } from './words'

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One sentence under the title. */
  lead?: ReactNode
  /** Hides title and cross, for the palette; the name stays for readers. */
  bare?: boolean
  size?: 's' | 'm' | 'l'
  /** Buttons, the main one last; of several the first changes nothing, and has the focus when there is no field. */
  foot?: ReactNode
  children?: ReactNode
  className?: string
}

const widths = { s: 'desk:max-w-[440px]', m: 'desk:max-w-[640px]', l: 'desk:max-w-[880px]' }

/** Over everything, focus trapped and given back. On the phone it is a sheet from below. Never one over another. */
export function Dialog({ open, onOpenChange, title, lead, bare, size = 'm', foot, children, className }: DialogProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef<Element | null>(null)
  // What opens a dialog is not known to it: a key, a menu or any button.
  useLayoutEffect(() => {
    if (open) before.current = document.activeElement
  }, [open])
  const end = (event: Event) => {
    event.preventDefault()
    // Whoever took it meanwhile keeps it, the editor for instance that something was put into.
    const isFree = document.activeElement === document.body
    if (isFree && before.current instanceof HTMLElement) before.current.focus({ preventScroll: true })
  }
  // Asked only if nothing in the dialog took the focus by itself.
  const begin = (event: Event) => {
    const first = event.currentTarget instanceof HTMLElement && firstFocus(event.currentTarget, heading.current)
    if (bare || !first) return
    event.preventDefault()
    first.focus({ preventScroll: true })
    // As the Tab key does.
    if (first instanceof HTMLInputElement) first.select()
  }
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          onOpenAutoFocus={begin}
          onCloseAutoFocus={end}
          className={cn(
            'fixed z-50 flex max-h-[85dvh] flex-col overflow-hidden bg-raised shadow-lift-3 outline-none',
            'max-desk:slide-up max-desk:inset-x-0 max-desk:bottom-0 max-desk:rounded-t-dialog max-desk:pb-[env(safe-area-inset-bottom)]',
            'desk:rise desk:inset-x-6 desk:top-[12vh] desk:mx-auto desk:max-h-[76dvh] desk:rounded-dialog',
            widths[size],
            className,
          )}
        >
          {bare ? (
            <Radix.Title className="sr-only">{title}</Radix.Title>
          ) : (
            <header className="flex items-start gap-3 px-6 pt-5 pb-2">
              <div className="min-w-0 flex-1">
                <Radix.Title ref={heading} tabIndex={-1} className="text-20 outline-none">
                  {title}
                </Radix.Title>
                {lead && <Radix.Description className="mt-1 text-ink-2">{lead}</Radix.Description>}
              </div>
              <Radix.Close aria-label={words.close} className={cn(iconButtonStyle(), '-mt-1 -mr-2 max-desk:-mt-2')}>
                <X aria-hidden="true" className="size-[18px]" />
              </Radix.Close>
            </header>
          )}
          {bare ? children : <div className="scroll-thin min-h-0 flex-1 px-6 py-2">{children}</div>}
          {foot && <footer className="flex flex-wrap justify-end gap-2 px-6 pt-3 pb-5">{foot}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
