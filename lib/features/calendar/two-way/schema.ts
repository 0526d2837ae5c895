import { z } from 'zod'

const person = z.object({ emailAddress: z.object({ name: z.string().nullish(), address: z.string().nullish() }) })

/** What two-way mode reads of an event besides its row (lib/features/calendar/schema.ts). */
export const fullEvent = z.object({
  id: z.string().min(1),
  isOrganizer: z.boolean().nullish(),
  organizer: person.nullish(),
  body: z.object({ contentType: z.string().nullish(), content: z.string().nullish() }).nullish(),
  isOnlineMeeting: z.boolean().nullish(),
  originalStart: z.iso.datetime({ offset: true }).nullish(),
  cancelledOccurrences: z.array(z.string()).nullish(),
  exceptionOccurrences: z.array(z.unknown()).nullish(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })).nullish(),
})
export type FullEvent = z.infer<typeof fullEvent>

/** A person's answer to an invitation, on its way. */
export const answerPayload = z.object({
  externalEventId: z.string().min(1),
  answer: z.enum(['accepted', 'tentativelyAccepted', 'declined']),
})
