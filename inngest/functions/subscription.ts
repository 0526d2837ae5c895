import { inngest } from '@/inngest/client'
import { mailSweep, subscriptionDue, subscriptionLifecycle } from '@/inngest/events'
import { MAIL_SIGNALS, runMailJob } from '@/lib/features/mail/sync/upkeep'
import { ensureSubscription, forgetSubscription, holdsSubscription, renewSubscription } from '@/lib/sync/subscriptions'
import { inJob, onePerConnection } from './job'

/** Graph speaks of the subscription itself: it nears its end, is gone, or missed something. */
const lifecycle = inngest.createFunction(
  { id: 'subscription-lifecycle', triggers: [subscriptionLifecycle], concurrency: [onePerConnection], retries: 8 },
  async ({ event, step }) => {
    const { connectionId, graphId, event: what } = event.data
    const compare = await step.run(what, () =>
      inJob('subscription-lifecycle', async () => {
        const result = await runMailJob(connectionId, 'live', async (context) => {
          if (!(await holdsSubscription(context.scope, MAIL_SIGNALS.resource, [graphId])).held) return false
          if (what === 'reauthorizationRequired') {
            await renewSubscription(context, MAIL_SIGNALS)
            return false
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

/** Signals are missing or near their end: renewed, or made anew. */
const renew = inngest.createFunction(
  { id: 'subscription-renew', triggers: [subscriptionDue], concurrency: [onePerConnection], retries: 4 },
  async ({ event, step }) => {
    await step.run('renew', () =>
      inJob('subscription-renew', async () => {
        await runMailJob(event.data.connectionId, 'bulk', (context) => ensureSubscription(context, MAIL_SIGNALS))
      }),
    )
  },
)

export const subscriptionFunctions = [lifecycle, renew]
