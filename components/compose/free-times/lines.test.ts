import { describe, expect, it } from 'vitest'
import { freeLines, longDay, placeOf, shortDay } from './lines'

const stretch = (from: string, to: string) => ({ from: `${from}:00.000Z`, to: `${to}:00.000Z` })
const tuesday = [
  stretch('2026-11-24T08:00', '2026-11-24T09:30'),
  stretch('2026-11-24T10:00', '2026-11-24T10:15'),
  stretch('2026-11-24T13:00', '2026-11-24T15:00'),
]
const lines = (zone: string, minutes = 30, stretches = tuesday, locale = 'en-GB') =>
  freeLines(stretches, { minutes, zone, locale })

describe('free times as text', () => {
  it('are a line a day with the place whose clock counts', () => {
    expect(lines('Europe/Berlin')).toEqual(['Tue 24 Nov: 09:00–10:30, 14:00–16:00 (Berlin)'])
    expect(lines('Europe/London')).toEqual(['Tue 24 Nov: 08:00–09:30, 13:00–15:00 (London)'])
    expect(lines('Europe/Berlin', 15)[0]).toContain('11:00–11:15')
    expect(lines('Europe/Berlin', 120)).toEqual(['Tue 24 Nov: 14:00–16:00 (Berlin)'])
    expect(lines('Europe/Berlin', 180)).toEqual([])
  })

  it('fall on the days of the reader’s zone', () => {
    expect(lines('Pacific/Auckland')).toEqual([
      'Tue 24 Nov: 21:00–22:30 (Auckland)',
      'Wed 25 Nov: 02:00–04:00 (Auckland)',
    ])
    expect(lines('America/New_York')).toEqual(['Tue 24 Nov: 03:00–04:30, 08:00–10:00 (New York)'])
  })

  it('say the day when one ends on the next, and midnight is no next day', () => {
    const late = [stretch('2026-11-24T20:00', '2026-11-25T06:00'), stretch('2026-11-26T20:00', '2026-11-27T00:00')]
    expect(lines('UTC', 30, late)).toEqual(['Tue 24 Nov: 20:00–06:00 Wed (UTC)', 'Thu 26 Nov: 20:00–00:00 (UTC)'])
  })

  it('keep the clock’s hours on both sides of a change', () => {
    // Berlin goes back on 25 October 2026.
    const days = [stretch('2026-10-23T07:00', '2026-10-23T15:00'), stretch('2026-10-26T08:00', '2026-10-26T16:00')]
    expect(lines('Europe/Berlin', 30, days)).toEqual([
      'Fri 23 Oct: 09:00–17:00 (Berlin)',
      'Mon 26 Oct: 09:00–17:00 (Berlin)',
    ])
  })

  it('follow the customs of the person', () => {
    expect(lines('America/New_York', 90, tuesday, 'en-US')[0]).toMatch(/^Tue, Nov 24: 3:00\sAM–4:30\sAM, 8:00\sAM/)
    expect(placeOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires')
    expect([shortDay('2026-11-24', 'en-GB'), longDay('2026-11-24', 'en-GB')]).toEqual(['Tue 24', 'Tuesday 24 November'])
  })
})
