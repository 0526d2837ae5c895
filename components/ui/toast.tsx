'use client'

import { type ComponentType, type CSSProperties, type ReactNode, useEffect, useState } from 'react'
import type { ToasterProps } from 'sonner'
import { cn } from './cn'
import { words } from './words'

type ToastInput = {
  /** What happened, in one line. */
  text: string
  /** Before the words: a ring that runs out. */
  lead?: ReactNode
  /** The way back or the next step. */
  action?: { label: ReactNode; run: () => void }
  /** Milliseconds; 6,000 by default. Hover and focus pause it. */
  duration?: number
  tone?: 'plain' | 'bad'
  /** A second toast with the same id replaces the first. */
  id?: string
}

const load = () => import('sonner')
let wanted = false
const watchers = new Set<() => void>()

/** Shows a toast. Never for what the screen shows already. */
export function toast({ text, lead, action, duration = 6000, tone = 'plain', id }: ToastInput): void {
  if (!wanted) {
    wanted = true
    for (const watcher of watchers) watcher()
  }
  void load().then(({ toast: show }) => {
    // Waits a moment, so that a toaster that is only now being mounted hears it.
    const showIt = () =>
      show.custom(
        (own) => (
          <div
            role={tone === 'bad' ? 'alert' : undefined}
            className="flex min-h-12 w-(--width) max-w-full items-center gap-3 rounded-[12px] bg-dark-sheet py-1 pr-2 pl-4 font-sans text-14 [word-spacing:0.04em] font-label text-on-dark shadow-lift-2"
          >
            {lead}
            <span className="min-w-0 flex-1 py-2">{text}</span>
            {action && (
              <button
                type="button"
                className="h-9 rounded-control px-3 font-strong text-dark-brand hover:bg-white/10 focus-visible:outline-dark-brand max-desk:h-11"
                onClick={(event) => {
                  // The toaster gives the focus back when it leaves a toast: before the deed places it, not after.
                  event.currentTarget.blur()
                  show.dismiss(own)
                  action.run()
                }}
              >
                {action.label}
              </button>
            )}
          </div>
        ),
        { duration, id },
      )
    setTimeout(showIt, 50)
  })
}

/** Takes a toast away before its time. */
export function dismissToast(id: string): void {
  if (wanted) void load().then(({ toast: show }) => show.dismiss(id))
}

/** Where toasts appear: bottom left, over the tab bar on the phone. Loaded after the page, drawn with the first toast. */
export function Toasts({ className }: { className?: string }) {
  const [Toaster, setToaster] = useState<ComponentType<ToasterProps>>()
  useEffect(() => {
    const mount = () => void load().then((module) => setToaster(() => module.Toaster))
    if (wanted) mount()
    watchers.add(mount)
    // Fetched ahead once the page rests: a toast must be able to say that the network is gone.
    const ahead = setTimeout(() => void load().catch(() => {}), 2000)
    return () => {
      clearTimeout(ahead)
      watchers.delete(mount)
    }
  }, [])
  if (!Toaster) return null
  return (
    <Toaster
      position="bottom-left"
      containerAriaLabel={words.notifications}
      className={cn('toasts', className)}
      offset={{ bottom: 24, left: 256 }}
      mobileOffset={{ bottom: 76, left: 12, right: 12 }}
      style={{ '--width': '400px' } as CSSProperties}
      visibleToasts={3}
      gap={8}
    />
  )
}
