import { describe, expect, it } from 'vitest'
import { dateIn, isDate, mayChange } from './rules'
import { taskInput } from './schema'

describe('the date of a person', () => {
  const at = new Date('2026-11-21T10:30:00Z')
  it('is that of their zone, on either side of midnight', () => {
    expect(dateIn('Pacific/Kiritimati', at)).toBe('2026-11-22')
    expect(dateIn('Europe/London', at)).toBe('2026-11-21')
    expect(dateIn('Pacific/Pago_Pago', new Date('2026-11-21T10:59:00Z'))).toBe('2026-11-20')
  })
  it('does not slip in the hour that clocks repeat or skip', () => {
    // Berlin: 23:59 summer time, and 00:01 of the day on which the clock goes back.
    expect(dateIn('Europe/Berlin', new Date('2026-10-24T21:59:00Z'))).toBe('2026-10-24')
    expect(dateIn('Europe/Berlin', new Date('2026-10-24T22:01:00Z'))).toBe('2026-10-25')
    expect(dateIn('Europe/Berlin', new Date('2026-10-25T22:59:00Z'))).toBe('2026-10-25')
    expect(dateIn('Europe/Berlin', new Date('2026-10-25T23:01:00Z'))).toBe('2026-10-26')
  })
  it('is that of UTC for a zone that nobody knows', () => expect(dateIn('Mars/Olympus', at)).toBe('2026-11-21'))
})

describe('a date', () => {
  it('is one of the calendar', () => {
    expect(isDate('2028-02-29')).toBe(true)
    for (const wrong of ['2027-02-29', '2026-13-01', '2026-1-1', '', 'tomorrow', '0000-00-00']) {
      expect(isDate(wrong), wrong).toBe(false)
    }
  })
})

describe('what is typed', () => {
  it('is kept without what no database takes', () => {
    const typed = { title: ' a\u0000b ', notes: 'x\u0000\ud800', dueOn: null }
    const none = { ownerId: null, personId: null, companyId: null }
    expect(taskInput.parse({ ...typed, ...none })).toMatchObject({ title: 'ab', notes: 'x\ufffd' })
    expect(taskInput.safeParse({ ...typed, ...none, title: '\u0000' }).success).toBe(false)
  })
})

describe('who may change a task', () => {
  const task = { ownerId: 'owner', createdBy: 'maker', waitsForReplyUntil: null }
  const who = (userId: string, role: 'admin' | 'member' = 'member') => ({ userId, role })
  it('is its owner, its maker, an administrator, and nobody else', () => {
    expect(mayChange(task, who('owner'))).toBe(true)
    expect(mayChange(task, who('maker'))).toBe(true)
    expect(mayChange(task, who('boss', 'admin'))).toBe(true)
    expect(mayChange(task, who('other'))).toBe(false)
  })
  it('is its owner alone while it waits for a reply', () => {
    const waiting = { ...task, waitsForReplyUntil: new Date() }
    expect(mayChange(waiting, who('owner'))).toBe(true)
    expect(mayChange(waiting, who('boss', 'admin'))).toBe(false)
  })
})
