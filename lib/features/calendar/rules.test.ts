import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endedBefore, hueOf, isRenewalDue, roleOf, shownWindow, spread, tokenWindow, wantsAtFirst } from './rules'

const DAY = 86_400_000
const at = (iso: string) => new Date(iso)

describe('the window', () => {
  it('begins on Sunday of the person’s week and ends 90 days ahead, days included', () => {
    expect(shownWindow(at('2026-11-25T12:00:00Z'), 'UTC')).toEqual({
      from: at('2026-11-22T00:00:00Z'),
      to: at('2027-02-24T00:00:00Z'),
    })
  })

  it('goes by the person’s clock: a Sunday begins earlier in Auckland than in Los Angeles', () => {
    const now = at('2026-11-22T05:00:00Z')
    expect(shownWindow(now, 'Pacific/Auckland').from).toEqual(at('2026-11-21T11:00:00Z'))
    expect(shownWindow(now, 'America/Los_Angeles').from).toEqual(at('2026-11-15T08:00:00Z'))
  })

  it('of a token is a week wider at both ends, and is renewed before the schedule outgrows it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000 }), fc.uuid(), (day, connection) => {
        const opened = new Date(at('2026-01-01T09:30:00Z').getTime() + day * DAY)
        const { from, to } = tokenWindow(opened, 'Europe/Berlin')
        expect(from.getTime()).toBeLessThan(shownWindow(opened, 'Europe/Berlin').from.getTime())
        let renewals = 0
        for (let later = 0; later < 8; later++) {
          const now = new Date(opened.getTime() + later * DAY)
          if (isRenewalDue(to, now, 'Europe/Berlin', connection)) {
            renewals++
            if (renewals === 1) expect(later).toBeGreaterThan(0)
            break
          }
          expect(shownWindow(now, 'Europe/Berlin').to.getTime()).toBeLessThanOrEqual(to.getTime())
        }
        expect(renewals).toBe(1)
      }),
    )
  })

  it('that was never opened, or lies in another time, is opened at once', () => {
    const now = at('2026-11-25T12:00:00Z')
    expect(isRenewalDue(null, now, 'UTC', 'x')).toBe(true)
    expect(isRenewalDue(at('2026-01-01T00:00:00Z'), now, 'UTC', 'x')).toBe(true)
    expect(isRenewalDue(at('2028-01-01T00:00:00Z'), now, 'UTC', 'x')).toBe(true)
  })
})

describe('a calendar', () => {
  it('is somebody else’s by its owner, and delegated if it may be written', () => {
    const theirs = { isDefault: false, ownerAddress: 'Adele@contoso.test', canEdit: false }
    expect(roleOf(theirs, 'alex@contoso.test')).toBe('shared')
    expect(roleOf({ ...theirs, canEdit: true }, 'alex@contoso.test')).toBe('delegate')
    expect(roleOf({ ...theirs, ownerAddress: 'ALEX@contoso.test' }, 'alex@contoso.test')).toBe('own')
    expect(roleOf({ ...theirs, isDefault: true }, null)).toBe('own')
  })

  it('of holidays is offered, not taken; others’ are taken with the first list only', () => {
    expect(wantsAtFirst('own', true, false)).toBe(true)
    expect(wantsAtFirst('own', false, true)).toBe(false)
    expect(wantsAtFirst('shared', false, true)).toBe(true)
    expect(wantsAtFirst('delegate', true, false)).toBe(false)
  })

  it('has a hue of its own as long as there are enough, never the connectors’', () => {
    const taken: number[] = []
    for (let index = 0; index < 7; index++) taken.push(hueOf(`calendar ${index}`, taken))
    expect([...taken].sort()).toEqual([1, 2, 3, 4, 5, 7, 8])
    expect(hueOf('one more', taken)).toBe(hueOf('one more', []))
    expect(taken).not.toContain(6)
  })
})

it('what had ended before it changed is told by Microsoft’s clock alone', () => {
  expect(endedBefore('2026-11-25T10:00:00Z', '2026-11-25T10:00:00Z')).toBe(true)
  expect(endedBefore('2026-11-25T10:00:01Z', '2026-11-25T10:00:00Z')).toBe(false)
  expect(endedBefore('2026-11-25T10:00:00Z', null)).toBe(false)
})

it('spreads evenly enough over the days of a week', () => {
  const days = new Array(7).fill(0)
  for (let index = 0; index < 7000; index++) days[spread(`connection ${index}`) % 7]++
  for (const count of days) expect(count).toBeGreaterThan(700)
})
