import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { EntryInput } from '@/components/schedule/view'
import type { Recurrence, Weekday } from '@/drizzle/schema/schedule'
import { users } from '@/drizzle/schema/users'
import { userScopeOf } from '@/lib/auth/scope'
import { saveEntry } from '@/lib/features/schedule/mutations'
import { saveInput } from '@/lib/features/schedule/schema'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import { toDay, WEEK, weekdayOf } from '@/lib/platform/recurrence/days'
import { addDays, dateOf } from '@/lib/platform/zones'

const ZONE = 'Europe/Berlin'

type Slot = Partial<EntryInput> & { title: string; kind: EntryInput['kind'] }
type Plan = (day: (workdays: number) => string) => Slot[]

const at = (date: string, from: string, to: string | null) => ({
  start: `${date}T${from}`,
  end: to === null ? null : `${date}T${to}`,
})
const guest = (name: string, address: string): EntryInput['attendees'][number] => ({ name, address, type: 'required' })
const adele = guest('Adele Vance', 'adele@contoso.test')
const alex = guest('Alex Wilber', 'alex@contoso.test')
const megan = guest('Megan Bowen', 'megan@contoso.test')
const prisca = guest('Prisca Halden', 'prisca@halden-medical.example')
const tallo = guest('Jonas Tallo', 'jonas@tallo.example')
const layla = guest('Layla Haddad', 'layla.haddad@harbourmutual.example')
const eleni = guest('Eleni Pappa', 'eleni.pappa@olivaro.example')

const weekly = (startDate: string, days: Weekday[], interval = 1): Recurrence => ({
  pattern: { type: 'weekly', interval, daysOfWeek: days, firstDayOfWeek: 'monday' },
  range: { type: 'noEnd', startDate },
})
const dayName = (date: string): Weekday => WEEK[weekdayOf(toDay(date))] ?? 'monday'

/** A month of three people, in working days from today. */
const PLANS: Record<string, Plan> = {
  'alex@contoso.test': (day) => [
    {
      kind: 'call',
      channel: 'phone',
      title: 'Halden Medical: order for spring',
      ...at(day(0), '10:00', '10:30'),
      attendees: [prisca],
    },
    {
      kind: 'call',
      channel: 'video',
      title: 'Tallo: plan of delivery',
      ...at(day(1), '14:00', '15:00'),
      attendees: [tallo, megan],
    },
    {
      kind: 'call',
      channel: 'phone',
      title: 'Olivaro: open invoice',
      ...at(day(1), '09:15', null),
      attendees: [eleni],
    },
    {
      kind: 'meeting',
      title: 'Sales round',
      ...at(day(-10), '09:00', '09:45'),
      attendees: [adele, megan],
      recurrence: weekly(day(-10), [dayName(day(-10))]),
      location: 'Room Oak',
    },
    {
      kind: 'meeting',
      title: 'Framework contract with Harbour Mutual',
      ...at(day(2), '11:00', '12:30'),
      attendees: [layla, adele],
      isOnline: true,
    },
    {
      kind: 'call',
      channel: 'in_person',
      title: 'Visit at Halden Medical',
      ...at(day(4), '13:00', '16:00'),
      attendees: [prisca],
      location: 'Halden, plant 2',
    },
    {
      kind: 'medical_event',
      title: 'Congress of orthopaedics',
      isAllDay: true,
      start: day(7),
      end: addDays(day(7), 2),
      location: 'Leipzig',
    },
    { kind: 'time_off', title: 'Long weekend', isAllDay: true, start: day(14), end: day(15), showAs: 'oof' },
    {
      kind: 'call',
      channel: 'chat',
      title: 'Tallo: questions about the sample',
      ...at(day(-2), '16:00', '16:30'),
      attendees: [tallo],
    },
    { kind: 'meeting', title: 'Dentist', ...at(day(3), '08:00', '09:00'), isPrivate: true },
  ],
  'adele@contoso.test': (day) => [
    {
      kind: 'meeting',
      title: 'Quarterly figures',
      ...at(day(1), '15:30', '16:30'),
      attendees: [megan],
      location: 'Room Birch',
    },
    {
      kind: 'call',
      channel: 'video',
      title: 'Harbour Mutual: renewal',
      ...at(day(0), '16:00', '16:45'),
      attendees: [layla],
    },
    {
      kind: 'meeting',
      title: 'One to one with Alex',
      ...at(day(-5), '13:00', '13:30'),
      attendees: [alex],
      recurrence: weekly(day(-5), [dayName(day(-5))], 2),
    },
    { kind: 'time_off', title: 'Winter holiday', isAllDay: true, start: day(18), end: day(22), showAs: 'oof' },
    { kind: 'medical_event', title: 'Advisory board', ...at(day(6), '10:00', '17:00'), location: 'Berlin' },
  ],
  'megan@contoso.test': (day) => [
    {
      kind: 'call',
      channel: 'phone',
      title: 'Olivaro: new contact',
      ...at(day(0), '11:30', '12:00'),
      attendees: [eleni],
    },
    {
      kind: 'meeting',
      title: 'Demo for Tallo',
      ...at(day(3), '14:00', '15:00'),
      attendees: [tallo, alex],
      isOnline: true,
    },
    { kind: 'time_off', title: 'Moving house', isAllDay: true, start: day(9), end: day(9), showAs: 'oof' },
    { kind: 'medical_event', title: 'Training on new devices', ...at(day(5), '09:00', '12:00') },
    {
      kind: 'call',
      channel: 'video',
      title: 'Halden Medical: training',
      ...at(day(-3), '10:00', '11:00'),
      attendees: [prisca],
    },
  ],
}

/** Working days from a date on; negative ones before it. */
function workday(today: string, days: number): string {
  let date = today
  const step = days < 0 ? -1 : 1
  const isFree = () => [0, 6].includes(weekdayOf(toDay(date)))
  while (isFree()) date = addDays(date, step)
  for (let left = Math.abs(days); left > 0; ) {
    date = addDays(date, step)
    if (!isFree()) left--
  }
  return date
}

/** Puts a believable month around today into the schedules of the demo, as their owners would have typed it. */
export async function seedSchedules(): Promise<void> {
  const today = dateOf(new Date(), ZONE)
  for (const [address, plan] of Object.entries(PLANS)) {
    const [user] = await inSystem((db) => db.select().from(users).where(eq(users.contactEmail, address)))
    const scope = user && (await userScopeOf(user.id))
    if (!scope) throw new Error(`nobody is ${address}`)
    for (const slot of plan((days) => workday(today, days))) {
      const input: EntryInput = {
        ...{ ownerId: scope.userId, channel: null, isAllDay: false, start: '', end: null, timeZone: ZONE },
        ...{ location: '', notes: '', isPrivate: false, showAs: 'busy', reminderMinutes: null, isOnline: false },
        ...{ recurrence: null, attendees: [], personIds: [], companyIds: [] },
        ...slot,
      }
      const change = saveInput.parse({ id: randomUUID(), version: null, occurrenceDate: null, scope: 'all', input })
      await inScope(scope, (db) => saveEntry(db, scope, change))
    }
  }
}
