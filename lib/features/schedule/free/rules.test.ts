import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ScheduleItem } from '@/components/schedule/view'
import { wallOf } from '@/lib/platform/zones'
import { freeDays, type Hours, takenBy, USUAL, windowOf, workingDays } from './rules'

const BERLIN: Hours = { ...USUAL, zone: 'Europe/Berlin' }
const LONG_AGO = new Date('2026-01-01T00:00:00Z')

const item = (startsAt: string, endsAt: string, given: Partial<ScheduleItem> = {}): ScheduleItem => ({
  ...{ key: 'a', source: 'tandem', id: 'a', occurrenceDate: null, isRecurring: false, kind: 'call', calendarId: null },
  ...{ title: null, startsAt, endsAt, isAllDay: false, startDate: null, endDate: null, location: null },
  ...{ isPrivate: false, showAs: 'busy', response: 'none', isCancelled: false, isOnline: false, isExternal: false },
  ...{ people: [], mayChange: true, outlook: 'none', version: 1 },
  ...given,
})

/** Free times of one date as wall times. */
function free(date: string, items: ScheduleItem[], hours = BERLIN, now = LONG_AGO): string[] {
  const wall = (ms: number) => wallOf(new Date(ms), hours.zone).slice(11)
  return (freeDays([date], hours, items, now)[0]?.free ?? []).map(({ from, to }) => `${wall(from)}–${wall(to)}`)
}

describe('working days', () => {
  it('are the next ones, today included, over weekends and years', () => {
    expect(workingDays('2026-11-21', 5, USUAL)).toEqual([
      ...['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'],
    ])
    expect(workingDays('2026-12-31', 3, USUAL)).toEqual(['2026-12-31', '2027-01-01', '2027-01-04'])
    expect(workingDays('2026-11-21', 2, { days: [0] })).toEqual(['2026-11-22', '2026-11-29'])
    expect(workingDays('2026-11-21', 2, { days: [] })).toEqual([])
  })
})

describe('free times', () => {
  it('are what nothing takes of the working hours', () => {
    expect(free('2026-11-24', [])).toEqual(['09:00–17:00'])
    expect(
      free('2026-11-24', [
        item('2026-11-24T09:30:00Z', '2026-11-24T13:00:00Z'),
        item('2026-11-24T15:00:00Z', '2026-11-24T22:00:00Z'),
      ]),
    ).toEqual(['09:00–10:30', '14:00–16:00'])
  })

  it('busy, out of office and tentative take time, private ones too; free, elsewhere, declined and called off do not', () => {
    const at = ['2026-11-24T08:00:00Z', '2026-11-24T16:00:00Z'] as const
    for (const showAs of ['busy', 'oof', 'tentative'] as const)
      expect(free('2026-11-24', [item(...at, { showAs, isPrivate: true, title: null })])).toEqual([])
    for (const showAs of ['free', 'workingElsewhere'] as const)
      expect(free('2026-11-24', [item(...at, { showAs })])).toEqual(['09:00–17:00'])
    expect(free('2026-11-24', [item(...at, { response: 'declined' }), item(...at, { isCancelled: true })])).toEqual([
      '09:00–17:00',
    ])
  })

  it('a whole day takes the dates that it names, wherever it was meant', () => {
    // Midnights of Auckland: in Berlin these instants lie on the day before.
    const day = item('2026-11-23T11:00:00Z', '2026-11-24T11:00:00Z', {
      ...{ isAllDay: true, startDate: '2026-11-24', endDate: '2026-11-25' },
    })
    expect(free('2026-11-23', [day])).toEqual(['09:00–17:00'])
    expect(free('2026-11-24', [day])).toEqual([])
    expect(free('2026-11-25', [day])).toEqual(['09:00–17:00'])
  })

  it('begin and end on quarters of an hour, and not in the past', () => {
    expect(free('2026-11-24', [item('2026-11-24T09:05:00Z', '2026-11-24T09:50:00Z')])).toEqual([
      ...['09:00–10:00', '11:00–17:00'],
    ])
    expect(free('2026-11-24', [], BERLIN, new Date('2026-11-24T12:01:00Z'))).toEqual(['13:15–17:00'])
    expect(free('2026-11-24', [], BERLIN, new Date('2026-11-24T16:00:00Z'))).toEqual([])
    // Nepal is off by 45 minutes: its quarters are everybody's.
    expect(free('2026-11-24', [], { ...USUAL, zone: 'Asia/Kathmandu' })).toEqual(['09:00–17:00'])
  })

  it('keep the wall clock where the clocks change', () => {
    // Berlin goes back on Sunday 25 October 2026 and forward on 28 March 2027.
    const hours = { ...BERLIN, days: [0], from: '01:00', to: '05:00' }
    const length = (date: string) => {
      const { from, to } = windowOf(date, hours)
      return (to - from) / 3_600_000
    }
    expect([length('2026-10-18'), length('2026-10-25'), length('2027-03-28')]).toEqual([4, 5, 3])
    expect(free('2026-10-25', [item('2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z')], hours)).toEqual([
      ...['01:00–02:00', '03:00–05:00'],
    ])
    expect(free('2027-03-28', [item('2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z')], hours)).toEqual([
      ...['01:00–01:30', '03:30–05:00'],
    ])
  })

  it('never overlap what takes time, and lie in the working hours, in every zone', () => {
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Chatham', 'Australia/Lord_Howe', 'UTC')
    const start = Date.parse('2026-10-19T00:00:00Z')
    const busy = fc.record({ minute: fc.nat(21 * 1440), length: fc.integer({ min: 1, max: 3000 }) })
    fc.assert(
      fc.property(zone, fc.array(busy, { maxLength: 30 }), fc.nat(14 * 1440), (name, list, passed) => {
        const hours = { ...USUAL, zone: name }
        const items = list.map(({ minute, length }) =>
          item(
            new Date(start + minute * 60_000).toISOString(),
            new Date(start + (minute + length) * 60_000).toISOString(),
          ),
        )
        const now = new Date(start + passed * 60_000)
        const dates = workingDays('2026-10-19', 10, hours)
        const days = freeDays(dates, hours, items, now)
        expect(days.map(({ date }) => date)).toEqual(dates)
        for (const each of days.flatMap(({ date, free: found }) => found.map((one) => ({ date, ...one })))) {
          const window = windowOf(each.date, hours)
          expect(each.from).toBeGreaterThanOrEqual(Math.max(window.from, now.getTime()))
          expect(each.to).toBeLessThanOrEqual(window.to)
          for (const one of items) {
            const taken = takenBy(one, name)
            expect(taken && taken.from < each.to && taken.to > each.from).toBe(false)
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})
