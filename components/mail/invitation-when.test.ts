import { expect, it } from 'vitest'
import { whenOf } from './invitation-when'

const when = (startsAt: string | null, endsAt: string | null, isAllDay = false, zone = 'Europe/London') =>
  whenOf({ startsAt, endsAt, isAllDay }, 'en-GB', zone)

it('an invitation says when in the reader’s zone', () => {
  expect(when('2026-12-03T08:30:00Z', '2026-12-03T09:15:00Z')).toBe('Thursday 3 December 2026, 08:30 to 09:15')
  expect(when('2026-12-03T23:30:00Z', '2026-12-04T00:15:00Z', false, 'Europe/Berlin')).toBe(
    'Friday 4 December 2026, 00:30 to 01:15',
  )
  expect(when('2026-12-03T22:00:00Z', '2026-12-04T01:00:00Z')).toBe(
    'Thursday 3 December 2026, 22:00 to Friday 4 December 2026, 01:00',
  )
  expect(when(null, null)).toBe('No time is given')
})

it('whole days keep their dates in every zone', () => {
  for (const zone of ['Pacific/Auckland', 'America/Los_Angeles']) {
    expect(when('2026-12-03T00:00:00Z', '2026-12-04T00:00:00Z', true, zone)).toBe('Thursday 3 December 2026, all day')
    expect(when('2026-12-03T00:00:00Z', '2026-12-05T00:00:00Z', true, zone)).toBe(
      'Thursday 3 December 2026 to Friday 4 December 2026, all day',
    )
  }
})
