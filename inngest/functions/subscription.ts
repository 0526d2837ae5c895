import { inngest } from '@/inngest/client'
import { subscriptionDue, subscriptionLifecycle } from '@/inngest/events'
import { ensureSubscription, forgetSubscription, holdsSubscription, renewSubscription } from '@/lib/sync/subscriptions'
import { inJob, signalsOfConnection } from './job'
import { SOURCES, sourceOf } from './sources'

/** Graph speaks of the subscription itself: it nears its end, is gone, or missed something. */
const lifecycle = inngest.createFunction(
  { id: 'subscription-lifecycle', triggers: [subscriptionLifecycle], concurrency: [signalsOfConnection], retries: 8 },
  async ({ event, step }) => {
    const { connectionId, graphId, event: what, resource } = event.data
    const source = sourceOf(resource)
    if (!source) return
    const compare = await step.run(what, () =>
      inJob('subscription-lifecycle', async () => {
        const result = await source.run(connectionId, 'live', async (context) => {
          if (!(await holdsSubscription(context.scope, resource, [graphId])).held) return false
          if (what === 'reauthorizationRequired') return renewSubscription(context, source)
          if (what === 'subscriptionRemoved') {
            await forgetSubscription(context.scope, graphId)
            await ensureSubscription(context, source)
          }
          return true
        })
        return result.ran && result.value
      }),
    )
    if (compare) await step.sendEvent('compare', source.compare(connectionId, 'missed'))
  },
)

/**
 * Signals are missing or near their end: renewed, or made anew. After a (new) link always renewed, since Graph may have
 * suspended them while the grant was dead; only then the rest is compared, so that no change falls between.
 */
const renew = inngest.createFunction(
  { id: 'subscription-renew', triggers: [subscriptionDue], concurrency: [signalsOfConnection], retries: 8 },
  async ({ event, step }) => {
    const { connectionId, start, resource } = event.data
    for (const source of SOURCES) {
      if (resource !== undefined && source.resource !== resource) continue
      const { ran, anew } = await step.run(`renew ${source.resource}`, () =>
        inJob('subscription-renew', async () => {
          const result = await source.run(connectionId, 'bulk', (context) =>
            start ? renewSubscription(context, source) : ensureSubscription(context, source),
          )
          return { ran: result.ran, anew: result.ran && result.value }
        }),
      )
      if (start && ran) {
        await step.sendEvent(`go on ${source.resource}`, [
          source.import(connectionId),
          source.compare(connectionId, 'reconnected'),
        ])
      } else if (anew) await step.sendEvent(`compare ${source.resource}`, source.compare(connectionId, 'missed'))
    }
  },
)

export const subscriptionFunctions = [lifecycle, renew]
