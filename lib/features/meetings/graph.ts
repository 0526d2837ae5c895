import type { GraphRequest } from '@/lib/graph/client'

/** Makes a meeting of one's own, or answers the one that was made with the same key before. */
export const createOrGet = (key: string, subject: string, start: Date, end: Date): GraphRequest => ({
  method: 'POST',
  path: '/me/onlineMeetings/createOrGet',
  body: { externalId: key, subject, startDateTime: start.toISOString(), endDateTime: end.toISOString() },
})
