import { serve } from 'inngest/next'
import { inngest } from '@/inngest/client'
import { calendarFunctions } from '@/inngest/functions/calendar'
import { calendarOutFunctions } from '@/inngest/functions/calendar-out'
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
    ...calendarFunctions,
    ...subscriptionFunctions,
    ...outboxFunctions,
    ...composeFunctions,
    ...suggestionFunctions,
    ...disconnectFunctions,
    ...calendarOutFunctions,
    ...minuteFunctions,
  ],
})
