'use client'

import { Composer } from './composer'
import type { OpenComposer } from './open'
import { PhoneSheet } from './phone-sheet'
import { useDeeds } from './use-deeds'
import { usePhone } from './use-phone'
import { useSession } from './use-session'
import { words } from './words'

/** The composer at the end of its thread. */
export function ThreadWindow({ composer }: { composer: OpenComposer }) {
  return usePhone() ? <PhoneSheet composer={composer} /> : <Card composer={composer} />
}

function Card({ composer }: { composer: OpenComposer }) {
  const { session, state } = useSession(composer)
  const deeds = useDeeds(composer, session)
  return (
    <article
      aria-label={`${words.kinds[state.kind]}: ${state.content.subject || words.noSubject}`}
      className="rise scroll-my-4 rounded-card bg-raised shadow-lift-2"
    >
      <Composer session={session} state={state} deeds={deeds} look="thread" />
    </article>
  )
}
