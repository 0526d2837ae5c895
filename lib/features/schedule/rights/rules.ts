import type { Recurrence } from '@/drizzle/schema/schedule'
import { AppError } from '@/lib/platform/errors'
import { tidyRecurrence } from '@/lib/platform/recurrence/check'
import { type Entry, saidOf, sameValues, type Times } from '../rules'
import type { Content } from '../series/rules'
import type { TiesInput } from '../ties/mutations'

/** What somebody wants an entry, or one date of it, to be. */
export interface Wish {
  content: Content
  times: Times
  recurrence: Recurrence | null
  ties: TiesInput
  ownerId: string | null
}

/** How it stands. */
export interface Stands {
  head: Entry
  /** The row whose content counts: the entry, or a changed date of its series. */
  row: Entry
  times: Times
  ties: TiesInput
}

const said = (times: Times): string => JSON.stringify(Object.values(saidOf(times)))
const people = ({ attendees }: TiesInput): string =>
  JSON.stringify(attendees.map(({ address, type }) => `${address} ${type}`).sort())
/** The database keeps no order of properties, and a form may begin a series on the date that it shows. */
const rule = (recurrence: Recurrence | null): string => {
  if (!recurrence) return ''
  const { pattern, range } = tidyRecurrence(recurrence)
  return JSON.stringify([pattern, { ...range, startDate: null }])
}

/**
 * Of somebody else's meeting the mark "private" and the reminder are one's own (R34), and whom of the CRM it is about.
 * Nothing else may differ, or it would be another meeting here than the organiser's. Throws forbidden.
 */
export function checkGuest({ head, row, times, ties }: Stands, part: 'this' | 'following' | 'all', wish: Wish): void {
  const { isPrivate, reminderMinutes, ...rest } = wish.content
  const isSame =
    part !== 'following' &&
    wish.ownerId === head.ownerId &&
    sameValues(row, rest) &&
    said(times) === said(wish.times) &&
    people(ties) === people(wish.ties) &&
    (part === 'this' || rule(head.recurrence) === rule(wish.recurrence))
  if (isSame) return
  if (part === 'following')
    throw new AppError('forbidden', 'somebody else organises it', {
      userMessage: 'Somebody else organises this series, so it stays in one piece. Change this date alone, or all.',
    })
  throw new AppError('forbidden', 'somebody else organises it', {
    userMessage: 'Only the organiser changes this. Yours are the answer, the mark “private” and the reminder.',
  })
}
