import { inngest } from '@/inngest/client'
import type { ChangeHint, calendarChanged, calendarImport, mailChanged, mailImport } from '@/inngest/events'
import { type JobResult, noteHealth, type runJob, type SyncContext } from '@/lib/sync/job'
import { holdsSubscription, type SignalSource } from '@/lib/sync/subscriptions'
import { inJob, lane, onePerConnection } from './job'

/** Delta may lag its own signal: look again after these. */
const LOOK_AGAIN = ['0s', '1s', '5s', '30s'] as const
const DONE: { left: ChangeHint[]; sharedWith: string[] } = { left: [], sharedWith: [] }

/** Runs a feature's job for a connection, while the feature is on. */
type Run = <T>(
  connectionId: string,
  lane: Parameters<typeof runJob>[1],
  work: (context: SyncContext) => Promise<T>,
) => Promise<JobResult<T>>

interface Follow {
  id: string
  changed: typeof mailChanged | typeof calendarChanged
  source: SignalSource
  /** Signals of a burst are taken together: the first few go at once, the rest wait for each other, a second at most. */
  joins?: boolean
  run: Run
  /** Takes in what the hints point at; answers those that Graph does not show yet. */
  accept(context: SyncContext, hints: ChangeHint[]): Promise<ChangeHint[]>
}

const JOINED = { maxSize: 50, timeout: '1s', key: 'event.data.connectionId', if: 'event.data.burst == true' } as const

/** A signal came: take in what it points at, and tell whoever shares the subscription. */
export const followSignals = ({ id, changed, source, joins, run, accept }: Follow) =>
  inngest.createFunction(
    {
      id,
      triggers: [changed],
      concurrency: [lane('live', 1)],
      retries: 8,
      ...(joins && { batchEvents: JOINED }),
    },
    async ({ event, events, step }) => {
      const { connectionId } = event.data
      const subscriptionIds = [...new Set(events.flatMap(({ data }) => data.subscriptionIds))]
      let hints = lastOfEach(events.flatMap(({ data }) => data.hints))
      for (const wait of LOOK_AGAIN) {
        if (wait !== '0s') await step.sleep(`wait ${wait}`, wait)
        const { left, sharedWith } = await step.run(`sync ${wait}`, () =>
          inJob(id, async () => {
            const result = await run(connectionId, 'live', async (context) => {
              const signals = await holdsSubscription(context.scope, source.resource, subscriptionIds)
              if (!signals.held) return DONE
              const left = await accept(context, hints)
              await noteHealth(context.scope, { signal: wait === '0s', synced: left.length === 0 })
              return { left, sharedWith: wait === '0s' ? signals.sharedWith : [] }
            })
            return result.ran ? result.value : DONE
          }),
        )
        if (sharedWith.length > 0) {
          const along = sharedWith.flatMap((other) =>
            events.map(({ data }) => changed.create({ ...data, connectionId: other })),
          )
          for (let at = 0; at < along.length; at += MOST_SENT)
            await step.sendEvent(at === 0 ? 'tell along' : `tell along ${at}`, along.slice(at, at + MOST_SENT))
        }
        if (left.length === 0) return
        hints = left
      }
    },
  )

const MOST_SENT = 200

/** Of several hints for one item only the last matters: content comes from Graph anyway. */
function lastOfEach(hints: ChangeHint[]): ChangeHint[] {
  const last = new Map<string, ChangeHint>()
  for (const hint of hints) {
    last.delete(hint.id)
    last.set(hint.id, hint)
  }
  return [...last.values()]
}

/** A step of an import works this long at most; a run has this many steps, then it emits itself anew. */
const STEP_MS = 45_000
const MOST_STEPS = 150

interface TakeIn {
  id: string
  due: typeof mailImport | typeof calendarImport
  run: Run
  /** Works until `until` (epoch milliseconds) at most; answers whether all is in. */
  take(context: SyncContext, until: number): Promise<boolean>
}

/** Takes a collection in, from wherever its cursors stand. */
export const takeInAll = ({ id, due, run, take }: TakeIn) =>
  inngest.createFunction(
    { id, triggers: [due], concurrency: [lane('bulk', 2), onePerConnection], retries: 12 },
    async ({ event, step }) => {
      const { connectionId } = event.data
      for (let part = 1; part <= MOST_STEPS; part++) {
        const done = await step.run(`part ${part}`, () =>
          inJob(id, async () => {
            const result = await run(connectionId, 'bulk', async (context) => {
              const all = await take(context, Date.now() + STEP_MS)
              await noteHealth(context.scope, { synced: true })
              return all
            })
            return result.ran ? result.value : true
          }),
        )
        if (done) return
      }
      await step.sendEvent('go on', due.create({ connectionId }))
    },
  )
