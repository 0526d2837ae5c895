'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { deleteDirectly } from '@/components/frame/delete-directly'
import { usePaletteItems, useShortcuts } from '@/components/frame/shortcuts'
import { words as frame } from '@/components/frame/words'
import { ComposeDock } from './compose-dock'
import { ActionsContext, homeQuery } from './context'
import { firstWords } from './first-words'
import { fetchComposer } from './load'
import { openCompose } from './open'
import { askFor, useAsked } from './outbox/asked'
import { type Outgoing, outgoingQuery } from './outbox/outgoing'
import { sendDirectly } from './send-request'
import { ThumbButton } from './thumb-button'
import type { ComposeActions, DiscardDraft } from './view'

const Outbox = dynamic(() => import('./outbox/outbox').then((module) => module.Outbox), { ssr: false })

const none: Outgoing[] = []

const discardDirectly: DiscardDraft = (id) => deleteDirectly({ kind: 'draft', id })

type ProviderProps = { actions: ComposeActions; connected: boolean; children: ReactNode }

/** Everything about writing that is there on every page: the dock, the mails on their way, the keys. */
export function ComposeProvider({ actions, connected, children }: ProviderProps) {
  const queries = useQueryClient()
  const pathname = usePathname()
  const asked = useAsked()
  const direct = useMemo(() => ({ ...actions, sendDraft: sendDirectly, discardDraft: discardDirectly }), [actions])
  const { data: outgoing } = useQuery({ ...outgoingQuery, enabled: connected })
  const inMail = connected && pathname.startsWith('/inbox')

  // Once the page rests, so that the first C opens at once. Elsewhere it is fetched when wanted.
  useEffect(() => {
    if (!inMail) return
    const timer = setTimeout(() => {
      fetchComposer()
      void queries.prefetchQuery(homeQuery)
    }, 4000)
    return () => clearTimeout(timer)
  }, [inMail, queries])

  // The inbox has this key in its own list.
  useShortcuts(
    connected && !inMail
      ? [
          {
            keys: 'c',
            label: firstWords.newMail,
            group: frame.keys.anywhere,
            run: () => void openCompose({ kind: 'new', place: 'dock' }),
          },
        ]
      : [],
  )
  usePaletteItems(() =>
    connected
      ? [
          { id: 'deed teams link', group: 'deeds', label: firstWords.teamsLink, run: () => askFor('teams') },
          { id: 'deed scheduled', group: 'deeds', label: firstWords.scheduled, run: () => askFor('scheduled') },
        ]
      : [],
  )
  // Once there it stays: it also tells when the last mail has left.
  const [needed, setNeeded] = useState(false)
  if (!needed && (asked !== null || (outgoing?.length ?? 0) > 0)) setNeeded(true)
  return (
    <ActionsContext value={direct}>
      {children}
      {inMail && <ThumbButton />}
      <ComposeDock />
      {needed && <Outbox outgoing={outgoing ?? none} />}
    </ActionsContext>
  )
}
