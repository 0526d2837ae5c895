import { describe, expect, it } from 'vitest'
import { differing, digestOf } from '../link/rules'
import type { Copy, CopyContent, Entry } from './map'
import { boundsOf, calendarName, decide, planSeries } from './rules'

const at = new Date('2026-11-25T10:00:00Z')
const later = boundsOf(at, 'Europe/Berlin', false)

describe('the span of a push', () => {
  it('begins on Sunday the first time and today afterwards, in the person’s zone', () => {
    expect(boundsOf(at, 'Europe/Berlin', true)).toEqual({
      from: new Date('2026-11-21T23:00:00Z'),
      to: new Date('2027-02-23T23:00:00Z'),
      today: new Date('2026-11-24T23:00:00Z'),
    })
    expect(later.from).toEqual(later.today)
  })

  it('knows which day it is on the other side of the world', () => {
    const { today } = boundsOf(new Date('2026-11-22T05:00:00Z'), 'America/Los_Angeles', true)
    expect(today.toISOString()).toBe('2026-11-21T08:00:00.000Z')
  })
})

it('the calendar is called by name, with the identifier only if there is one', () => {
  expect(calendarName('Sarah Jones', 'sjones')).toBe('Tandem - Sarah Jones (sjones)')
  expect(calendarName('Sarah Jones', null)).toBe('Tandem - Sarah Jones')
  expect(calendarName('Sarah\r\nJones ', ' ')).toBe('Tandem - Sarah Jones')
})

describe('what a push does', () => {
  const mine = {
    ownerId: 'u',
    parentId: null,
    seriesId: null,
    connectionId: null,
    isCancelled: false,
    recurrence: null,
    seriesEndsAt: null,
    startAt: new Date('2026-11-26T10:00:00Z'),
    endAt: new Date('2026-11-26T11:00:00Z'),
  } as Entry
  const past = { startAt: new Date('2026-11-24T10:00:00Z'), endAt: new Date('2026-11-24T11:00:00Z') }
  const none = { externalEventId: null, base: null }
  const there = { externalEventId: 'e', base: { hash: 'old', until: '2026-11-26T11:00:00Z' } }
  const over = { externalEventId: 'e', base: { hash: 'old', until: '2026-11-24T11:00:00Z' } }
  const what = (entry: Entry | null, link: Parameters<typeof decide>[0]['link'], hash = 'new') =>
    decide({ entry, copy: entry && { hash }, link, userId: 'u', bounds: later })

  it('makes what is due, and nothing else', () => {
    expect(what(mine, none)).toBe('create')
    expect(what({ ...mine, ...past }, none)).toBe('drop')
    expect(what({ ...mine, startAt: new Date('2027-03-01'), endAt: null }, none)).toBe('drop')
    expect(what({ ...mine, ownerId: 'other' }, none)).toBe('drop')
    expect(what({ ...mine, ownerId: null }, none)).toBe('drop')
    expect(what({ ...mine, parentId: 'p' }, none)).toBe('drop')
    expect(what({ ...mine, connectionId: 'c' }, none)).toBe('drop')
    expect(what(null, none)).toBe('drop')
  })

  it('follows what is published at any date, and removes what is no longer the person’s', () => {
    expect(what(mine, there, 'old')).toBe('leave')
    expect(what(mine, there)).toBe('change')
    expect(what({ ...mine, startAt: new Date('2028-03-01'), endAt: null }, there)).toBe('change')
    expect(what({ ...mine, ...past }, there)).toBe('change')
    expect(what({ ...mine, ownerId: 'other' }, there)).toBe('delete')
    expect(what({ ...mine, isCancelled: true }, there)).toBe('delete')
    expect(what(null, there)).toBe('delete')
  })

  it('writes again what was taken back while nobody knew whether it had arrived', () => {
    const unsure = { ...there, base: { ...there.base, tried: 'new' } }
    expect(what(mine, unsure, 'old')).toBe('change')
    expect(what(mine, unsure, 'new')).toBe('change')
    expect(what(null, unsure)).toBe('delete')
  })

  it('leaves the past alone', () => {
    expect(what({ ...mine, ...past }, over)).toBe('leave')
    expect(what(null, over)).toBe('release')
    expect(what({ ...mine, ...past, ownerId: null }, over)).toBe('release')
    expect(what(mine, over)).toBe('change')
  })
})

describe('a series that is published already', () => {
  const content = { subject: 's', start: '2026-11-25T10:00:00' } as CopyContent
  const copy = (exceptions: Copy['exceptions'], given: Partial<Copy> = {}) =>
    ({ ...content, recurrence: null, ...given, exceptions }) as Copy
  const plan = (from: Copy, to: Copy) => planSeries(from, to, (a, b) => digestOf(a) === digestOf(b))

  it('gets only the exceptions that are new or different', () => {
    const a = { ...content, subject: 'a' }
    expect(plan(copy({ d1: a, d2: null }), copy({ d1: a, d2: null, d3: a, d4: null }))).toEqual({
      anew: false,
      written: ['d3'],
      cancelled: ['d4'],
    })
  })

  it('is made anew where an occurrence comes back, or its times change below exceptions', () => {
    expect(plan(copy({ d1: null }), copy({})).anew).toBe(true)
    expect(plan(copy({ d1: null }), copy({ d1: content })).anew).toBe(true)
    expect(plan(copy({ d1: content }), copy({ d1: content }, { start: '2026-11-25T11:00:00' })).anew).toBe(true)
    expect(plan(copy({}), copy({}, { start: '2026-11-25T11:00:00' })).anew).toBe(false)
  })
})

it('digests do not depend on the order of keys', () => {
  expect(digestOf({ a: 1, b: [{ c: null, d: 'x' }] })).toBe(digestOf({ b: [{ d: 'x', c: null }], a: 1 }))
  expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: 2 }))
  expect(differing<Record<string, unknown>>({ a: 1, b: { x: 1 } }, { a: 1, b: { x: 2 }, c: 3 })).toEqual(['b', 'c'])
})
