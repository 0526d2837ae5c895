import { describe, expect, it } from 'vitest'
import { sizeOf } from './attachments'
import { listItems } from './list-items'
import { rowLabel } from './row-label'
import type { MessageRow } from './view'

const row = (id: string, receivedAt: string, more: Partial<MessageRow> = {}): MessageRow => ({
  id,
  folderId: 'in',
  fromName: 'Amara Okafor',
  fromAddress: 'amara@brannock.example',
  subject: 'Calibration',
  preview: 'Thursday works.',
  receivedAt,
  isRead: true,
  hasAttachments: false,
  importance: 'normal',
  flagged: false,
  isInvitation: false,
  ...more,
})
const now = Date.parse('2026-11-25T12:00:00Z')

describe('lines of the list', () => {
  it('are named by sender, then subject, then what the eye sees', () => {
    const line = row('a', '2026-11-25T10:38:00Z', { isRead: false, hasAttachments: true })
    expect(rowLabel(line, now, 'en-GB', 'UTC')).toBe(
      'Amara Okafor, Calibration, Unread, Has attachments, 10:38, Thursday works.',
    )
    const bare = row('b', '2026-11-25T10:38:00Z', { fromName: '', fromAddress: '', subject: ' ', preview: '' })
    expect(rowLabel(bare, now, 'en-GB', 'UTC')).toBe('Unknown sender, No subject, 10:38')
  })

  it('are grouped by the day of the person’s zone', () => {
    const rows = [row('a', '2026-11-25T10:00:00Z'), row('b', '2026-11-24T23:30:00Z'), row('c', '2026-11-24T22:30:00Z')]
    const heads = (zone: string) =>
      listItems(rows, now, 'en-GB', zone).map((item) => (item.kind === 'day' ? item.label : item.row.id))
    expect(heads('UTC')).toEqual(['Today', 'a', 'Yesterday', 'b', 'c'])
    expect(heads('Europe/Berlin')).toEqual(['Today', 'a', 'b', 'Yesterday', 'c'])
  })

  it('count their place without the headings', () => {
    const items = listItems([row('a', '2026-11-25T10:00:00Z'), row('b', '2026-11-23T10:00:00Z')], now, 'en-GB', 'UTC')
    expect(items.flatMap((item) => (item.kind === 'row' ? [[item.position, item.first]] : []))).toEqual([
      [1, true],
      [2, true],
    ])
  })

  it('say sizes as Outlook does', () => {
    expect([0, 999, 84_000, 1_240_000, 999_600, 25_000_000].map(sizeOf)).toEqual([
      '0 B',
      '999 B',
      '84 kB',
      '1.2 MB',
      '1 MB',
      '25 MB',
    ])
  })
})
