// Many events at once, for load and for crowded weeks. Control API.

import { Random } from '../seed/random'
import { fill } from '../seed/words'
import { emptyContent } from './event-json'
import type { Mailbox } from './mailbox'
import type { StoredCalendar, StoredEvent } from './model'
import { invalid, type Json } from './parts'

const DAY = 86_400_000
const QUARTER = 900_000
const MOST = 20_000
const TOPICS = [
  'Call with {person}',
  'Review of {feature}',
  'Visit to {company}',
  'Planning {month}',
  'Handover of {part}',
  'Interview in {city}',
]

function whole(given: Json, name: string, fallback: number, most: number): number {
  const value = given[name] ?? fallback
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most) return value
  throw invalid(`${name} must be a whole number, at most ${most}.`)
}

/** `{count, seed?, spreadDays?}`: events of 15 minutes to 2 hours, half before and half after now. */
export function createMany(mailbox: Mailbox, calendar: StoredCalendar, given: Json, now: number): StoredEvent[] {
  const strange = Object.keys(given).find((name) => !['count', 'seed', 'spreadDays'].includes(name))
  if (strange) throw invalid(`'${strange}' is not known here.`)
  const count = whole(given, 'count', 1, MOST)
  const random = new Random(whole(given, 'seed', 1, 2 ** 31))
  const spread = whole(given, 'spreadDays', 28, 3650) * DAY
  return Array.from({ length: count }, () => {
    const at = now - spread / 2 + Math.floor((random.int(100_000) / 100_000) * spread)
    const start = Math.floor(at / QUARTER) * QUARTER
    const content = {
      ...emptyContent(mailbox.address),
      subject: fill(random.pick(TOPICS), random),
      times: {
        start,
        end: start + (1 + random.int(8)) * QUARTER,
        startZone: 'UTC',
        endZone: 'UTC',
        isAllDay: false,
      },
    }
    return mailbox.create(calendar, { content, recurrence: null })
  })
}
