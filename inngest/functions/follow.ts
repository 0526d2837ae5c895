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
  run: Run
  /** Takes in what the hints point at; answers those that Graph does not show yet. */
  accept(context: SyncContext, hints: ChangeHint[]): Promise<ChangeHint[]>
}

/** A signal came: take in what it points at, and tell whoever shares the subscription. */
export const followSignals = ({ id, changed, source, run, accept }: Follow) =>
  inngest.createFunction(
    { id, triggers: [changed], concurrency: [lane('live', 1)], retries: 8 },
    async ({ event, step }) => {
      const { connectionId, subscriptionIds } = event.data
      let hints: ChangeHint[] = event.data.hints
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
          const along = sharedWith.map((other) => changed.create({ ...event.data, connectionId: other }))
          await step.sendEvent('tell along', along)
        }
        if (left.length === 0) return
        hints = left
      }
    },
  )

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
