import { inngest } from '@/inngest/client'
import {
  type ChangeHint,
  connectionLinked,
  mailChanged,
  mailImport,
  mailSweep,
  subscriptionDue,
  suggestionsDue,
} from '@/inngest/events'
import { acceptHints } from '@/lib/features/mail/sync/accept'
import { importMail, openMailbox, sweepMail } from '@/lib/features/mail/sync/import'
import { MAIL_SIGNALS, runMailJob } from '@/lib/features/mail/sync/upkeep'
import { noteHealth } from '@/lib/sync/job'
import { holdsSubscription, stopSignals } from '@/lib/sync/subscriptions'
import { inJob, lane, onePerConnection } from './job'

/** Delta may lag its own signal: look again after these. */
const LOOK_AGAIN = ['0s', '1s', '5s', '30s'] as const

/** A signal came: take in what it points at. */
const mailSync = inngest.createFunction(
  { id: 'mail-sync', triggers: [mailChanged], concurrency: [lane('live', 1)], retries: 8 },
  async ({ event, step }) => {
    const { connectionId, subscriptionIds } = event.data
    let hints: ChangeHint[] = event.data.hints
    for (const wait of LOOK_AGAIN) {
      if (wait !== '0s') await step.sleep(`wait ${wait}`, wait)
      const { left, sharedWith } = await step.run(`sync ${wait}`, () =>
        inJob('mail-sync', async () => {
          const result = await runMailJob(connectionId, 'live', async (context) => {
            const signals = await holdsSubscription(context.scope, MAIL_SIGNALS.resource, subscriptionIds)
            if (!signals.held) return DONE
            const left = await acceptHints(context, hints)
            await noteHealth(context.scope, { signal: wait === '0s', synced: left.length === 0 })
            return { left, sharedWith: wait === '0s' ? signals.sharedWith : [] }
          })
          return result.ran ? result.value : DONE
        }),
      )
      if (sharedWith.length > 0) {
        const along = sharedWith.map((id) => mailChanged.create({ ...event.data, connectionId: id }))
        await step.sendEvent('tell along', along)
      }
      if (left.length === 0) return
      hints = left
    }
  },
)
const DONE: { left: ChangeHint[]; sharedWith: string[] } = { left: [], sharedWith: [] }

/** An account was linked, linked again, or its features changed: newest mail first, then signals, then the rest. */
const mailStart = inngest.createFunction(
  { id: 'mail-start', triggers: [connectionLinked], concurrency: [lane('bulk', 2), onePerConnection], retries: 8 },
  async ({ event, step }) => {
    const { connectionId, resource = MAIL_SIGNALS.resource } = event.data
    if (resource !== MAIL_SIGNALS.resource) return
    const opened = await step.run('open', () =>
      inJob('mail-start', async () => (await runMailJob(connectionId, 'bulk', openMailbox)).ran),
    )
    if (!opened) {
      await step.run('stop signals', () => inJob('mail-start', () => stopSignals(connectionId, MAIL_SIGNALS)))
      return
    }
    await step.sendEvent('go on', [
      subscriptionDue.create({ connectionId, start: true, resource }),
      // Whom to suggest is known at once; the person may write before the minute is over.
      suggestionsDue.create({ connectionId }),
    ])
  },
)

/** A step of an import works this long at most; a run has this many steps, then it emits itself anew. */
const STEP_MS = 45_000
const MOST_STEPS = 150

/** Takes a mailbox in, from wherever its cursors stand. */
const importFunction = inngest.createFunction(
  { id: 'mail-import', triggers: [mailImport], concurrency: [lane('bulk', 2), onePerConnection], retries: 12 },
  async ({ event, step }) => {
    const { connectionId } = event.data
    for (let part = 1; part <= MOST_STEPS; part++) {
      const done = await step.run(`part ${part}`, () =>
        inJob('mail-import', async () => {
          const result = await runMailJob(connectionId, 'bulk', async (context) => {
            const all = await importMail(context, Date.now() + STEP_MS)
            await noteHealth(context.scope, { synced: true })
            return all
          })
          return result.ran ? result.value : true
        }),
      )
      if (done) return
    }
    await step.sendEvent('go on', mailImport.create({ connectionId }))
  },
)

/** The safety net: compares all folders with Outlook. */
const sweep = inngest.createFunction(
  { id: 'mail-sweep', triggers: [mailSweep], concurrency: [lane('bulk', 2), onePerConnection], retries: 4 },
  async ({ event, step }) => {
    const { connectionId, why } = event.data
    await step.run('sweep', () =>
      inJob('mail-sweep', async () => {
        await runMailJob(connectionId, 'bulk', async (context) => {
          const caught = await sweepMail(context, why)
          await noteHealth(context.scope, { synced: true, swept: true, caught })
        })
      }),
    )
  },
)

export const mailFunctions = [mailSync, mailStart, importFunction, sweep]
