import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GraphFault } from '../../seam'
import { windowsName } from './names'
import { knownZone, supportedZones, toInstant, toWall } from './zones'

const fault = (run: () => unknown): GraphFault => {
  try {
    run()
  } catch (error) {
    if (error instanceof GraphFault) return error
  }
  throw new Error('nothing was refused')
}

describe('zones', () => {
  it('knows Windows and IANA names in any case, older spellings too, and no others', () => {
    expect(knownZone('W. Europe Standard Time')).toEqual({ iana: 'Europe/Berlin' })
    expect(knownZone('w. europe standard time')).toEqual({ iana: 'Europe/Berlin' })
    expect(knownZone('europe/vienna')).toEqual({ iana: 'Europe/Vienna' })
    expect(knownZone('Asia/Kolkata')).toEqual({ iana: 'Asia/Kolkata' })
    for (const name of ['UTC', 'utc', 'Etc/UTC', 'Etc/GMT', 'tzone://Microsoft/Utc'])
      expect(knownZone(name), name).toEqual({ iana: 'UTC' })
    for (const name of ['Greenwich Mean Time', 'Europe/Atlantis', '', '+02:00', 'tzone://Microsoft/Custom'])
      expect(knownZone(name), name).toBeNull()
    expect(windowsName('Europe/Vienna')).toBe('W. Europe Standard Time')
    expect(windowsName('Asia/Kolkata')).toBe('India Standard Time')
  })

  it('refuses an unknown zone and a wrong time with 400', () => {
    expect(fault(() => toInstant('2026-01-01T10:00:00', 'Mars'))).toMatchObject({
      status: 400,
      code: 'TimeZoneNotSupportedException',
    })
    for (const wall of ['', 'tomorrow', '2026-02-30T10:00:00', '2026-01-01T24:00:00', '14/03/2026'])
      expect(
        fault(() => toInstant(wall, 'UTC')),
        wall,
      ).toMatchObject({ status: 400 })
  })

  it('writes seven fraction digits and drops an offset in a wall time', () => {
    expect(toWall(Date.UTC(2026, 10, 21, 9, 30), 'UTC')).toBe('2026-11-21T09:30:00.0000000')
    expect(toWall(Date.UTC(2026, 6, 1, 9, 30), 'Europe/Berlin')).toBe('2026-07-01T11:30:00.0000000')
    expect(toInstant('2026-07-01T11:30:00Z', 'Europe/Berlin')).toBe(Date.UTC(2026, 6, 1, 9, 30))
  })

  it('moves a skipped time forward and takes the first of a doubled one', () => {
    // Berlin: 29 March 2026 02:00 → 03:00, 25 October 2026 03:00 → 02:00.
    expect(toWall(toInstant('2026-03-29T02:30:00', 'Europe/Berlin'), 'Europe/Berlin')).toBe(
      '2026-03-29T03:30:00.0000000',
    )
    expect(toInstant('2026-10-25T02:30:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30))
    // New York: 8 March 2026, 1 November 2026; Lord Howe shifts by half an hour.
    expect(toInstant('2026-03-08T02:15:00', 'Eastern Standard Time')).toBe(Date.UTC(2026, 2, 8, 7, 15))
    expect(toInstant('2026-11-01T01:15:00', 'Eastern Standard Time')).toBe(Date.UTC(2026, 10, 1, 5, 15))
    expect(toWall(toInstant('2026-10-04T02:10:00', 'Australia/Lord_Howe'), 'Australia/Lord_Howe')).toBe(
      '2026-10-04T02:40:00.0000000',
    )
  })

  it('every instant survives the way to a wall time and back, but for the second of two equal hours', () => {
    const aliases = supportedZones('iana').map(({ alias }) => alias)
    fc.assert(
      fc.property(
        fc.constantFrom(...aliases, ...supportedZones('windows').map(({ alias }) => alias)),
        fc.integer({ min: Date.UTC(1990, 0, 1) / 60_000, max: Date.UTC(2037, 0, 1) / 60_000 }),
        (zone, minute) => {
          const instant = minute * 60_000
          const wall = toWall(instant, zone)
          const back = toInstant(wall, zone)
          expect(toWall(back, zone)).toBe(wall)
          expect(back).toBeLessThanOrEqual(instant)
          // Nobody turns a clock back by more than a day (dateline changes).
          expect(instant - back).toBeLessThanOrEqual(86_400_000)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('lists all zones under names that it takes itself', () => {
    const windows = supportedZones('windows')
    expect(windows.length).toBeGreaterThan(130)
    expect(windows).toContainEqual({
      alias: 'W. Europe Standard Time',
      displayName: '(UTC+01:00) W. Europe Standard Time (Berlin)',
    })
    for (const { alias } of [...windows, ...supportedZones('iana')]) expect(knownZone(alias), alias).not.toBeNull()
  })
})
