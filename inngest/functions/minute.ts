import { cron } from 'inngest'
import { inngest } from '@/inngest/client'
import { connectionDisconnect, connectionLinked, outboxPending, subscriptionDue } from '@/inngest/events'
import { mailPendingReconnects } from '@/lib/auth/pause'
import { sweepAttempts } from '@/lib/features/connection/attempt/mutations'
import { findWork } from '@/lib/sync/upkeep'
import { inJob } from './job'
import { SOURCES, sourceOf } from './sources'

/** Each minute: what is due, what stands still, what nobody announced. */
const minute = inngest.createFunction(
  { id: 'minute', triggers: [cron('* * * * *')], concurrency: [{ scope: 'fn', limit: 1 }], retries: 1 },
  async ({ step }) => {
    const work = await step.run('look', () => inJob('minute', () => findWork(SOURCES)))
    const events = [
      ...work.unopened.map((due) => connectionLinked.create(due)),
      ...work.renew.map((due) => subscriptionDue.create(due)),
      ...work.imports.flatMap(({ connectionId, resource }) => sourceOf(resource)?.import(connectionId) ?? []),
      ...work.sweep.flatMap(({ connectionId, resource }) => sourceOf(resource)?.compare(connectionId, 'sweep') ?? []),
      ...work.outbox.map((connectionId) => outboxPending.create({ connectionId })),
      ...work.soon.map((due) => outboxPending.create(due)),
      ...work.disconnects.map((each) => connectionDisconnect.create(each)),
    ]
    for (let at = 0; at < events.length; at += 200) await step.sendEvent(`send ${at}`, events.slice(at, at + 200))
    await step.run('tidy', () =>
      inJob('minute', async () => {
        await sweepAttempts()
        await mailPendingReconnects()
      }),
    )
  },
)

export const minuteFunctions = [minute]
