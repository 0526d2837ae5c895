// Fills the calendars of a new mailbox. Same seed, owner and day: same calendars.

import type { Core } from '../../seam'
import { COMPANIES, personAt } from '../../seed/people'
import { hash, Random } from '../../seed/random'
import { fill } from '../../seed/words'
import { linkName } from '../calendar-json'
import type { Mailbox } from '../mailbox'
import type { ShareRole } from '../model'
import { asSeenBy, lay, type Stage, weekday } from './make'
import { joinLink, layTeam, TEAM } from './team'

const DAY = 86_400_000
const ADELE = TEAM[0]
/** Adele's calendars are made in this order, whatever mailbox is opened first. */
const DEFAULT_SERIAL = 1
const ROOM_SERIAL = 2
const ROOM = 'Demo room'

const MEETINGS = [
  'Demo of {feature}',
  'Call with {company}',
  'Site visit {city}',
  'Contract: {part}',
  'Interview with {person}',
  'Quarterly review with {company}',
]
const ANSWERS = ['accepted', 'accepted', 'tentativelyAccepted', 'declined', 'none', 'notResponded'] as const
const HOURS = ['08:30', '10:00', '11:00', '13:00', '14:30', '16:00'] as const

/** Meetings with people outside, on workdays of the weeks around today. */
function meetings(stage: Stage, random: Random, count: number): void {
  for (let index = 0; index < count; index++) {
    const day = weekday(stage, 1 + random.int(5), random.int(17) - 9)
    const company = random.pick(COMPANIES)
    const other = personAt(random, company)
    const foreign = index % 4 === 3
    const answer = random.pick(ANSWERS)
    const own = stage.mailbox.address
    lay(stage, {
      ...(foreign && asSeenBy(stage.mailbox, other, answer === 'none' ? 'notResponded' : answer)),
      ...(foreign && index % 8 === 7 && { isCancelled: true, showAs: 'free' as const }),
      subject: fill(random.pick(MEETINGS), random),
      day,
      from: random.pick(HOURS),
      length: 30 * (1 + random.int(4)),
      place: random.pick(['Room Oak', 'Café by the river', 'Plant gate 2', 'By telephone']),
      attendees: foreign ? [{ ...own, response: 'none' }] : [{ ...other, response: answer }],
      body: fill('<p>We meet in {city}; {person} brings the figures.</p>', random),
      ...(index % 6 === 0 && { categories: ['Blue category'] }),
      ...(answer === 'tentativelyAccepted' && { showAs: 'tentative' as const }),
    })
  }
}

function ownDays(stage: Stage, german: boolean): void {
  const say = (en: string, de: string) => (german ? de : en)
  lay(stage, {
    subject: say('Trade fair', 'Fachmesse'),
    day: weekday(stage, 2, 1),
    length: 3,
    showAs: 'oof',
    place: 'Leipzig',
  })
  lay(stage, { subject: say('Annual leave', 'Urlaub'), day: weekday(stage, 1, 5), length: 5, showAs: 'oof' })
  lay(stage, {
    subject: say('Birthday: Robin', 'Geburtstag: Robin'),
    day: -300,
    length: 1,
    showAs: 'free',
    reminder: { on: false, minutes: 900 },
    pattern: { type: 'absoluteYearly', ...dayAndMonth(stage, -300) },
  })
  lay(stage, {
    subject: say('Dentist', 'Zahnarzt'),
    day: weekday(stage, 3),
    from: '16:30',
    length: 60,
    sensitivity: 'private',
    place: say('Dr Ahmad', 'Dr. Ahmad'),
  })
  lay(stage, {
    subject: say('School play', 'Schulaufführung'),
    day: weekday(stage, 5, 1),
    from: '15:00',
    length: 90,
    sensitivity: 'private',
  })
  lay(stage, { subject: say('Focus time', 'Ruhige Zeit'), day: 0, from: '13:00', length: 60, showAs: 'tentative' })
}

function dayAndMonth({ today }: Stage, day: number): { dayOfMonth: number; month: number } {
  const at = new Date(today + day * DAY)
  return { dayOfMonth: at.getUTCDate(), month: at.getUTCMonth() + 1 }
}

