import { inngest } from '@/inngest/client'
import { connectionLinked, mailChanged, mailImport, mailSweep, subscriptionDue, suggestionsDue } from '@/inngest/events'
import { acceptHints } from '@/lib/features/mail/sync/accept'
import { importMail, openMailbox, sweepMail } from '@/lib/features/mail/sync/import'
import { MAIL_SIGNALS, runMailJob } from '@/lib/features/mail/sync/upkeep'
import { noteHealth } from '@/lib/sync/job'
import { stopSignals } from '@/lib/sync/subscriptions'
import { followSignals, takeInAll } from './follow'
import { inJob, lane, onePerConnection } from './job'

const mailSync = followSignals({
  id: 'mail-sync',
  changed: mailChanged,
  source: MAIL_SIGNALS,
  run: runMailJob,
  accept: acceptHints,
})

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

const importFunction = takeInAll({ id: 'mail-import', due: mailImport, run: runMailJob, take: importMail })

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
