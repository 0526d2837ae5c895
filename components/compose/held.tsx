'use client'

import { CalendarClock } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { useClock } from '@/components/ui/clock'
import { Empty } from '@/components/ui/empty'
import { shortTime } from '@/components/ui/time'
import type { DraftSession } from './draft-session'
import type { SessionState } from './session-state'
import { words } from './words'

type HeldProps = { session: DraftSession; held: NonNullable<SessionState['held']> }

/** A mail that waits to be sent, or is on its way, opened from Drafts: it says so, and can be taken back. */
export function Held({ session, held }: HeldProps) {
  const { locale, zone } = useClock()
  const [busy, setBusy] = useState(false)
  const { state, sendAt } = held
  const waits = state === 'queued'
  const when = sendAt ? shortTime(Date.parse(sendAt), Date.now(), locale, zone) : ''
  return (
    <Empty
      icon={<CalendarClock />}
      title={waits || state === 'editing' ? words.send.held.queued(when) : words.send.held[state]}
      action={
        waits && (
          <Button
            busy={busy}
            onClick={() => {
              setBusy(true)
              void session.takeBack().finally(() => setBusy(false))
            }}
          >
            {words.outbox.takeBack}
          </Button>
        )
      }
    >
      {waits && words.send.heldMeans}
    </Empty>
  )
}
