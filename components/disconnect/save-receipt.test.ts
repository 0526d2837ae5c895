import { describe, expect, it } from 'vitest'
import { receiptText } from './save-receipt'

const receipt = {
  id: 'b1',
  number: 'R-7F3K-20Q1',
  startedAt: '2026-11-25T10:42:07Z',
  finishedAt: '2026-11-25T10:43:00Z',
  goes: [
    { kind: 'messages' as const, count: 48_210 },
    { kind: 'folders' as const, count: 12 },
    { kind: 'keys' as const, count: 2 },
  ],
  total: 48_224,
  subscriptions: { found: 4, confirmed: 4 },
  calendar: null,
  kept: ['This receipt. Counts only.'],
}

describe('a receipt as text', () => {
  it('has the counts, the confirmed signals, what was kept and the number', () => {
    const text = receiptText(receipt)
    expect(text).toMatch(/^Messages +48210$/m)
    expect(text).toMatch(/^Mail folders +12$/m)
    expect(text).toMatch(/^Together +48224$/m)
    expect(text).toContain('Live signals: 4 of 4 confirmed gone')
    expect(text).toContain('- This receipt. Counts only.')
    expect(text).toContain('R-7F3K-20Q1')
  })

  it('says what became of Tandem’s calendar in Outlook, if it was to go', () => {
    expect(receiptText(receipt)).not.toContain('calendar')
    expect(receiptText({ ...receipt, calendar: 'gone' as const })).toMatch(/^Tandem’s calendar in Outlook: Removed$/m)
    expect(receiptText({ ...receipt, calendar: 'refused' as const })).toContain('Not removed. Microsoft did not let')
    expect(receiptText({ ...receipt, calendar: 'failed' as const })).toContain('delete it in Outlook.')
  })

  it('says when the unconfirmed signals end by themselves, and only then', () => {
    expect(receiptText(receipt)).not.toContain('end by themselves')
    const late = { ...receipt, subscriptions: { found: 4, confirmed: 3, expireBy: '2026-11-28T10:00:00Z' } }
    expect(receiptText(late)).toContain('The rest end by themselves on 2026-11-28T10:00:00Z')
  })
})
