import { cron } from 'inngest'
import { inngest } from '@/inngest/client'
import { outboxPending } from '@/inngest/events'
import { pushDrafts } from '@/lib/features/compose/sync/push'
import { tidyDrafts } from '@/lib/features/compose/sync/tidy'
import { runComposeJob } from '@/lib/features/compose/sync/work'
import { now } from '@/lib/platform/clock'
import { inJob, onePerConnection } from './job'

/** What is farther away is found by the minute job. */
const LONGEST_SLEEP_MS = 10 * 60_000
/** Clocks of engine and app differ a little: so long a turn waits by itself for the app's, then the run sleeps again. */
const EARLY_MS = 3_000
const LOOK_MS = 100
const isEarly = (due: string | null): boolean => due !== null && Date.parse(due) > now().getTime()
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
    let at = event.data.at ?? null
    for (let turn = 1; turn <= MOST_TURNS; turn++) {
      if (at !== null) await step.sleepUntil(`until ${turn}`, at)
      const due = at
      const { next, archived } = await step.run(`push ${turn}`, () =>
        inJob('compose-out', async () => {
          for (let waited = 0; isEarly(due) && waited < EARLY_MS; waited += LOOK_MS) await pause(LOOK_MS)
          if (isEarly(due)) return { next: due, archived: false }
          const result = await runComposeJob(connectionId, pushDrafts)
          if (!result.ran) return NOTHING
          const soon = result.value.next && Date.parse(result.value.next) - now().getTime() < LONGEST_SLEEP_MS
          return { next: soon ? result.value.next : null, archived: result.value.archived }
        }),
      )
      if (archived) await step.sendEvent(`archive ${turn}`, outboxPending.create({ connectionId }))
      if (next === null) return
      at = next
    }
  },
)
const NOTHING: { next: string | null; archived: boolean } = { next: null, archived: false }

/** Mails that left a day ago are forgotten here: they stand in Sent Items. */
const tidy = inngest.createFunction(
  { id: 'compose-tidy', triggers: [cron('17 * * * *')], concurrency: [{ scope: 'fn', limit: 1 }], retries: 1 },
  async ({ step }) => {
    await step.run('tidy', () => inJob('compose-tidy', tidyDrafts))
  },
)

export const composeFunctions = [out, tidy]
