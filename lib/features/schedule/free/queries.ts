import 'server-only'
import type { FreeTimes } from '@/components/compose/free-times/view'
import { listCalendars, listEvents } from '@/lib/features/calendar/queries'
import { getConnection } from '@/lib/features/connection/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { dateOf } from '@/lib/platform/zones'
import { listItems } from '../range/queries'
import { freeDays, type Hours, USUAL, windowOf, workingDays } from './rules'

/** So many working days can be chosen from: two weeks of them. */
const DAYS = 10

/**
 * When a person is free in the next working days: by their entries here and those of their own Outlook calendars that
 * they show, as Tandem holds them; nobody is asked. `zone` (IANA) is the browser's; Outlook's counts more for working
 * hours.
 */
export async function listFreeTimes(db: Db, scope: UserScope, zone: string): Promise<FreeTimes> {
  const connection = await getConnection(db, scope)
  const known = connection?.state === 'disconnecting' ? null : (connection?.workingHours ?? null)
  const hours: Hours = { ...(known ?? USUAL), zone: known?.zone ?? zone }
  const at = now()
  // One more: when today's working hours are over, today is no day to choose.
  const ahead = workingDays(dateOf(at, hours.zone), DAYS + 1, hours)
  const dates = ahead.filter((date) => windowOf(date, hours).to > at.getTime()).slice(0, DAYS)
  const windows = dates.map((date) => windowOf(date, hours))
  const from = new Date(windows[0]?.from ?? at)
  const to = new Date(windows.at(-1)?.to ?? at)
  const { outlook, calendars } = await listCalendars(db, scope)
  // What colleagues have to do takes none of this person's time.
  const own = new Set(calendars.flatMap(({ id, role, isShown }) => (role === 'own' && isShown ? [id] : [])))
  const events = await listEvents(db, scope, from, to)
  const items = [
    ...(await listItems(db, scope, from, to)),
    ...events.filter(({ calendarId }) => calendarId !== null && own.has(calendarId)),
  ]
  return {
    days: freeDays(dates, hours, items, at).map(({ date, free }) => ({
      date,
      free: free.map((each) => ({
        from: new Date(each.from).toISOString(),
        to: new Date(each.to).toISOString(),
      })),
    })),
    hours: { from: hours.from, to: hours.to, zone: hours.zone, isOutlooks: known !== null },
    outlook: own.size > 0 ? (outlook === 'reconnect' ? 'reconnect' : 'on') : 'off',
  }
}
