import { z } from 'zod'

// Graph's JSON at the border. An occurrence of a delta may carry id, start, end, type and seriesMasterId alone, so
// everything else is optional; a value of the wrong type spoils its item, not the page.

/** Times that Postgres knows; Graph writes year 1 for "never". */
const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= Date.parse('0001-01-01T00:00:00Z'))
  .refine((text) => Date.parse(text) < Date.parse('9999-01-01T00:00:00Z'))
  .transform((text) => new Date(text).toISOString())

const id = z
  .string()
  .max(1024)
  .regex(/^[\x21-\x7e]+$/)

/** Bare local time beside its zone (Microsoft Graph: dateTimeTimeZone); the fraction has seven digits. */
const moment = z.object({
  dateTime: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/),
  timeZone: z.string().max(200),
})

const address = z
  .object({ emailAddress: z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish() })
  .nullish()

const weekday = z.enum(['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'])
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

export const graphRecurrence = z.object({
  pattern: z.object({
    type: z.enum(['daily', 'weekly', 'absoluteMonthly', 'relativeMonthly', 'absoluteYearly', 'relativeYearly']),
    interval: z.int().positive(),
    month: z.int().nullish(),
    dayOfMonth: z.int().nullish(),
    daysOfWeek: z.array(weekday).nullish(),
    firstDayOfWeek: weekday.nullish(),
    index: z.enum(['first', 'second', 'third', 'fourth', 'last']).nullish(),
  }),
  range: z.object({
    type: z.enum(['endDate', 'noEnd', 'numbered']),
    startDate: date,
    endDate: date.nullish(),
    numberOfOccurrences: z.int().nullish(),
    recurrenceTimeZone: z.string().max(200).nullish(),
  }),
})
export type GraphRecurrence = z.infer<typeof graphRecurrence>

/** Open enumerations keep what Microsoft may add: it is only shown. */
const word = z.string().max(60)

export const graphEvent = z.object({
  id,
  '@odata.etag': id.optional(),
  changeKey: id.nullish(),
  type: z.enum(['singleInstance', 'occurrence', 'exception', 'seriesMaster']).nullish(),
  seriesMasterId: id.nullish(),
  start: moment.nullish(),
  end: moment.nullish(),
  originalStartTimeZone: z.string().max(200).nullish(),
  originalEndTimeZone: z.string().max(200).nullish(),
  isAllDay: z.boolean().nullish(),
  sensitivity: z.enum(['normal', 'personal', 'private', 'confidential']).nullish(),
  createdDateTime: instant.nullish(),
  lastModifiedDateTime: instant.nullish(),
  showAs: word.nullish(),
  isCancelled: z.boolean().nullish(),
  isOrganizer: z.boolean().nullish(),
  responseStatus: z.object({ response: word.nullish() }).nullish(),
  subject: z.string().nullish(),
  location: z.object({ displayName: z.string().nullish() }).nullish(),
  bodyPreview: z.string().nullish(),
  organizer: address,
  attendees: z
    .array(
      z.object({
        type: z.enum(['required', 'optional', 'resource']).nullish().catch('required'),
        status: z.object({ response: word.nullish() }).nullish(),
        emailAddress: z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
  onlineMeeting: z.object({ joinUrl: z.string().nullish() }).nullish(),
  onlineMeetingUrl: z.string().nullish(),
  categories: z.array(z.string()).nullish(),
  importance: word.nullish(),
  isReminderOn: z.boolean().nullish(),
  reminderMinutesBeforeStart: z.int32().nullish(),
  webLink: z.string().nullish(),
  iCalUId: z.string().nullish(),
  recurrence: graphRecurrence.nullish(),
})
export type GraphEvent = z.infer<typeof graphEvent>

export const graphCalendar = z.object({
  id,
  name: z.string().nullish(),
  isDefaultCalendar: z.boolean().nullish(),
  canEdit: z.boolean().nullish(),
  canViewPrivateItems: z.boolean().nullish(),
  defaultOnlineMeetingProvider: word.nullish(),
  allowedOnlineMeetingProviders: z.array(word).nullish(),
  owner: z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string().nullish() })).nullish(),
})

/** An event that bears the mark which was asked for. */
export const markedEvent = z.object({
  singleValueExtendedProperties: z.array(z.object({ value: z.string().min(1) })).min(1),
})
