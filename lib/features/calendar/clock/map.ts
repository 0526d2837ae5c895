import { z } from 'zod'
import type { WorkingHours } from '@/drizzle/schema/connection'
import { ianaOf } from '@/lib/platform/zones'

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const WALL = /^((?:[01]\d|2[0-3]):[0-5]\d):/

const wall = z.string().transform((text, context) => {
  const [, clock] = WALL.exec(text) ?? []
  if (clock) return clock
  context.addIssue('not a time')
  return z.NEVER
})

const workingHours = z.object({
  daysOfWeek: z.array(z.string()).max(7),
  startTime: wall,
  endTime: wall,
  timeZone: z.object({ name: z.string() }).nullish().catch(null),
})

/** Zone of a mailbox (IANA); null for one that names none (Microsoft Graph: mailboxSettings, timeZone). */
export function toZone(json: unknown): string | null {
  const named = (json as { value?: unknown } | null)?.value
  return typeof named === 'string' ? ianaOf(named) : null
}

/**
 * Working hours of a mailbox; null when they cannot be understood, or are none (Microsoft Graph: workingHours). A zone
 * of the person's own making has rules but no name: then theirs counts.
 */
export function toWorkingHours(json: unknown): WorkingHours | null {
  const { data } = workingHours.safeParse(json)
  if (!data || data.startTime >= data.endTime) return null
  const days = DAYS.flatMap((name, day) => (data.daysOfWeek.some((each) => each.toLowerCase() === name) ? [day] : []))
  if (days.length === 0) return null
  return { days, from: data.startTime, to: data.endTime, zone: data.timeZone ? ianaOf(data.timeZone.name) : null }
}
