import { inngest } from '@/inngest/client'
import { outboxPending } from '@/inngest/events'
import { weighReplies } from '@/lib/features/mail/replies/sync'
import { pushMail } from '@/lib/features/mail/sync/push'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import { inJob, lane, onePerConnection } from './job'

/** Does in Outlook what the outbox holds for a connection, and asks it what has to be known of replies. */
const push = inngest.createFunction(
  { id: 'outbox-push', triggers: [outboxPending], concurrency: [lane('bulk', 2), onePerConnection], retries: 12 },
  async ({ event, step }) => {
    const { connectionId } = event.data
    await step.run('push', () =>
      inJob('outbox-push', async () => {
        await runMailJob(connectionId, 'bulk', async (context) => {
          await pushMail(context)
          await weighReplies(context)
        })
      }),
    )
  },
)

export const outboxFunctions = [push]
