import { eventType } from 'inngest'
import { z } from 'zod'

// Events carry ids and hints, never personal data: engines keep them, and a purge could not reach them there.

const connection = z.object({ connectionId: z.uuid() })

/** Where a change was seen. Hints only locate; content always comes from Graph. */
export const changeHint = z.object({
  id: z.string().max(512),
  etag: z.string().max(256).optional(),
  changeType: z.enum(['created', 'updated', 'deleted']),
})
export type ChangeHint = z.infer<typeof changeHint>

const signal = connection.extend({
  hints: z.array(changeHint).max(100),
  /** Subscriptions that spoke; the consumer drops what it does not hold. */
  subscriptionIds: z.array(z.string().max(128)).max(100),
  /** When the signal arrived, epoch milliseconds. */
  at: z.number(),
  /** The same connection spoke often just now, and is likely to go on: this one may wait for others. */
  burst: z.boolean().optional(),
})

/** Graph said that messages changed. No event id: a day of deduplication would swallow delete, restore, delete. */
export const mailChanged = eventType('mail/changed', { schema: signal })

/** Take the mailbox in, from wherever the cursors stand. */
export const mailImport = eventType('mail/import', { schema: connection })

/** Compare the mailbox with Outlook's deltas now: a sweep, a missed signal, a reconnect, or the person's wish. */
export const mailSweep = eventType('mail/sweep', {
  schema: connection.extend({ why: z.enum(['sweep', 'missed', 'reconnected', 'asked']) }),
})

/** Graph said that events changed. */
export const calendarChanged = eventType('calendar/changed', { schema: signal })

/** Take the calendars in, from wherever their cursors stand. */
export const calendarImport = eventType('calendar/import', { schema: connection })

/** Compare calendars and their events with Outlook now. */
export const calendarSweep = eventType('calendar/sweep', {
  schema: connection.extend({ why: z.enum(['sweep', 'missed', 'reconnected', 'asked']) }),
})

/** Somebody looks at calendars of others, of which no signal tells: compare these. */
export const calendarPoll = eventType('calendar/poll', { schema: connection })

/** Compare a person's whole schedule with what stands of it in Outlook, and push the difference. */
export const calendarPush = eventType('calendar/push', {
  schema: connection.extend({ why: z.enum(['first', 'sweep', 'asked']) }),
})

/** A lifecycle event of a subscription. */
export const subscriptionLifecycle = eventType('subscription/lifecycle', {
  schema: connection.extend({
    graphId: z.string().max(128),
    event: z.enum(['reauthorizationRequired', 'subscriptionRemoved', 'missed']),
    /** The stream that it signals: mail, calendar. */
    resource: z.string().max(40),
  }),
})

/**
 * Signals are missing or near their end; with `start`, the account was linked (again) and its sync begins. `resource`:
 * the stream that is meant (mail, calendar); absent: all that are on.
 */
export const subscriptionDue = eventType('subscription/due', {
  schema: connection.extend({ start: z.boolean().optional(), resource: z.string().max(40).optional() }),
})

/** An account was linked, linked again, or its features changed. `resource`: only this stream was never opened. */
export const connectionLinked = eventType('connection/linked', {
  schema: connection.extend({ resource: z.string().max(40).optional() }),
})

/** A person pressed Disconnect. */
export const connectionDisconnect = eventType('connection/disconnect', {
  schema: connection.extend({ disconnectId: z.uuid() }),
})

/** Rows wait in the outbox; with `at` they are due only then (a mail that can still be taken back, one for later). */
export const outboxPending = eventType('outbox/pending', {
  schema: connection.extend({ at: z.iso.datetime().optional() }),
})

/** Read anew whom the person writes to: Microsoft's ranking and Sent Items. */
export const suggestionsDue = eventType('suggestions/due', { schema: connection })
