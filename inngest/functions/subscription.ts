import { inngest } from '@/inngest/client'
import { mailImport, mailSweep, subscriptionDue, subscriptionLifecycle } from '@/inngest/events'
import { MAIL_SIGNALS, runMailJob } from '@/lib/features/mail/sync/upkeep'
import { ensureSubscription, forgetSubscription, holdsSubscription, renewSubscription } from '@/lib/sync/subscriptions'
import { inJob, signalsOfConnection } from './job'

/** Graph speaks of the subscription itself: it nears its end, is gone, or missed something. */
const lifecycle = inngest.createFunction(
  { id: 'subscription-lifecycle', triggers: [subscriptionLifecycle], concurrency: [signalsOfConnection], retries: 8 },
  async ({ event, step }) => {
    const { connectionId, graphId, event: what } = event.data
    const compare = await step.run(what, () =>
      inJob('subscription-lifecycle', async () => {
        const result = await runMailJob(connectionId, 'live', async (context) => {
          if (!(await holdsSubscription(context.scope, MAIL_SIGNALS.resource, [graphId])).held) return false
          if (what === 'reauthorizationRequired') {
            return renewSubscription(context, MAIL_SIGNALS)
          }
          if (what === 'subscriptionRemoved') {
            await forgetSubscription(context.scope, graphId)
            await ensureSubscription(context, MAIL_SIGNALS)
          }
          return true
        })
        return result.ran && result.value
      }),
    )
    if (compare) await step.sendEvent('compare', mailSweep.create({ connectionId, why: 'missed' }))
  },
)

/**
 * Signals are missing or near their end: renewed, or made anew. After a (new) link always renewed, since Graph may have
 * suspended them while the grant was dead; only then the rest is compared, so that no change falls between.
 */
const renew = inngest.createFunction(
  { id: 'subscription-renew', triggers: [subscriptionDue], concurrency: [signalsOfConnection], retries: 8 },
  async ({ event, step }) => {
    const { connectionId, start } = event.data
    const anew = await step.run('renew', () =>
      inJob('subscription-renew', async () => {
        const result = await runMailJob(connectionId, 'bulk', (context) =>
          start ? renewSubscription(context, MAIL_SIGNALS) : ensureSubscription(context, MAIL_SIGNALS),
        )
        return result.ran && result.value
      }),
    )
    if (start) {
      await step.sendEvent('go on', [
        mailImport.create({ connectionId }),
        mailSweep.create({ connectionId, why: 'reconnected' }),
      ])
    } else if (anew) await step.sendEvent('compare', mailSweep.create({ connectionId, why: 'missed' }))
  },
)

export const subscriptionFunctions = [lifecycle, renew]
