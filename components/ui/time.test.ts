import { describe, expect, it } from 'vitest'
import {
  clockTime,
  dayHeading,
  dayNumber,
  englishFor,
  fullTime,
  knownZone,
  secondTime,
  shortTime,
  untilChange,
} from './time'

const zone = 'Pacific/Chatham'
const at = (iso: string) => Date.parse(iso)
// 10:45 on Wednesday 25 November 2026, Chatham daylight time (UTC+13:45).
const now = at('2026-11-24T21:00:00Z')
const say = (iso: string) => shortTime(at(iso), now, 'en-GB', zone)

describe('times', () => {
  it('count seconds and minutes within the hour', () => {
    expect(say('2026-11-24T20:59:48Z')).toBe('12 s ago')
    expect(say('2026-11-24T20:19:00Z')).toBe('41 min ago')
  })

  it('then name the clock, yesterday, the weekday and the date, by the day of the zone', () => {
    expect(say('2026-11-24T19:53:00Z')).toBe('09:38')
    expect(say('2026-11-24T10:14:00Z')).toBe('Yesterday 23:59')
    expect(say('2026-11-23T00:46:00Z')).toBe('Mon 14:31')
    expect(say('2026-11-08T20:00:00Z')).toBe('9 Nov')
    expect(say('2025-11-08T20:00:00Z')).toBe('9 Nov 2025')
  })

  it('follow the region in hours', () => {
    expect(clockTime(at('2026-11-24T09:38:00Z'), 'en-GB', 'UTC')).toBe('09:38')
    expect(clockTime(at('2026-11-24T09:38:00Z'), 'en-US', 'UTC')).toMatch(/^9:38\sAM$/)
    expect(secondTime(at('2026-11-24T09:38:07Z'), 'en-DE', 'UTC')).toBe('09:38:07')
    expect(secondTime(at('2026-11-24T21:38:07Z'), 'en-US', 'UTC')).toMatch(/^9:38:07\sPM$/)
  })

  it('does not say "ago" of what is to come', () => {
    expect(say('2026-11-24T21:20:00Z')).toBe('11:05')
    expect(say('2026-11-25T21:20:00Z')).toBe('Tomorrow 11:05')
  })

  it('heads lists by day', () => {
    const head = (iso: string) => dayHeading(at(iso), now, 'en-GB', zone)
    expect(head('2026-11-24T20:00:00Z')).toBe('Today')
    expect(head('2026-11-24T10:14:00Z')).toBe('Yesterday')
    expect(head('2026-11-23T00:46:00Z')).toBe('Monday')
    expect(head('2026-11-08T20:00:00Z')).toBe('Mon 9 November')
  })

  it('counts days rightly over a change of the clocks', () => {
    // 00:30 summer time on the 25th, 23:30 winter time on the same day: 24 hours apart.
    const day = (iso: string) => dayNumber(at(iso), 'Europe/London')
    expect(day('2026-10-25T23:30:00Z') - day('2026-10-24T23:30:00Z')).toBe(0)
    expect(day('2026-10-26T00:00:00Z') - day('2026-10-24T23:30:00Z')).toBe(1)
  })

  it('gives the whole time with its zone', () => {
    expect(fullTime(now, 'en-GB', 'UTC')).toMatch(/^Tuesday,? 24 November 2026 at 21:00 UTC$/)
  })

  it('keeps the region of a foreign locale, and falls back on nonsense', () => {
    expect(englishFor('de-DE')).toBe('en-DE')
    expect(englishFor('en-US')).toBe('en-US')
    expect(englishFor('!!')).toBe('en-GB')
    expect(knownZone('Mars/Olympus')).toBe('UTC')
  })

  it('knows when it must be said anew', () => {
    expect(untilChange(now - 12_300, now)).toBe(700)
    expect(untilChange(now - 60_000, now)).toBe(60_000)
  })
})
