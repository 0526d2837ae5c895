import { beforeEach, describe, expect, it } from 'vitest'
import { keepCopy, leftCopies, readCopy } from '@/components/compose/local-copies'
import { recentSearches, rememberSearch } from '@/components/mail/recent-searches'
import { claimDevice, leaveDevice } from './device-store'

const content = { to: [], cc: [], bcc: [], subject: 'S', html: '<p>secret</p>', importance: 'normal' as const }
const copy = {
  ...{ draftId: null, kind: 'new' as const, sourceId: null, version: 0, at: 1 },
  content: { ...content, remindDays: null },
}

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  claimDevice('ann', true)
  keepCopy('k1', copy)
  rememberSearch('takeover')
  sessionStorage.setItem('tandem-palette-last', '[]')
  localStorage.setItem('tandem-single-keys', 'off')
  localStorage.setItem('tandem-schedule-changes', '[{}]')
})

const left = () => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort()

describe('what a device keeps of a person', () => {
  it('is there again for the same person', () => {
    claimDevice('ann', true)
    expect(readCopy('k1')?.content.html).toContain('secret')
    expect(recentSearches()).toEqual(['takeover'])
  })

  it('is gone for the next person, who would else save it into their own mailbox', () => {
    claimDevice('ben', true)
    expect(leftCopies(1_000_000)).toEqual([])
    expect(recentSearches()).toEqual([])
    expect(left()).toEqual(['tandem-person', 'tandem-single-keys'])
  })

  it('is gone after signing out, and a page that goes away afterwards keeps nothing', () => {
    leaveDevice()
    expect(keepCopy('k1', copy)).toBe(false)
    expect(left()).toEqual(['tandem-single-keys'])
  })

  it('is gone once Microsoft is disconnected, but for what is not a mailbox’s', () => {
    claimDevice('ann', false)
    expect(left()).toEqual(['tandem-person', 'tandem-schedule-changes', 'tandem-single-keys'])
  })

  it('holds nothing of Outlook’s meetings then, while changes of one’s own entries still go their way', () => {
    const own = { opId: '1', title: 'Own', shown: { source: 'tandem' }, trouble: null }
    const moved = { opId: '2', title: 'Secret', shown: { source: 'both' }, trouble: null }
    const torn = { opId: '3', title: 'Secret', shown: null, trouble: { kind: 'conflict', now: { source: 'both' } } }
    const keep = (...kept: object[]) => localStorage.setItem('tandem-schedule-changes', JSON.stringify(kept))
    keep(own, moved, torn)
    claimDevice('ann', true)
    expect(localStorage.getItem('tandem-schedule-changes')).toContain('Secret')
    claimDevice('ann', false)
    expect(JSON.parse(localStorage.getItem('tandem-schedule-changes') ?? '')).toEqual([own])
    keep(moved)
    claimDevice('ann', false)
    expect(left()).toEqual(['tandem-person', 'tandem-single-keys'])
  })
})
