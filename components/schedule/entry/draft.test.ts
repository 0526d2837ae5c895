import { describe, expect, it } from 'vitest'
import { beginOn, endOf, faultsOf, newInput, withAllDay, withKind, withStart } from './draft'
import { presetFor } from './recurrence'

const zone = 'Europe/London'
const me = { id: 'u1', name: 'Sarah Jones', address: null }
const call = newInput('call', { isAllDay: false, start: '2026-11-25T10:00', end: '2026-11-25T10:45' }, zone, me)

describe('a new entry', () => {
  it('begins at the next half hour of today, and in the morning of another day', () => {
    const now = Date.parse('2026-11-25T10:42:00Z')
    expect(beginOn('2026-11-25', now, zone).start).toBe('2026-11-25T11:00')
    expect(beginOn('2026-11-27', now, zone).start).toBe('2026-11-27T09:00')
  })

  it('is a whole day if it is time off that nobody gave hours', () => {
    const off = newInput('time_off', beginOn('2026-11-27', 0, zone), zone, me)
    expect(off).toMatchObject({ isAllDay: true, start: '2026-11-27', end: '2026-11-27', showAs: 'oof' })
    expect(withKind(call, 'time_off')).toMatchObject({ isAllDay: false, start: '2026-11-25T10:00', showAs: 'oof' })
  })

  it('lasts thirty minutes if nobody says otherwise', () => {
    expect(endOf({ ...call, end: null })).toBe('2026-11-25T10:30')
  })
})

describe('changing when', () => {
  it('keeps the length, over midnight too', () => {
    expect(withStart(call, '2026-11-26T23:30', false)).toMatchObject({
      start: '2026-11-26T23:30',
      end: '2026-11-27T00:15',
    })
    const days = withAllDay({ ...call, end: '2026-11-27T10:00' }, true)
    expect(days).toMatchObject({ start: '2026-11-25', end: '2026-11-27' })
    expect(withStart(days, '2026-12-01', false)).toMatchObject({ start: '2026-12-01', end: '2026-12-03' })
  })

  it('takes the repetition along, unless one of a series is moved', () => {
    const weekly = { ...call, recurrence: presetFor('weekly', '2026-11-25') }
    expect(withStart(weekly, '2026-11-26T10:00', false).recurrence?.pattern.daysOfWeek).toEqual(['thursday'])
    expect(withStart(weekly, '2026-11-26T10:00', true).recurrence?.pattern.daysOfWeek).toEqual(['wednesday'])
  })

  it('counts an end at midnight to the day before', () => {
    expect(withAllDay({ ...call, end: '2026-11-26T00:00' }, true).end).toBe('2026-11-25')
  })
})

describe('a form', () => {
  it('says what is missing or cannot be', () => {
    expect(faultsOf(call)).toEqual({ title: 'title' })
    expect(faultsOf({ ...call, title: 'A', end: '2026-11-25T09:00' })).toEqual({ end: 'end' })
    expect(faultsOf({ ...call, title: 'A' })).toEqual({})
  })
})
