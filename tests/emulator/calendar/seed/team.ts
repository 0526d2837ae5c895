// Meetings of Contoso's team: the same ones in the calendars of all who take part.

import type { Address } from '../../mail/content'
import type { Core } from '../../seam'
import { occurrencesIn } from '../series'
import { asSeenBy, lay, type Stage, weekday } from './make'

const DAY = 86_400_000
const WORKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const
/** The team keeps the time of its organizer. */
const ZONE = 'GMT Standard Time'
export const TEAM = ['adele@contoso.test', 'alex@contoso.test', 'megan@contoso.test'] as const

const addressOf = (core: Core, upn: string): Address => {
  const user = core.userByUpn(upn)
  return { name: user?.displayName ?? upn, address: user?.mail ?? upn }
}

export const joinLink = (thread: string, tenantId: string, userId: string): string => {
  const about = encodeURIComponent(JSON.stringify({ Tid: tenantId, Oid: userId }))
  return `https://teams.microsoft.com/l/meetup-join/${encodeURIComponent(`19:meeting_${thread}@thread.v2`)}/0?context=${about}`
}

/** Stand-up from Monday to Friday, with a day that was called off and one that is later than usual. */
function standUp(core: Core, stage: Stage): void {
  const organizer = addressOf(core, TEAM[0])
  const others = TEAM.slice(1).map((upn) => ({ ...addressOf(core, upn), response: 'accepted' as const }))
  const master = lay(stage, {
    ...asSeenBy(stage.mailbox, organizer, 'accepted'),
    subject: 'Stand-up',
    day: weekday(stage, 1, -9),
    from: '09:15',
    length: 15,
    place: 'Room Oak',
    attendees: others,
    body: '<p>What was, what comes, what is in the way.</p>',
    pattern: { type: 'weekly', daysOfWeek: WORKDAYS, firstDayOfWeek: 'monday' },
    shared: 'stand-up',
  })
  const { mailbox, today } = stage
  const off = occurrencesIn(master, today - 6 * DAY, today).at(-1)
  if (off) mailbox.cancelOccurrence(master, off.date)
  const [, later] = occurrencesIn(master, today + DAY, today + 8 * DAY)
  if (!later) return
  const { times } = later.content
  const shift = 45 * 60_000
  mailbox.updateOccurrence(master, later.date, {
    ...later.content,
    subject: 'Stand-up (later today)',
    times: { ...times, start: times.start + shift, end: times.end + shift },
  })
}

/** On the second Tuesday of each month; the next one lasts longer and is elsewhere. */
function pipeline(core: Core, stage: Stage): void {
  const organizer = addressOf(core, TEAM[0])
  const { mailbox, today } = stage
  const owner = core.userByUpn(TEAM[0])
  const master = lay(stage, {
    ...asSeenBy(mailbox, organizer, 'tentativelyAccepted'),
    subject: 'Pipeline review',
    day: -240,
    from: '14:00',
    length: 60,
    attendees: [
      { ...addressOf(core, TEAM[1]), response: 'tentativelyAccepted' },
      { ...addressOf(core, 'noma@contoso.test'), response: 'none', type: 'optional' },
    ],
    isOnlineMeeting: true,
    onlineMeetingProvider: 'teamsForBusiness',
    onlineMeeting: {
      joinUrl: joinLink('UGlwZWxpbmVSZXZpZXc', owner?.tenantId ?? '', owner?.id ?? ''),
      conferenceId: null,
      tollNumber: null,
    },
    pattern: { type: 'relativeMonthly', daysOfWeek: ['tuesday'], index: 'second' },
    shared: 'pipeline',
  })
  const [next] = occurrencesIn(master, today + DAY, today + 60 * DAY)
  if (!next) return
  const { times } = next.content
  mailbox.updateOccurrence(master, next.date, {
    ...next.content,
    subject: 'Pipeline review and year-end forecast',
    times: { ...times, end: times.end + 30 * 60_000 },
  })
}

/** Lays the team's meetings into the calendar of one of its members. */
export function layTeam(core: Core, stage: Stage): void {
  const { upn } = stage.mailbox.owner
  const inZone = { ...stage, zone: ZONE }
  standUp(core, inZone)
  if (upn !== TEAM[2]) pipeline(core, inZone)
  lay(inZone, {
    ...asSeenBy(stage.mailbox, addressOf(core, TEAM[2]), 'notResponded'),
    subject: 'Handover: Halden rollout',
    day: weekday(stage, 4, 1),
    from: '11:00',
    length: 45,
    place: 'Room Birch',
    attendees: TEAM.slice(0, 2).map((other) => ({ ...addressOf(core, other), response: 'none' as const })),
    shared: 'handover',
  })
}
