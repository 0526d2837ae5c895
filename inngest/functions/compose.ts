import { cron } from 'inngest'
import { inngest } from '@/inngest/client'
import { outboxPending } from '@/inngest/events'
import { pushDrafts } from '@/lib/features/compose/sync/push'
import { tidyDrafts } from '@/lib/features/compose/sync/tidy'
import { runComposeJob } from '@/lib/features/compose/sync/work'
import { now } from '@/lib/platform/clock'
import { inJob, onePerConnection } from './job'

/** What is farther away is found by the minute job. */
const LONGEST_SLEEP_S = 600
const SECOND = 1000
/** By the app's clock, in milliseconds; 0: it is time. */
const until = (due: string): number => Math.max(0, Date.parse(due) - now().getTime())
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
const MOST_TURNS = 60

/**
 * Drafts go to Outlook, mails leave: at their time, whether or not a tab is open. What was put off (a look for a mail
 * whose answer got lost, a try after an outage) is done by the same run.
 */
const out = inngest.createFunction(
  { id: 'compose-out', triggers: [outboxPending], concurrency: [onePerConnection], retries: 12 },
  async ({ event, step }) => {
    const { connectionId } = event.data
    let due = event.data.at ?? null
    for (let turn = 1; turn <= MOST_TURNS; turn++) {
      const at = due
      const { wait, next, archived } = await step.run(`push ${turn}`, () =>
        inJob('compose-out', () => takeTurn(connectionId, at)),
      )
      if (archived) await step.sendEvent(`archive ${turn}`, outboxPending.create({ connectionId }))
      if (next === null) return
      if (wait > 0) await step.sleep(`sleep ${turn}`, wait * 1000)
      due = next
    }
  },
)

/** `wait` whole seconds, as the engine sleeps, then it is `next` at most a second later; `next` null: nothing soon. */
interface Pushed {
  wait: number
  next: string | null
  archived: boolean
}

/**
 * Pushes what is due, unless it is too early for what it was called for: the engine's clock may differ, so it is told
 * how long to sleep and not until when, and asked again afterwards. It sleeps whole seconds: what is left is waited
 * for here.
 */
async function takeTurn(connectionId: string, at: string | null): Promise<Pushed> {
  if (at !== null && until(at) >= SECOND) return { wait: Math.floor(until(at) / SECOND), next: at, archived: false }
  if (at !== null) await pause(until(at))
  // Timers and clocks are not the same: by a hair it may be too early still.
  if (at !== null && until(at) > 0) await pause(until(at) + 1)
  const result = await runComposeJob(connectionId, pushDrafts)
  const { next, archived } = result.ran ? result.value : { next: null, archived: false }
  const wait = next === null ? 0 : Math.floor(until(next) / SECOND)
  return { wait, next: wait > LONGEST_SLEEP_S ? null : next, archived }
}

/** Mails that left a day ago are forgotten here: they stand in Sent Items. */
const tidy = inngest.createFunction(
  { id: 'compose-tidy', triggers: [cron('17 * * * *')], concurrency: [{ scope: 'fn', limit: 1 }], retries: 1 },
  async ({ step }) => {
    await step.run('tidy', () => inJob('compose-tidy', tidyDrafts))
  },
)

export const composeFunctions = [out, tidy]
