import { describe, expect, it, vi } from 'vitest'
import { mailRow } from '@/tests/support/mail-row'
import { sizeOf } from './attachment-link'
import { listItems } from './list-items'
import { namesOf, rowLabel } from './row-label'
import type { MessageRow } from './view'

const row = (id: string, receivedAt: string, more: Partial<MessageRow> = {}): MessageRow =>
  mailRow({ id, receivedAt, preview: 'Thursday works.', ...more })
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

  it('of a conversation are named by their newest sender, and say how many there are', () => {
    const known = { id: 'p', name: 'Amara Okafor', company: { id: 'c', name: 'St. Brannock' } }
    const line = row('a', '2026-11-25T10:38:00Z', { count: 3, senders: ['Tomás Rivera', null, 'Amara Okafor'], known })
    expect(rowLabel(line, now, 'en-GB', 'UTC')).toBe(
      'Amara Okafor, Calibration, 3 messages, St. Brannock, 10:38, Thursday works.',
    )
    expect(namesOf(line, false)).toBe('Tomás, me, Amara')
    expect(namesOf(row('b', '2026-11-25T10:38:00Z', { senders: ['Dr. Amara Okafor', 'it@x.test'] }), false)).toBe(
      'Amara, it@x.test',
    )
  })

  it('in folders for what goes out say to whom', () => {
    const line = row('a', '2026-11-25T10:38:00Z', { toNames: ['Ingrid Solheim', 'Jonas'], isDraft: true, preview: '' })
    expect(namesOf(line, true)).toBe('To Ingrid Solheim, Jonas')
    expect(rowLabel(line, now, 'en-GB', 'UTC', true)).toBe('To Ingrid Solheim, Jonas, Calibration, Draft, 10:38')
  })

  it('are grouped by the day of the person’s zone', () => {
    const rows = [row('a', '2026-11-25T10:00:00Z'), row('b', '2026-11-24T23:30:00Z'), row('c', '2026-11-24T22:30:00Z')]
    const heads = (zone: string) =>
      listItems(rows, now, 'en-GB', zone).map((item) => (item.kind === 'day' ? item.label : item.row.id))
    expect(heads('UTC')).toEqual(['Today', 'a', 'Yesterday', 'b', 'c'])
    expect(heads('Europe/Berlin')).toEqual(['Today', 'a', 'b', 'Yesterday', 'c'])
  })

  it('ask the calendar once for what they know: each mark makes two thousand lines anew', () => {
    const rows = Array.from({ length: 2000 }, (_, n) => row(`m${n}`, new Date(now - n * 900_000).toISOString()))
    listItems(rows, now, 'en-GB', 'Europe/Berlin')
    const asked = vi.spyOn(Intl.DateTimeFormat.prototype as { readonly format: unknown }, 'format', 'get')
    const items = listItems([...rows], now, 'en-GB', 'Europe/Berlin')
    const headings = items.filter(({ kind }) => kind === 'day').length
    // A heading asks for its own words, a few times.
    expect(asked.mock.calls.length).toBeLessThan(headings * 6)
    asked.mockRestore()
    expect(listItems(rows, now, 'en-GB', 'Asia/Tokyo')[0]).toMatchObject({ kind: 'day', label: 'Today' })
    expect(listItems(rows, now, 'en-GB', 'Europe/Berlin')).toEqual(items)
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
