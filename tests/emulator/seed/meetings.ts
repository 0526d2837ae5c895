// Invitations, cancellations and answers, as they lie between ordinary mail.

import type { Meeting } from '../mail/content'
import { html } from './bulk'
import { compose, type SeedMail, type Stage } from './compose'
import { COMPANIES, personAt } from './people'
import { fill } from './words'

const TOPICS = [
  'Site meeting {city}',
  'Budget round {month}',
  'Demo of {feature}',
  'Interview with {person}',
  'Handover of {part}',
  'Quarterly review with {company}',
]
const TYPES: readonly Meeting['messageType'][] = [
  'meetingRequest',
  'meetingRequest',
  'meetingCancelled',
  'meetingAccepted',
  'meetingTenativelyAccepted',
  'meetingDeclined',
]
const PREFIX: Record<Meeting['messageType'], string> = {
  meetingRequest: '',
  meetingCancelled: 'Canceled: ',
  meetingAccepted: 'Accepted: ',
  meetingTenativelyAccepted: 'Tentative: ',
  meetingDeclined: 'Declined: ',
}

export function meetingMail(stage: Stage, index: number): SeedMail {
  const { random } = stage
  const company = random.pick(COMPANIES)
  const from = personAt(random, company)
  const at = stage.moment()
  const messageType = TYPES[index % TYPES.length] ?? 'meetingRequest'
  const start = new Date(
    Math.floor(at / 86_400_000) * 86_400_000 + (2 + random.int(10)) * 86_400_000 + (8 + random.int(8)) * 3_600_000,
  )
  const local = (ms: number) => new Date(ms).toISOString().slice(0, 19)
  const isAllDay = index % 8 === 7
  const day = Math.floor(start.getTime() / 86_400_000) * 86_400_000
  const meeting: Meeting = {
    messageType,
    start: local(isAllDay ? day : start.getTime()),
    end: local(isAllDay ? day + 86_400_000 : start.getTime() + 3_600_000),
    timeZone: 'UTC',
    location: random.pick(['Room 4.12', 'Microsoft Teams Meeting', 'Café by the river', 'Plant gate 2']),
    isAllDay,
  }
  const subject = `${PREFIX[messageType]}${fill(random.pick(TOPICS), random)}`
  const said =
    messageType === 'meetingRequest'
      ? ['Please keep this time free.', fill('We meet in {city}; {person} brings the figures.', random)]
      : ['']
  return {
    content: compose(stage, `meeting${index}`, { subject, from, at, body: html(said), meeting }),
    place: 'inbox',
    received: at,
    isRead: random.chance(50),
  }
}
