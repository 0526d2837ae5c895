import 'server-only'
import type { EntryView, ScheduleItem, SchedulePage, ScheduleView } from '@/components/schedule/view'
import { withUser } from '@/lib/auth/with-user'
import { announcePoll, noteBrowserZone } from '@/lib/features/calendar/mutations'
import { getPublishingNotice } from '@/lib/features/calendar/publish/why/queries'
import { listCalendars, listEvents } from '@/lib/features/calendar/queries'
import { listColleagues } from '@/lib/features/workspace/members/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { isDate } from '@/lib/platform/recurrence/check'
import type { UserScope } from '@/lib/platform/scope'
import { isUuid } from '@/lib/platform/uuid'
import { addDays, dateOf, instantOf } from '@/lib/platform/zones'
import { getEntry } from './entry/queries'
import { listItems } from './range/queries'
import { rangeInput } from './schema'

/** The first paint holds the month and the weeks that it cuts, whichever day a week begins on. */
const DAYS_BEFORE = 6
const DAYS_AFTER = 42

/** Everything of a stretch, entries of the CRM and events of Outlook, in order. */
async function readItems(db: Db, scope: UserScope, from: Date, to: Date): Promise<ScheduleItem[]> {
  const items = [...(await listItems(db, scope, from, to)), ...(await listEvents(db, scope, from, to))]
  return items.sort((a, b) => a.startsAt.localeCompare(b.startsAt) || a.key.localeCompare(b.key))
}

/** A stretch of the schedule as the address bar asks for it. Throws invalid_input, unauthenticated. */
export async function loadSchedulePage(query: URLSearchParams): Promise<SchedulePage> {
  const { page, pollDue } = await withUser(async (db, scope) => {
    const parsed = rangeInput.safeParse(Object.fromEntries(query))
    if (!parsed.success) throw new AppError('invalid_input', 'bad range of the schedule')
    const { from, to } = parsed.data
    const { calendars, syncedAt, pollDue } = await listCalendars(db, scope)
    return {
      page: {
        items: await readItems(db, scope, from, to),
        from: from.toISOString(),
        to: to.toISOString(),
        calendars,
        syncedAt,
        notice: (await getPublishingNotice(db, scope)).notice,
      },
      pollDue,
    }
  })
  // Whoever reads this looks at the schedule: calendars of which no signal tells are compared meanwhile.
  await announcePoll(pollDue)
  return page
}

/** The schedule for the first paint. `zone` is the person's (IANA): it says which week is the present one. */
export async function loadSchedule({ zone, date }: { zone: string; date?: string | undefined }): Promise<ScheduleView> {
  const { view, pollDue } = await withUser(async (db, scope) => {
    await noteBrowserZone(db, scope, zone)
    const day = isDate(date) ? date : dateOf(now(), zone)
    const first = `${day.slice(0, 7)}-01`
    const from = instantOf(`${addDays(first, -DAYS_BEFORE)}T00:00`, zone)
    const to = instantOf(`${addDays(first, DAYS_AFTER)}T00:00`, zone)
    const members = (await listColleagues(db)).map(({ id, name, addresses }) => ({
      id,
      name,
      address: addresses[0] ?? '',
    }))
    const me = members.find(({ id }) => id === scope.userId)
    const { pollDue, ...panel } = await listCalendars(db, scope)
    const view: ScheduleView = {
      items: await readItems(db, scope, from, to),
      from: from.toISOString(),
      to: to.toISOString(),
      ...panel,
      ...(await getPublishingNotice(db, scope)),
      me: { id: scope.userId, name: me?.name ?? '', address: me?.address || null },
      members,
    }
    return { view, pollDue }
  })
  await announcePoll(pollDue)
  return view
}

/** An entry, or one date of a series, to be opened. Throws not_found. */
export async function loadEntry(id: string, date: string | null): Promise<EntryView> {
  return withUser((db, scope) => {
    if (!isUuid(id) || (date !== null && !isDate(date))) throw new AppError('not_found', 'no id or no date')
    return getEntry(db, scope, id, date)
  })
}
