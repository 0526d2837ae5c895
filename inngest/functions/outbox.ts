import { inngest } from '@/inngest/client'
import { outboxPending } from '@/inngest/events'
import { pushMail } from '@/lib/features/mail/sync/push'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import { inJob, lane, onePerConnection } from './job'

/** Does in Outlook what the outbox holds for a connection. */
const push = inngest.createFunction(
  { id: 'outbox-push', triggers: [outboxPending], concurrency: [lane('bulk', 2), onePerConnection], retries: 12 },
  async ({ event, step }) => {
    const { connectionId } = event.data
    await step.run('push', () =>
      inJob('outbox-push', async () => {
        await runMailJob(connectionId, 'bulk', pushMail)
      }),
    )
  },
)

export const outboxFunctions = [push]
