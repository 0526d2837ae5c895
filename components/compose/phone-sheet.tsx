'use client'

import { ArrowLeft, Trash2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { IconButton } from '@/components/ui/button'
import { Composer } from './composer'
import type { OpenComposer } from './open'
import { useDeeds } from './use-deeds'
import { useSession } from './use-session'
import { words } from './words'

/** The composer on the phone: over everything, with the way back at the top and Send at the thumb. */
export function PhoneSheet({ composer }: { composer: OpenComposer }) {
  const { session, state } = useSession(composer)
  const deeds = useDeeds(composer, session)
  const sheet = useRef<HTMLElement>(null)
  // What lies under it cannot be reached by keys or readers meanwhile.
  useEffect(() => {
    const page = document.getElementById('content')?.parentElement
    page?.setAttribute('inert', '')
    return () => page?.removeAttribute('inert')
  }, [])
  return createPortal(
    <section
      ref={sheet}
      aria-label={words.writing(state.content.subject)}
      className="slide-up fixed inset-0 z-30 flex flex-col bg-sheet"
    >
      <header className="flex h-14 shrink-0 items-center gap-1 border-line border-b px-1.5">
        <IconButton label={words.close} onClick={deeds.close}>
          <ArrowLeft aria-hidden="true" className="size-5" />
        </IconButton>
        <h2 className="cut min-w-0 flex-1 text-16">{state.content.subject || words.kinds[state.kind]}</h2>
        <IconButton label={words.tools.discard} onClick={deeds.discard}>
          <Trash2 aria-hidden="true" className="size-5" />
        </IconButton>
      </header>
      <Composer session={session} state={state} deeds={deeds} look="phone" />
    </section>,
    document.body,
  )
}
