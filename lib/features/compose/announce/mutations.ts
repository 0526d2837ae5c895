import 'server-only'
import { inngest } from '@/inngest/client'
import { outboxPending } from '@/inngest/events'
import { now } from '@/lib/platform/clock'
import { log } from '@/lib/platform/log'

/** What is due later than this is found by the minute job. */
const SOON_MS = 10 * 60_000

/** Tells the background that jobs of drafts are due at these times. What could not be told the minute job finds. */
export async function announceDrafts(connectionId: string, ...times: (Date | null)[]): Promise<void> {
  const present = now().getTime()
  const events = times.flatMap((at) => {
    if (at === null || at.getTime() > present + SOON_MS) return []
    return at.getTime() <= present
      ? [outboxPending.create({ connectionId })]
      : [outboxPending.create({ connectionId, at: at.toISOString() })]
  })
  if (events.length === 0) return
  await inngest.send(events).catch((err) => log.warn({ err }, 'mail waits for the minute job'))
}
