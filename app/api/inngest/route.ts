import { serve } from 'inngest/next'
import { inngest } from '@/inngest/client'
import { composeFunctions } from '@/inngest/functions/compose'
import { disconnectFunctions } from '@/inngest/functions/disconnect'
import { mailFunctions } from '@/inngest/functions/mail'
import { minuteFunctions } from '@/inngest/functions/minute'
import { outboxFunctions } from '@/inngest/functions/outbox'
import { subscriptionFunctions } from '@/inngest/functions/subscription'
import { suggestionFunctions } from '@/inngest/functions/suggestions'

export const dynamic = 'force-dynamic'
export const maxDuration = 300

export const { GET, POST, PUT } = serve({
  client: inngest,
  functions: [
    ...mailFunctions,
    ...subscriptionFunctions,
    ...outboxFunctions,
    ...composeFunctions,
    ...suggestionFunctions,
    ...disconnectFunctions,
    ...minuteFunctions,
  ],
})
