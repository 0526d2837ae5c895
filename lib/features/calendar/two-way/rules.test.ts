import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  baseWaiting,
  type Change,
  type Content,
  isEmpty,
  merge,
  onDate,
  type State,
  sameState,
  withChange,
} from './rules'

const plain: State = {
  title: 'Review',
  times: { isAllDay: false, start: '2026-11-25T10:00:00', end: '2026-11-25T11:00:00', zone: 'Europe/Berlin' },
  location: '',
  notes: '',
  isPrivate: false,
  showAs: 'busy',
  reminder: 15,
  attendees: [],
  isOnline: false,
  recurrence: null,
  exceptions: {},
}
const guest = (name: string) => ({ address: `${name}@elsewhere.example`, name, type: 'required' as const })
const daily: State['recurrence'] = {
  pattern: { type: 'daily', interval: 1 },
  range: { type: 'numbered', startDate: '2026-11-25', numberOfOccurrences: 5 },
}
const base = (state: State) => ({ ours: state, theirs: state })

const time = fc.integer({ min: 8, max: 16 }).map((hour) => {
  const two = (n: number) => String(n).padStart(2, '0')
  return {
    isAllDay: false,
    start: `2026-11-25T${two(hour)}:00:00`,
    end: `2026-11-25T${two(hour + 1)}:00:00`,
    zone: 'UTC',
  }
})
const guests = fc.subarray(['ann', 'ben', 'cleo', 'dan']).map((names) => names.map(guest))
const content: fc.Arbitrary<Content> = fc.record({
  title: fc.constantFrom('A', 'B', 'C'),
  times: time,
  location: fc.constantFrom('', 'Here', 'There'),
  notes: fc.constantFrom('', 'One', 'Two'),
  isPrivate: fc.boolean(),
  showAs: fc.constantFrom('busy', 'free'),
  reminder: fc.constantFrom(null, 0, 15),
  attendees: guests,
})
const exceptions = fc.dictionary(fc.constantFrom('2026-11-26', '2026-11-27', '2026-11-28'), fc.option(content))
const state: fc.Arbitrary<State> = fc
  .tuple(content, fc.boolean(), fc.boolean(), exceptions)
  .map(([own, isOnline, isSeries, dates]) => ({
    ...own,
    isOnline,
    recurrence: isSeries ? daily : null,
    exceptions: isSeries ? dates : {},
  }))
const side = fc.constantFrom('ours' as const, 'theirs' as const)

