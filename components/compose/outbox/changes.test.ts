import { describe, expect, it } from 'vitest'
import type { DraftState } from '../view'
import { changesOf, isScheduled, secondsLeft } from './changes'
import { type Outgoing, onThisClock } from './outgoing'

const now = Date.parse('2026-11-21T09:00:00Z')
const mail = (
  id: string,
  state: DraftState,
  inSeconds: number | null = 7,
  problem: string | null = null,
): Outgoing => ({
  id,
  subject: id,
  to: ['Amara'],
  state,
  sendAt: inSeconds === null ? null : new Date(now + inSeconds * 1000).toISOString(),
  leavesIn: inSeconds === null ? null : inSeconds * 1000,
  leavesAt: inSeconds === null ? null : now + inSeconds * 1000,
  sentAt: null,
  problem,
})
const none = new Set<string>()
const said = (...input: Parameters<typeof changesOf>) =>
  changesOf(...input).map(({ type, mail: { id } }) => `${type} ${id}`)

describe('mails on their way', () => {
  it('are told of while they leave, also after a reload, and once when they have left', () => {
    expect(said(null, [mail('a', 'queued')], none, now)).toEqual(['leaving a'])
    expect(said([mail('a', 'queued')], [mail('a', 'sending', -1)], none, now)).toEqual(['leaving a'])
    expect(said([mail('a', 'sending', -1)], [mail('a', 'sent')], none, now)).toEqual(['sent a'])
    expect(said([mail('a', 'sending', -1)], [], none, now)).toEqual(['sent a'])
    expect(said([mail('a', 'sent')], [mail('a', 'sent')], none, now)).toEqual([])
    expect(said(null, [mail('a', 'sent')], none, now)).toEqual([])
  })

  it('say nothing when they were taken back, and say why when they were refused', () => {
    expect(said([mail('a', 'queued')], [], new Set(['a']), now)).toEqual([])
    const failed = mail('a', 'editing', null, 'Your mailbox is full.')
    expect(said([mail('a', 'sending', -1)], [failed], none, now)).toEqual(['failed a'])
    expect(said(null, [failed], none, now)).toEqual(['failed a'])
    expect(said([failed], [failed], none, now)).toEqual([])
  })

  it('wait quietly when they are for later', () => {
    const later = mail('a', 'queued', 3600)
    expect(isScheduled(later, now)).toBe(true)
    expect(said(null, [later], none, now)).toEqual([])
    expect(said([later], [], none, now)).toEqual([])
  })

  it('wait as long as Tandem says, whatever the clock of this device shows', () => {
    const wrong = now + 5 * 3600_000
    const leaving = onThisClock(mail('a', 'queued', 7), wrong)
    expect(isScheduled(leaving, wrong)).toBe(false)
    expect(secondsLeft(leaving, wrong + 2000)).toBe(5)
    expect(isScheduled(onThisClock(mail('a', 'queued', 3600), wrong), wrong)).toBe(true)
  })

  it('can be taken back for ten seconds, counted down', () => {
    expect(secondsLeft(mail('a', 'queued', 7), now)).toBe(7)
    expect(secondsLeft(mail('a', 'queued', 6.2), now)).toBe(7)
    expect(secondsLeft(mail('a', 'queued', 45), now)).toBe(10)
    expect(secondsLeft(mail('a', 'queued', -3), now)).toBe(0)
    expect(secondsLeft(mail('a', 'sending', 5), now)).toBe(0)
  })
})
