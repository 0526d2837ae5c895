import { cron } from 'inngest'
import { inngest } from '@/inngest/client'
import { suggestionsDue } from '@/inngest/events'
import { listSuggestionsDue, readSuggestions } from '@/lib/features/suggestions/sync'
import { inJob, lane, onePerConnection } from './job'

/** Every few minutes: whose suggestions were never read, or not for a day. */
const look = inngest.createFunction(
  { id: 'suggestions-look', triggers: [cron('*/5 * * * *')], concurrency: [{ scope: 'fn', limit: 1 }], retries: 1 },
  async ({ step }) => {
    const due = await step.run('look', () => inJob('suggestions-look', listSuggestionsDue))
    if (due.length > 0)
      await step.sendEvent(
        'send',
        due.map((connectionId) => suggestionsDue.create({ connectionId })),
      )
  },
)

const read = inngest.createFunction(
  { id: 'suggestions-read', triggers: [suggestionsDue], concurrency: [lane('bulk', 2), onePerConnection], retries: 4 },
  async ({ event, step }) => {
    await step.run('read', () => inJob('suggestions-read', () => readSuggestions(event.data.connectionId)))
  },
)

export const suggestionFunctions = [look, read]
