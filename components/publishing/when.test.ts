import { describe, expect, it } from 'vitest'
import { sayWhen } from './when'

const now = Date.parse('2026-11-21T10:00:00Z')
const say = (when: string, zone = 'Europe/London') => sayWhen(when, now, 'en-GB', zone)

describe('when an entry is', () => {
  it('is said in the reader’s zone', () => {
    expect(say('2026-11-27T10:30:00Z')).toBe('Fri 27 Nov, 10:30')
    expect(say('2026-11-27T23:30:00Z', 'Asia/Tokyo')).toBe('Sat 28 Nov, 08:30')
  })
  it('is a date everywhere, if it is one', () => {
    for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles']) expect(say('2026-11-27', zone)).toBe('Fri 27 Nov')
  })
  it('has the year when it is another', () => {
    expect(say('2027-01-04')).toBe('Mon 4 Jan 2027')
  })
  it('is nothing for what has no time', () => {
    expect(say('')).toBe('')
  })
})
