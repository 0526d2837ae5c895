import { calendarFunctions } from '@/inngest/functions/calendar'
import { calendarOutFunctions } from '@/inngest/functions/calendar-out'
import { composeFunctions } from '@/inngest/functions/compose'
import { disconnectFunctions } from '@/inngest/functions/disconnect'
import { mailFunctions } from '@/inngest/functions/mail'
import { minuteFunctions } from '@/inngest/functions/minute'
import { outboxFunctions } from '@/inngest/functions/outbox'
import { subscriptionFunctions } from '@/inngest/functions/subscription'

/** What the app serves at /api/inngest, for a test's own process. */
export const FUNCTIONS = [
  ...mailFunctions,
  ...calendarFunctions,
  ...calendarOutFunctions,
  ...subscriptionFunctions,
  ...outboxFunctions,
  ...composeFunctions,
  ...disconnectFunctions,
  ...minuteFunctions,
]
