import { describe, expect, it } from 'vitest'
import { instantAt, midnight, nextHalfHour, wallAt } from './wall'

const at = (iso: string) => Date.parse(iso)

describe('wall times', () => {
  it('are read in the zone that is meant, in summer and winter', () => {
    expect(instantAt('2026-11-25T10:00', 'Europe/London')).toBe(at('2026-11-25T10:00:00Z'))
    expect(instantAt('2026-07-01T10:00', 'Europe/London')).toBe(at('2026-07-01T09:00:00Z'))
    expect(instantAt('2026-11-25T10:00', 'Asia/Kathmandu')).toBe(at('2026-11-25T04:15:00Z'))
    expect(midnight('2026-11-25', 'America/New_York')).toBe(at('2026-11-25T05:00:00Z'))
  })

  it('go forward in the hour that is skipped, and are the first of the one that comes twice', () => {
    expect(instantAt('2026-03-29T01:30', 'Europe/London')).toBe(at('2026-03-29T01:30:00Z'))
    expect(wallAt(at('2026-03-29T01:30:00Z'), 'Europe/London')).toBe('2026-03-29T02:30')
    expect(instantAt('2026-10-25T01:30', 'Europe/London')).toBe(at('2026-10-25T00:30:00Z'))
  })

  it('come back as they went', () => {
    for (const zone of ['Pacific/Chatham', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC'])
      for (let day = 0; day < 366; day += 5) {
        const ms = at('2026-01-01T12:34:00Z') + day * 86_400_000
        expect(instantAt(wallAt(ms, zone), zone)).toBe(ms)
      }
  })

  it('round up to the next half hour, over midnight too', () => {
    expect(nextHalfHour('2026-11-25T10:42')).toBe('2026-11-25T11:00')
    expect(nextHalfHour('2026-11-25T10:00')).toBe('2026-11-25T10:30')
    expect(nextHalfHour('2026-12-31T23:45')).toBe('2027-01-01T00:00')
  })
})
