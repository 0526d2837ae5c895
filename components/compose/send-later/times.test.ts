import { describe, expect, it } from 'vitest'
import { distance, fieldsOf, instantOf, instantOfFields, presetsAt, wallAt } from './times'

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())
const presets = (now: string, zone: string) =>
  Object.fromEntries(presetsAt(Date.parse(now), zone).map(({ id, at }) => [id, iso(at)]))
const wall = (year: number, month: number, day: number, hour: number, minute = 0) => ({
  year,
  month,
  day,
  hour,
  minute,
})

describe('times to send later', () => {
  it('are those of the person, not of the machine', () => {
    // Saturday 21 November 2026, 09:00 in London and 04:00 in New York.
    expect(presets('2026-11-21T09:00:00Z', 'Europe/London')).toEqual({
      tonight: '2026-11-21T18:00:00.000Z',
      tomorrow: '2026-11-22T08:00:00.000Z',
      monday: '2026-11-23T08:00:00.000Z',
    })
    expect(presets('2026-11-21T09:00:00Z', 'America/New_York').tonight).toBe('2026-11-21T23:00:00.000Z')
    // Already Sunday there: Monday is tomorrow and not offered twice.
    expect(presets('2026-11-21T20:00:00Z', 'Pacific/Auckland')).toEqual({
      tonight: '2026-11-22T05:00:00.000Z',
      tomorrow: '2026-11-22T19:00:00.000Z',
    })
  })

  it('do not offer an evening that is over', () => {
    expect(presets('2026-11-20T17:29:00Z', 'Europe/London').tonight).toBe('2026-11-20T18:00:00.000Z')
    expect(presets('2026-11-20T17:31:00Z', 'Europe/London').tonight).toBeUndefined()
    expect(presets('2026-11-23T09:00:00Z', 'Europe/London').monday).toBe('2026-11-30T08:00:00.000Z')
  })

  it('keep 08:00 across the changes of the clocks', () => {
    // London goes back on 25 October 2026, forward on 28 March 2027; Chatham goes forward on 27 September 2026.
    expect(presets('2026-10-24T12:00:00Z', 'Europe/London').tomorrow).toBe('2026-10-25T08:00:00.000Z')
    expect(presets('2026-10-24T12:00:00Z', 'Europe/London').tonight).toBe('2026-10-24T17:00:00.000Z')
    expect(presets('2027-03-27T12:00:00Z', 'Europe/London').tomorrow).toBe('2027-03-28T07:00:00.000Z')
    expect(wallAt(instantOf(wall(2026, 9, 27, 8), 'Pacific/Chatham'), 'Pacific/Chatham')).toMatchObject({ hour: 8 })
  })

  it('takes the first of a time that comes twice, and steps over one that never comes', () => {
    expect(iso(instantOf(wall(2026, 10, 25, 1, 30), 'Europe/London'))).toBe('2026-10-25T00:30:00.000Z')
    expect(iso(instantOf(wall(2027, 3, 28, 1, 30), 'Europe/London'))).toBe('2027-03-28T01:30:00.000Z')
    expect(iso(instantOf(wall(2026, 11, 1, 1, 15), 'America/New_York'))).toBe('2026-11-01T05:15:00.000Z')
  })

  it('reads and writes the fields of the browser', () => {
    for (const zone of ['Europe/Berlin', 'Asia/Kolkata', 'Pacific/Chatham', 'America/St_Johns']) {
      const at = instantOfFields('2026-12-24', '07:45', zone)
      expect(fieldsOf(at ?? 0, zone)).toEqual({ date: '2026-12-24', time: '07:45' })
    }
    expect(instantOfFields('', '08:00', 'UTC')).toBeNull()
    expect(instantOfFields('2026-12-24', '', 'UTC')).toBeNull()
  })

  it('says how far away it is', () => {
    expect(distance(45 * 60_000, 0)).toBe('in 45 min')
    expect(distance(14 * 3_600_000, 0)).toBe('in 14 h')
    expect(distance(3 * 86_400_000, 0)).toBe('in 3 days')
  })
})
