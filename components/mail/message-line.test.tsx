import { describe, expect, it } from 'vitest'
import { draw } from '@/tests/support/draw'
import { wordsIn } from './highlight'
import { type LineHandlers, MessageLine } from './message-line'
import type { MessageRow } from './view'

const row: MessageRow = {
  id: 'one',
  folderId: 'inbox',
  conversationId: null,
  count: 1,
  senders: [],
  toNames: [],
  isDraft: false,
  known: null,
  fromName: 'יעל כהן',
  fromAddress: 'yael@norrvik.example',
  subject: 'מכתב חשוב 4711: Order',
  preview: 'שלום, המשלוח יגיע ביום רביעי.',
  receivedAt: '2026-11-25T10:38:00Z',
  isRead: false,
  hasAttachments: false,
  importance: 'normal',
  flagged: false,
  isInvitation: false,
}
const nothing = () => {}
const handlers: LineHandlers = {
  open: nothing,
  move: nothing,
  focus: nothing,
  near: nothing,
  choose: nothing,
  extend: nothing,
  wish: nothing,
  menu: nothing,
  drag: nothing,
  dragEnd: nothing,
}
const still = { out: false, open: false, tabStop: true, cursor: false, chosen: false, choosing: false, bare: true }

describe('a line of the list', () => {
  it.each(['comfortable', 'compact'] as const)('reads each text in its own direction, %s', (density) => {
    const { host } = draw(
      <MessageLine {...{ row, density, handlers, ...still }} href="#" label="" lit={wordsIn('4711')} />,
    )
    const directed = [...host.querySelectorAll('[dir=auto]')].map((each) => each.textContent)
    const expected =
      density === 'compact' ? [row.fromName, `${row.subject} ${row.preview}`] : [row.fromName, row.subject, row.preview]
    expect(directed).toEqual(expected)
  })

  it.each(['comfortable', 'compact'] as const)(
    'of a search shows where its words stand, and marks them, %s',
    (density) => {
      const found: MessageRow = {
        ...row,
        fromName: 'Gáte Keeper',
        subject: 'Probes, gates, from',
        preview: 'Hello Anna, thank you for the call of yesterday. The probes for gate four arrive on Tuesday.',
      }
      const drawn = (query: string) => {
        const lit = wordsIn(query)
        const { host, one } = draw(
          <MessageLine {...{ row: found, density, handlers, lit, ...still }} href="#" label="Said" />,
        )
        expect(one('a').getAttribute('aria-label')).toBe('Said')
        return { text: host.textContent, marks: [...host.querySelectorAll('mark')].map((each) => each.textContent) }
      }
      expect(drawn('GATE')).toMatchObject({ marks: ['Gáte', 'gate', 'gate'] })
      expect(drawn('gate').text).toContain('…The probes for gate four arrive on Tuesday.')
      expect(drawn('from:gate')).toMatchObject({ marks: ['Gáte'], text: expect.stringContaining('Hello Anna, thank') })
    },
  )
})
