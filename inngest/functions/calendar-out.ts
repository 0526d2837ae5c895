import { cron } from 'inngest'
import { inngest } from '@/inngest/client'
import { calendarPush, outboxPending } from '@/inngest/events'
import { outTurn, runOutJob } from '@/lib/features/calendar/link/sync/out'
import { MOST_A_PUSH } from '@/lib/features/calendar/publish/rules'
import { listToPush } from '@/lib/features/calendar/publish/sync/upkeep'
import { now } from '@/lib/platform/clock'
import { inJob, lane, onePerConnection } from './job'

/** Short, because what a person does to mail waits for the same lane. */
const STEP_MS = 20_000
const MOST_STEPS = 200
/** What is farther away is found by the minute job. */
const LONGEST_SLEEP_S = 600

/**
 * Entries go to Outlook: changes as they happen, and the whole schedule at first, each hour, and when somebody asks. A
 * long push goes on step by step; a change made meanwhile is taken up by the next step.
 */
const out = inngest.createFunction(
  {
    id: 'calendar-out',
    triggers: [outboxPending, calendarPush],
    concurrency: [lane('bulk', 2), onePerConnection],
    retries: 12,
  },
  async ({ event, step }) => {
    const { connectionId } = event.data
    const full = event.name === calendarPush.name
    const why = full && 'why' in event.data ? event.data.why : 'person'
    let left = MOST_A_PUSH
    for (let turn = 1; turn <= MOST_STEPS; turn++) {
      const input = { full: full && turn === 1, goesOn: turn > 1, why, left }
      const result = await step.run(`push ${turn}`, () =>
        inJob('calendar-out', async () => {
          const ran = await runOutJob(connectionId, (context) =>
            outTurn(context, { ...input, until: Date.now() + STEP_MS }),
          )
          if (!ran.ran) return { more: false, left: 0, wait: null }
          const { next, ...rest } = ran.value
          return { ...rest, wait: next === null ? null : Math.ceil((Date.parse(next) - now().getTime()) / 1000) }
        }),
      )
      left = result.left
      if (result.more) continue
      if (result.wait === null || result.wait > LONGEST_SLEEP_S) return
      await step.sleep(`sleep ${turn}`, Math.max(1, result.wait) * 1000)
    }
    await step.sendEvent('go on', calendarPush.create({ connectionId, why: 'sweep' }))
  },
)

/** Each hour the whole schedule of everybody who publishes, spread over the minutes. */
const sweep = inngest.createFunction(
  { id: 'calendar-out-sweep', triggers: [cron('* * * * *')], concurrency: [{ scope: 'fn', limit: 1 }], retries: 1 },
  async ({ step }) => {
    const connectionIds = await step.run('look', () => inJob('calendar-out-sweep', () => listToPush()))
    const events = connectionIds.map((connectionId) => calendarPush.create({ connectionId, why: 'sweep' }))
    for (let at = 0; at < events.length; at += 200) await step.sendEvent(`send ${at}`, events.slice(at, at + 200))
  },
)

export const calendarOutFunctions = [out, sweep]
