import { describe, expect, it } from 'vitest'
import { type Case, whyOf } from './rules'

const due: Case = {
  entry: { isNobodys: false, isTheirs: true, isPart: false, cameFromOutlook: false, isCancelled: false },
  ownerName: null,
  connection: 'active',
  pausedWhy: '',
  isAllowed: true,
  mode: 'separate',
  observes: false,
  problem: null,
  pause: null,
  slowedUntil: null,
  invited: null,
  link: null,
  place: 'due',
  begins: '',
  waiting: 0,
}
const why = (given: Partial<Case>) => whyOf({ ...due, ...given })
const link = (state: 'waiting' | 'linked' | 'refused' | 'unlinked', isThere = true) => ({
  state,
  isThere,
  reason: null,
})

describe('why is this not in Outlook', () => {
  const entry = due.entry
  const invited: Partial<Case> = { mode: 'two-way', invited: { from: null } }
  const cases: [string, Partial<Case>, string, RegExp][] = [
    ['unassigned', { entry: { ...entry, isNobodys: true } }, 'not', /nobody owns it/],
    ['attendee only', { entry: { ...entry, isPart: true } }, 'not', /take part/],
    ['somebody else’s', { entry: { ...entry, isTheirs: false }, ownerName: 'Megan' }, 'not', /belongs to Megan/],
    ['not connected', { connection: 'none' }, 'off', /connected/],
    ['switched off', { connection: 'switched-off' }, 'not', /administrator/],
    ['publishing off', { mode: 'off' }, 'off', /publishing is off/],
    ['no permission asked for', { isAllowed: false }, 'not', /may not write/],
    ['paused', { connection: 'paused', pausedWhy: 'Microsoft asks for a new sign-in.' }, 'not', /: microsoft asks/],
    ['no permission', { problem: 'no-permission' }, 'not', /does not let Tandem/],
    ['calendar deleted', { problem: 'calendar-deleted' }, 'not', /deleted in Outlook/],
    ['calendar deleted, with the copy', { link: link('linked'), problem: 'calendar-deleted' }, 'not', /deleted in/],
    ['unknown trouble', { problem: 'something-new' }, 'not', /does not take/],
    ['the breaker', { pause: { affected: 40, total: 50 } }, 'waiting', /40 of 50/],
    ['observe only', { observes: true }, 'not', /observes/],
    ['throttled', { slowedUntil: '14:05' }, 'waiting', /slowed by Microsoft until 14:05/],
    ['past', { place: 'past' }, 'not', /past stays/],
    ['beyond', { place: 'beyond', begins: '3 March' }, 'not', /on 3 March/],
    ['called off', { entry: { ...entry, isCancelled: true } }, 'not', /called off/],
    ['beyond the 10,000', { waiting: 420 }, 'waiting', /420 wait/],
    ['on its way', {}, 'waiting', /^On its way to Outlook/],
    ['refused', { link: { state: 'refused', isThere: false, reason: 'ErrorX' } }, 'refused', /\(ErrorX\)/],
    [
      'invited from a colleague’s',
      { mode: 'two-way', invited: { from: 'Megan’s mailbox' } },
      'not',
      /from Megan’s mailbox/,
    ],
    ['invited from one that is gone', { mode: 'two-way', invited: { from: null } }, 'not', /no longer connected/],
    ['invited, called off', { ...invited, entry: { ...entry, isCancelled: true } }, 'not', /called off/],
    ['invited, while observing', { ...invited, observes: true }, 'not', /observes/],
    ['invited, in a calendar of copies', { ...invited, mode: 'separate' }, 'waiting', /On its way/],
    ['left alone', { link: link('unlinked') }, 'not', /left as it is/],
    ['a change on its way', { link: link('waiting') }, 'waiting', /last change, which is on its way/],
    ['a change held up', { link: link('waiting'), observes: true }, 'waiting', /last change\. .*observes/],
    ['in Outlook', { link: link('linked') }, 'in', /is in Outlook/],
    ['in Outlook, whatever else holds', { link: link('linked'), problem: 'no-permission' }, 'in', /is in Outlook/],
  ]
  it.each(cases)('%s', (_, given, state, sentence) => {
    expect(why(given).state).toBe(state)
    expect(why(given).sentence).toMatch(sentence)
  })

  it('lets the owner invite once more only where nothing else holds it up', () => {
    expect(why(invited).mayInvite).toBe(true)
    for (const given of [{ observes: true }, { mode: 'separate' as const }, { problem: 'x' }, { link: link('linked') }])
      expect(why({ ...invited, ...given }).mayInvite).toBeUndefined()
  })

  it('has a way out wherever the person has one', () => {
    for (const given of [
      { mode: 'off' },
      { connection: 'none' },
      { problem: 'x' },
      { observes: true },
    ] as Partial<Case>[])
      expect(why(given).fix?.href).toMatch(/^\/settings\//)
  })
})
