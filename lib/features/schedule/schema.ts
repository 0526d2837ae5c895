import { z } from 'zod'
import type { EntryInput as EntryForm } from '@/components/schedule/view'
import { readAddress } from '@/lib/platform/domains'
import { isDate, tidyRecurrence } from '@/lib/platform/recurrence/check'
import { WEEK } from '@/lib/platform/recurrence/days'
import { ianaOf } from '@/lib/platform/zones'

// What a browser sends. The message of every issue is a sentence for the person who typed it.

/** Microsoft Graph: event.attendees, at most 500. */
const MOST_ATTENDEES = 500
/** Four weeks in minutes: the earliest reminder that Outlook offers. */
const MOST_REMINDER = 40_320
const MOST_RECORDS = 100

const plain = (typed: string) => typed.replaceAll('\u0000', '').toWellFormed()
const line = (typed: string) => plain(typed).replace(/\s+/g, ' ').trim()

/** Cut down first, so that spaces do not count; four times as much is not even looked at. */
const text = (clean: (typed: string) => string, most: number, tooLong: string) =>
  z
    .string({ error: 'This is not a text.' })
    .max(4 * most, tooLong)
    .transform(clean)
    .pipe(z.string().max(most, tooLong))

const weekday = z.enum(WEEK as [(typeof WEEK)[number], ...(typeof WEEK)[number][]], {
  error: 'That is not a day of the week.',
})
const date = z.string().refine(isDate, 'There is no such day.')
const count = z.number({ error: 'This recurrence needs a whole number.' })

const recurrence = z
  .object(
    {
      pattern: z.object({
        type: z.enum(['daily', 'weekly', 'absoluteMonthly', 'relativeMonthly', 'absoluteYearly', 'relativeYearly']),
        interval: count,
        daysOfWeek: z.array(weekday).max(50).optional(),
        firstDayOfWeek: weekday.optional(),
        dayOfMonth: count.optional(),
        month: count.optional(),
        index: z.enum(['first', 'second', 'third', 'fourth', 'last']).optional(),
      }),
      range: z.object({
        type: z.enum(['endDate', 'noEnd', 'numbered']),
        startDate: date,
        endDate: date.optional(),
        numberOfOccurrences: count.optional(),
      }),
    },
    { error: 'This recurrence cannot be understood.' },
  )
  .transform(tidyRecurrence)

const attendee = z.object({
  name: text(line, 200, 'A name is over 200 letters.'),
  address: z.string().transform((typed, context) => {
    const read = readAddress(typed.slice(0, 400))
    if (read) return read
    const shown = line(typed).slice(0, 80)
    context.addIssue({ code: 'custom', message: `“${shown}” is not an e-mail address.` })
    return z.NEVER
  }),
  type: z.enum(['required', 'optional', 'resource']),
})

const records = z.array(z.uuid()).max(MOST_RECORDS, `At most ${MOST_RECORDS} can be linked.`)

/** Everything that a form holds; `timeZone` comes out as an IANA name, addresses in lower case and each once. */
export const entryInput = z.object({
  kind: z.enum(['call', 'time_off', 'medical_event', 'meeting']),
  title: text(line, 255, 'The title is over 255 letters.').pipe(z.string().min(1, 'Give it a title.')),
  ownerId: z.uuid().nullable(),
  channel: z.enum(['in_person', 'phone', 'video', 'chat']).nullable(),
  isAllDay: z.boolean(),
  start: z.string('Say when it starts.').min(1, 'Say when it starts.').max(40, 'There is no such time.'),
  end: z
    .string()
    .max(40, 'There is no such time.')
    .nullable()
    .transform((typed) => typed || null),
  timeZone: z.string().transform((typed, context) => {
    const zone = ianaOf(typed.slice(0, 100))
    if (zone) return zone
    context.addIssue({ code: 'custom', message: 'Tandem does not know this time zone.' })
    return z.NEVER
  }),
  location: text(line, 255, 'The location is over 255 letters.'),
  notes: text((typed) => plain(typed).trim(), 20_000, 'The notes are over 20,000 letters.'),
  isPrivate: z.boolean(),
  showAs: z.enum(['free', 'tentative', 'busy', 'oof', 'workingElsewhere']),
  reminderMinutes: z
    .number()
    .int('A reminder comes a whole number of minutes before.')
    .min(0, 'A reminder cannot come after the start.')
    .max(MOST_REMINDER, 'A reminder comes at most four weeks before.')
    .nullable(),
  isOnline: z.boolean(),
  recurrence: recurrence.nullable(),
  attendees: z
    .array(attendee)
    .max(MOST_ATTENDEES, `At most ${MOST_ATTENDEES} people can be invited.`)
    .transform((list) => [...new Map(list.map((each) => [each.address, each])).values()]),
  personIds: records.transform((ids) => [...new Set(ids)]),
  companyIds: records.transform((ids) => [...new Set(ids)]),
})
export type EntryInput = z.infer<typeof entryInput>

const version = z.number().int().min(1)
const part = { id: z.uuid(), occurrenceDate: date.nullable() }
const scope = z.enum(['this', 'following', 'all'])

export const saveInput = z.object({ ...part, version: version.nullable(), scope, input: entryInput })
export type SaveInput = z.infer<typeof saveInput>

const instant = z.iso.datetime({ offset: true, error: 'There is no such time.' }).transform((at) => new Date(at))
export const moveInput = z.object({
  ...part,
  version,
  // Moves that a device kept before one was asked meant one date.
  scope: scope.default('this'),
  startsAt: instant,
  endsAt: instant,
  isAllDay: z.boolean(),
  startDate: date.nullable(),
  endDate: date.nullable(),
})
export type MoveInput = z.infer<typeof moveInput>

export const deleteInput = z.object({ ...part, scope })
export type DeleteInput = z.infer<typeof deleteInput>

export const answerInput = z.object({
  target: z.union([z.object({ entryId: z.uuid() }), z.object({ eventId: z.uuid() })]),
  answer: z.enum(['accepted', 'tentativelyAccepted', 'declined']),
})

/** Days that one answer covers at most: a month's view with the weeks around it, twice. */
const MOST_DAYS = 62
const shown = instant.refine((at) => isDate(at.toISOString().slice(0, 10)), 'There is no such time.')
export const rangeInput = z
  .object({ from: shown, to: shown })
  .refine(({ from, to }) => from < to, 'It would end before it starts.')
  .refine(({ from, to }) => to.getTime() - from.getTime() <= MOST_DAYS * 86_400_000, `At most ${MOST_DAYS} days.`)

const UNDERSTOOD = 'That could not be understood. Nothing was changed.'
/** Zod's own words are for programmers. */
const IS_OURS = /^(?!Invalid|Too|Expected|Unrecognized).*[.”]$/

/** The first thing that is wrong with what was sent, and the field of the form, if it is one. */
export function sayWhatIsWrong({ issues }: z.ZodError): { error: string; field?: keyof EntryForm } {
  const issue = issues[0]
  const path = issue?.path[0] === 'input' ? issue.path.slice(1) : (issue?.path ?? [])
  const field = entryInput.keyof().safeParse(path[0])
  return {
    error: issue && IS_OURS.test(issue.message) ? issue.message : UNDERSTOOD,
    ...(field.success ? { field: field.data } : {}),
  }
}
