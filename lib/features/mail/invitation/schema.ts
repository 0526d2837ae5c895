import { z } from 'zod'

const moment = z.object({ dateTime: z.string().max(40), timeZone: z.string().max(80).nullish() }).nullish()

/** What a meeting mail says of its meeting (Microsoft Graph: eventMessage). */
export const graphInvitation = z.object({
  meetingMessageType: z.string().nullish(),
  startDateTime: moment,
  endDateTime: moment,
  isAllDay: z.boolean().nullish(),
  location: z.object({ displayName: z.string().nullish() }).nullish(),
})
