import { describe, expect, it } from 'vitest'
import { whatOf, whyOf } from './sentence'

const line = (kind: string, what: string, why: string, count = 1, result: 'done' | 'skipped' | 'failed' = 'done') => ({
  kind,
  what,
  why,
  count,
  result,
})
const said = (...of: Parameters<typeof line>) => `${whatOf(line(...of), 'en-GB')}: ${whyOf(line(...of))}`

describe('a ledger line says what happened and why', () => {
  it.each([
    [said('mail', 'created', 'signal'), 'New message came in: Microsoft’s signal'],
    [said('mail', 'created', 'sweep', 12), '12 new messages came in: Regular comparison, no signal had come'],
    [said('mail', 'imported', 'import', 1412), '1,412 messages imported: First import'],
    [said('mail', 'compare', 'resync'), 'Compared with Outlook: Microsoft lost its place'],
    [said('mail', 'marked read', 'person'), 'Marked read in Outlook: Done in Tandem'],
    [said('mail', 'moved', 'person'), 'Moved in Outlook: Done in Tandem'],
    [said('mail', 'erased', 'person'), 'Deleted for good in Outlook: Done in Tandem'],
    [said('folder', 'imported', 'import', 9), '9 folders imported: First import'],
    [said('signals', 'renewed', 'upkeep'), 'Signals renewed: They end after a few days'],
    [said('signals', 'subscribed', 'upkeep'), 'Signals turned on: So that changes arrive at once'],
  ])('%s', (is, wanted) => expect(is).toBe(wanted))

  it('does not call done what failed', () => {
    expect(said('mail', 'marked read', 'person', 1, 'failed')).toBe(
      'Not marked read in Outlook: Outlook refused it, so Tandem shows Outlook’s state',
    )
  })

  it('writes numbers as the reader’s region does', () => {
    expect(whatOf(line('mail', 'imported', 'import', 20_000), 'en-DE')).toBe('20.000 messages imported')
  })

  it('still says something of what it has no words for', () => {
    expect(said('contact', 'created', 'elsewhere', 3)).toBe('Contact created (3): elsewhere')
  })

  it('never speaks the protocol’s language', () => {
    const all = ['created', 'updated', 'deleted', 'imported', 'compared', 'compare', 'marked read']
      .flatMap((what) =>
        ['signal', 'import', 'sweep', 'missed', 'reconnected', 'asked', 'resync'].map((why) =>
          said('mail', what, why, 2),
        ),
      )
      .join('\n')
    expect(all).not.toMatch(/subscri|webhook|delta|cursor|token|sync state|resync/i)
  })
})
