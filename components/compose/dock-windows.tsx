'use client'

import { Maximize2, Minimize2, Minus, Square, X } from 'lucide-react'
import { useState } from 'react'
import { createPortal } from 'react-dom'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Composer } from './composer'
import type { OpenComposer } from './open'
import { PhoneSheet } from './phone-sheet'
import { useDeeds } from './use-deeds'
import { usePhone } from './use-phone'
import { useSession } from './use-session'
import { words } from './words'

/** The docked mails, the newest at the right. On the phone the newest covers everything. */
export function DockWindows({ composers }: { composers: readonly OpenComposer[] }) {
  const phone = usePhone()
  const newest = composers.at(-1)
  if (phone) return newest ? <PhoneSheet key={newest.key} composer={newest} /> : null
  return createPortal(
    <section
      aria-label={words.drafts}
      className="pointer-events-none fixed right-6 bottom-0 left-6 z-30 flex items-end justify-end gap-3"
    >
      {composers.map((composer, index) => (
        // Three fit side by side; older ones are folded to their title.
        <DockWindow key={composer.key} composer={composer} crowded={index < composers.length - 2} />
      ))}
    </section>,
    document.body,
  )
}

function DockWindow({ composer, crowded }: { composer: OpenComposer; crowded: boolean }) {
  const { session, state } = useSession(composer)
  const deeds = useDeeds(composer, session)
  const [size, setSize] = useState<'usual' | 'small' | 'wide'>('usual')
  const small = size === 'small' || (crowded && size !== 'wide')
  const title = state.content.subject || words.kinds[state.kind]
  const wide = size === 'wide' && !small
  return (
    <>
      {wide && <div aria-hidden="true" className="pointer-events-auto fixed inset-0 bg-scrim" />}
      <article
        aria-label={words.writing(state.content.subject)}
        className={cn(
          'rise pointer-events-auto flex min-w-0 flex-col bg-raised shadow-lift-3',
          wide
            ? 'fixed inset-x-[max(24px,calc(50vw-480px))] top-[6vh] bottom-[6vh] z-10 rounded-dialog'
            : small
              ? 'w-64 shrink rounded-t-card'
              : 'h-[min(600px,calc(100dvh-48px))] w-[560px] shrink-0 rounded-t-card max-pane:w-[520px]',
        )}
      >
        <header className="flex h-11 shrink-0 items-center gap-0.5 rounded-t-[inherit] bg-well pr-2 pl-4">
          <h2 className="min-w-0 flex-1">
            <button
              type="button"
              aria-expanded={!small}
              onClick={() => setSize(small ? 'usual' : 'small')}
              className="cut block w-full text-left text-13 leading-11 font-strong"
            >
              {title}
            </button>
          </h2>
          <IconButton
            size="s"
            label={small ? words.open : words.minimise}
            onClick={() => setSize(small ? 'usual' : 'small')}
          >
            {small ? (
              <Square aria-hidden="true" className="size-3.5" />
            ) : (
              <Minus aria-hidden="true" className="size-4" />
            )}
          </IconButton>
          <IconButton
            size="s"
            label={wide ? words.narrow : words.wide}
            onClick={() => setSize(wide ? 'usual' : 'wide')}
          >
            {wide ? (
              <Minimize2 aria-hidden="true" className="size-3.5" />
            ) : (
              <Maximize2 aria-hidden="true" className="size-3.5" />
            )}
          </IconButton>
          <IconButton size="s" label={words.close} keys="Esc" onClick={deeds.close}>
            <X aria-hidden="true" className="size-4" />
          </IconButton>
        </header>
        {!small && <Composer session={session} state={state} deeds={deeds} look="dock" />}
      </article>
    </>
  )
}