describe('the merge', () => {
  it('does nothing when nobody changed anything', () => {
    fc.assert(
      fc.property(state, side, (one, later) => {
        const { toOurs, toTheirs, lost } = merge(base(one), one, structuredClone(one), later)
        expect([isEmpty(toOurs), isEmpty(toTheirs), lost]).toEqual([true, true, []])
      }),
    )
  })

  it('takes over what one side changed, whole, and keeps nothing from it', () => {
    fc.assert(
      fc.property(state, state, side, (before, after, later) => {
        const given = merge(base(before), after, before, later)
        // Outlook cannot bring back a date that it has deleted.
        const revived = Object.entries(before.exceptions).some(
          ([date, was]) => was === null && after.exceptions[date] !== null,
        )
        const taken = merge(base(before), before, after, later)
        expect(sameState(withChange(before, taken.toOurs), after)).toBe(true)
        expect([isEmpty(taken.toTheirs), taken.lost]).toEqual([true, []])
        if (revived) return
        expect(sameState(withChange(before, given.toTheirs), after)).toBe(true)
        expect([isEmpty(given.toOurs), given.lost]).toEqual([true, []])
      }),
    )
  })

  it('leaves both sides alike, whoever was later, and says what did not come through', () => {
    fc.assert(
      fc.property(state, state, state, side, (before, ours, theirs, later) => {
        const { toOurs, toTheirs } = merge(base(before), ours, theirs, later)
        const [mine, its] = [withChange(ours, toOurs), withChange(theirs, toTheirs)]
        const revived = Object.values(theirs.exceptions).some((each) => each === null)
        if (!revived) expect(sameState(mine, its)).toBe(true)
        // And a second look finds nothing more to do.
        const again = merge({ ours: mine, theirs: its }, mine, its, later)
        expect([isEmpty(again.toOurs), isEmpty(again.toTheirs)]).toEqual([true, true])
      }),
    )
  })

  it('what goes to Outlook is seen as changed until it has got there', () => {
    fc.assert(
      fc.property(state, state, state, side, (before, ours, theirs, later) => {
        const first = merge(base(before), ours, theirs, later)
        const mine = withChange(ours, first.toOurs)
        const waiting = baseWaiting(base(before), mine, theirs, first.toTheirs)
        const second = merge(waiting, mine, theirs, later)
        expect(isEmpty(second.toOurs)).toBe(true)
        expect(sameState(withChange(theirs, second.toTheirs), withChange(theirs, first.toTheirs))).toBe(true)
      }),
    )
  })

  it('of the same field the later change counts, and it is said', () => {
    const [ours, theirs] = [
      { ...plain, title: 'Ours', location: 'Berlin' },
      { ...plain, title: 'Theirs', notes: 'Agenda' },
    ]
    expect(merge(base(plain), ours, theirs, 'ours')).toEqual({
      toOurs: { notes: 'Agenda' },
      toTheirs: { title: 'Ours', location: 'Berlin' },
      lost: ['title'],
    })
    expect(merge(base(plain), ours, theirs, 'theirs').toOurs).toEqual({ title: 'Theirs', notes: 'Agenda' })
  })

  it('who is asked is a set: both sides add and remove', () => {
    const before = { ...plain, attendees: [guest('ann'), guest('ben')] }
    const ours = { ...plain, attendees: [guest('ann'), guest('ben'), guest('cleo')] }
    const theirs = { ...plain, attendees: [guest('ben'), guest('dan')] }
    const { toOurs, toTheirs, lost } = merge(base(before), ours, theirs, 'ours')
    const names = ({ attendees }: Change) => attendees?.map(({ name }) => name).sort()
    expect([names(toOurs), names(toTheirs), lost]).toEqual([['ben', 'cleo', 'dan'], ['ben', 'cleo', 'dan'], []])
  })

  it('without a base who is asked is as Outlook says: nobody is mailed', () => {
    const ours = { ...plain, attendees: [guest('ann')] }
    expect(merge(null, ours, plain, 'ours').toTheirs).toEqual({})
  })

  it('an edited occurrence wins over its deletion here', () => {
    const before = { ...plain, recurrence: daily }
    const edited = { ...before, exceptions: { '2026-11-26': { ...plain, title: 'Guest' } } }
    const deleted = { ...before, exceptions: { '2026-11-26': null } }
    const { toOurs, lost } = merge(base(before), deleted, edited, 'ours')
    expect([toOurs.exceptions?.['2026-11-26'], lost]).toMatchObject([{ title: 'Guest' }, ['occurrences']])
  })

  describe('of one date that both sides changed', () => {
    const series = { ...plain, recurrence: daily }
    const date = '2026-11-26'
    const asPlanned = onDate(series, date)
    const later = { ...asPlanned.times, start: `${date}T15:00:00`, end: `${date}T16:00:00` }
    const on = (content: Content | null) => ({ ...series, exceptions: { [date]: content } })

    it('takes what is not the same from both, whoever was later', () => {
      const [ours, theirs] = [on({ ...asPlanned, location: 'Berlin' }), on({ ...asPlanned, times: later })]
      for (const side of ['ours', 'theirs'] as const) {
        const { toOurs, toTheirs, lost } = merge(base(series), ours, theirs, side)
        const both = { ...asPlanned, location: 'Berlin', times: later }
        expect([toOurs, toTheirs, lost]).toEqual([
          { exceptions: { [date]: both } },
          { exceptions: { [date]: both } },
          [],
        ])
      }
    })

    it('knows what had been changed of it before', () => {
      const before = on({ ...asPlanned, title: 'Guest', location: 'Berlin' })
      const ours = on({ ...asPlanned, title: 'Guest', location: 'Bonn' })
      const theirs = on({ ...asPlanned, title: 'Guest', location: 'Berlin', attendees: [guest('ann')] })
      const { toOurs, toTheirs } = merge(base(before), ours, theirs, 'theirs')
      const both = { title: 'Guest', location: 'Bonn', attendees: [guest('ann')] }
      expect([toOurs.exceptions?.[date], toTheirs.exceptions?.[date]]).toMatchObject([both, both])
    })

    it('sends nothing back that Outlook only words in its own way', () => {
      const worded = { ours: series, theirs: { ...series, notes: 'Agenda, as Outlook has it' } }
      const ours = { ...series, exceptions: { [date]: { ...asPlanned, location: 'Berlin' } } }
      const its = { ...onDate(worded.theirs, date), times: later }
      const { toOurs, toTheirs, lost } = merge(worded, ours, { ...worded.theirs, exceptions: { [date]: its } }, 'ours')
      expect(toOurs).toEqual({ exceptions: { [date]: { ...asPlanned, location: 'Berlin', times: later } } })
      expect(toTheirs).toEqual({ exceptions: { [date]: { ...its, location: 'Berlin' } } })
      expect(lost).toEqual([])
    })

    it('of the same field the later change counts, and it is said', () => {
      const ours = on({ ...asPlanned, title: 'Ours', location: 'Berlin' })
      const theirs = on({ ...asPlanned, title: 'Theirs', times: later })
      const { toOurs, toTheirs, lost } = merge(base(series), ours, theirs, 'theirs')
      const both = { title: 'Theirs', location: 'Berlin', times: later }
      expect([toOurs.exceptions?.[date], toTheirs.exceptions?.[date], lost]).toMatchObject([both, both, ['title']])
    })

    it('it is the date’s own time that tells which is later', () => {
      const [ours, theirs] = [on({ ...asPlanned, title: 'Ours' }), on({ ...asPlanned, title: 'Theirs' })]
      const { toOurs, toTheirs } = merge(base(series), ours, theirs, 'ours', { [date]: 'theirs' })
      expect([toOurs.exceptions?.[date], toTheirs]).toMatchObject([{ title: 'Theirs' }, {}])
    })

    it('what Outlook changes once more before ours got there counts as its change alone', () => {
      const ours = on({ ...asPlanned, location: 'Berlin' })
      const theirs = on({ ...asPlanned, times: later })
      const first = merge(base(series), ours, theirs, 'ours')
      const mine = withChange(ours, first.toOurs)
      const waiting = baseWaiting(base(series), mine, theirs, first.toTheirs)
      const again = on({ ...asPlanned, times: { ...later, end: `${date}T17:00:00` } })
      const { toOurs, toTheirs, lost } = merge(waiting, mine, again, 'ours')
      const both = { ...asPlanned, location: 'Berlin', times: { ...later, end: `${date}T17:00:00` } }
      expect([toOurs, toTheirs, lost]).toEqual([{ exceptions: { [date]: both } }, { exceptions: { [date]: both } }, []])
    })
  })
})