function teamsCall(stage: Stage, random: Random): void {
  const { owner } = stage.mailbox
  const other = personAt(random, random.pick(COMPANIES))
  const joinUrl = joinLink(`U2VlZGVkQ2FsbA${random.int(10_000)}`, owner.tenantId, owner.id)
  lay(stage, {
    subject: fill('Demo of {feature}', random),
    day: weekday(stage, 2),
    from: '10:00',
    length: 30,
    attendees: [{ ...other, response: 'accepted' }],
    body: `<p>Looking forward to it.</p><div><a href="${joinUrl}">Join the meeting now</a></div>`,
    isOnlineMeeting: true,
    onlineMeetingProvider: 'teamsForBusiness',
    onlineMeeting: { joinUrl, conferenceId: null, tollNumber: null },
  })
}

/** Adele's own calendar and the demo room are open to colleagues: her part, or theirs. */
function shares(mailbox: Mailbox, core: Core): void {
  const adele = core.userByUpn(ADELE)
  const { owner } = mailbox
  if (!adele || owner.tenantId !== adele.tenantId) return
  const given: readonly (readonly [upn: string, serial: number, role: ShareRole])[] = [
    [TEAM[1], DEFAULT_SERIAL, 'delegate'],
    [TEAM[1], ROOM_SERIAL, 'write'],
    [TEAM[2], ROOM_SERIAL, 'write'],
  ]
  for (const [upn, serial, role] of given) {
    const other = core.userByUpn(upn)
    if (!other) continue
    const calendar = mailbox.bySerial(serial)
    if (owner === adele && calendar)
      mailbox.updateCalendar(calendar, { shares: [...calendar.shares, { userId: other.id, role }] })
    if (owner !== other) continue
    const name = linkName({ isDefault: serial === DEFAULT_SERIAL, name: ROOM }, adele)
    mailbox.addCalendar({ name, link: { ownerId: adele.id, serial, role } })
  }
}

function personal(stage: Stage): void {
  lay(stage, {
    subject: 'Book club',
    day: weekday(stage, 4, -4),
    from: '19:00',
    length: 120,
    pattern: { type: 'weekly', interval: 2, daysOfWeek: ['thursday'], firstDayOfWeek: 'monday' },
    count: 12,
  })
  lay(stage, { subject: 'Flight to Lisbon', day: 18, from: '07:40', length: 175, showAs: 'oof' })
  lay(stage, { subject: 'Car service', day: weekday(stage, 1, 1), from: '08:00', length: 30 })
}

/** Same seed, owner and day: same calendars. People without a part in the story have an empty one. */
export function fillCalendars(mailbox: Mailbox, core: Core, seed: number): void {
  const { owner } = mailbox
  const german = owner.upn.startsWith('megan@')
  const calendar = mailbox.addCalendar({ name: german ? 'Kalender' : 'Calendar', isDefault: true, isRemovable: false })
  const zone = german ? 'W. Europe Standard Time' : 'GMT Standard Time'
  const stage: Stage = { mailbox, calendar, zone, today: Math.floor(core.now() / DAY) * DAY }
  const random = new Random(hash(seed, 77, ...[...owner.upn].map((char) => char.charCodeAt(0))))
  if (owner.kind === 'personal') {
    personal(stage)
    return
  }
  if (owner.upn === ADELE) {
    const room = mailbox.addCalendar({ name: ROOM, color: 'lightTeal', hexColor: '#6cd5d0' })
    for (let week = -2; week < 3; week++)
      lay(
        { ...stage, calendar: room },
        { subject: 'Device demo', day: weekday(stage, 3, week), from: '10:00', length: 90 },
      )
  }
  if ((TEAM as readonly string[]).includes(owner.upn)) layTeam(core, stage)
  ownDays(stage, german)
  teamsCall(stage, random)
  meetings(stage, random, 30)
  const visits = mailbox.addCalendar({
    name: german ? 'Kundenbesuche' : 'Customer visits',
    color: 'lightGreen',
    hexColor: '#87d28e',
  })
  meetings({ ...stage, calendar: visits }, random, 6)
  shares(mailbox, core)
}
