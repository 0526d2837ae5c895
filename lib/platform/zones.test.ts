import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { addDays, dateOf, daysBetween, ianaOf, instantOf, isZone, wallOf, windowsOf } from './zones'

const ZONES = [
  'UTC',
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Asia/Tehran',
  'America/Sao_Paulo',
]
const instants = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2045, 0) }).map((ms) => Math.floor(ms / 1000))

describe('wall times and instants', () => {
  it('agree with the language’s own calendar, in every zone and at every instant', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (seconds, zone) => {
        const shown = Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(zone)
        const wall = shown.toPlainDateTime().toString({ smallestUnit: 'second' })
        expect(wallOf(new Date(seconds * 1000), zone)).toBe(wall.endsWith(':00') ? wall.slice(0, -3) : wall)
        expect(dateOf(new Date(seconds * 1000), zone)).toBe(shown.toPlainDate().toString())
      }),
      { numRuns: 2000 },
    )
  })

  it('read a wall time as the language does: forward over a gap, the first of two', () => {
    const days = fc.constantFrom(
      '2026-03-29',
      '2026-10-25',
      '2026-03-08',
      '2026-11-01',
      '2026-04-05',
      '2026-10-04',
      '2026-09-27',
      '2011-12-30',
      '2027-06-15',
    )
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 1439 }), fc.constantFrom(...ZONES), (day, minute, zone) => {
        const pad = (n: number) => String(n).padStart(2, '0')
        const wall = `${day}T${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`
        const theirs = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'compatible' })
        expect(instantOf(wall, zone).getTime()).toBe(theirs.epochMilliseconds)
      }),
      { numRuns: 3000 },
    )
  })

  it('refuse what is no time', () => {
    for (const wall of ['', '2026-02-30T10:00', '2026-01-01', '2026-01-01T25:00', '2026-01-01T10:00Z', '2026-1-1T1:00'])
      expect(() => instantOf(wall, 'UTC'), wall).toThrow(RangeError)
    expect(() => instantOf('2026-01-01T10:00', 'Mars/Olympus')).toThrow(RangeError)
  })

  it('take the fractions of seconds that Graph writes', () => {
    expect(instantOf('2026-11-25T10:00:00.0000000', 'Europe/Berlin').toISOString()).toBe('2026-11-25T09:00:00.000Z')
  })
})

describe('names of zones', () => {
  it('are understood in Windows’ spelling and in IANA’s', () => {
    expect(ianaOf('W. Europe Standard Time')).toBe('Europe/Berlin')
    expect(ianaOf('Pacific Standard Time')).toBe('America/Los_Angeles')
    expect(ianaOf('GMT Standard Time')).toBe('Europe/London')
    expect(ianaOf('Europe/Paris')).toBe('Europe/Paris')
    expect(ianaOf('UTC')).toBe('UTC')
    expect(ianaOf('tzone://Microsoft/Utc')).toBe('UTC')
    for (const none of ['tzone://Microsoft/Custom', 'Customized Time Zone', '', '+01:00', 'Nowhere'])
      expect(ianaOf(none), none).toBeNull()
  })

  it('come back from Windows as a zone of the same clock', () => {
    for (const zone of ZONES) {
      const there = windowsOf(zone)
      expect(there && ianaOf(there), zone).toBeTruthy()
    }
    expect(windowsOf('Europe/Amsterdam')).toBe('W. Europe Standard Time')
    expect(windowsOf('Europe/Kyiv')).toBe('FLE Standard Time')
  })

  it('have a Windows name of the same clock, also where a place left the zone that it is counted to', () => {
    for (const zone of ['America/Mazatlan', 'America/Ojinaga', 'America/Ciudad_Juarez', 'Asia/Bishkek', ...ZONES]) {
      const there = ianaOf(windowsOf(zone) ?? '') ?? ''
      for (let at = Date.now(); at < Date.now() + 600 * 86_400_000; at += 9 * 86_400_000)
        expect(wallOf(new Date(at), there), zone).toBe(wallOf(new Date(at), zone))
    }
  })

  it('are only those that the engine can reckon with', () => {
    expect([isZone('Europe/Berlin'), isZone('UTC'), isZone('Europe/Nowhere'), isZone('+02:00')]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

it('dates are added and told apart without clocks', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
})
