import { describe, expect, it } from 'vitest'
import { mailRow } from '@/tests/support/mail-row'
import { foldItems, openAtFirst } from './thread-fold'

const thread = (...kinds: ('read' | 'unread' | 'draft')[]) =>
  kinds.map((kind, at) => mailRow({ id: `m${at}`, isRead: kind !== 'unread', isDraft: kind === 'draft' }))
const opened = (messages: ReturnType<typeof thread>, asked = 'none') =>
  [...openAtFirst(messages, asked)].sort().join(' ')

describe('a conversation', () => {
  it('opens its newest, all that is unread, and what was asked for', () => {
    expect(opened(thread('read', 'unread', 'read', 'read'))).toBe('m1 m3')
    expect(opened(thread('read', 'read', 'read'), 'm0')).toBe('m0 m2')
  })

  it('leaves a draft at its end folded, and opens the message before it', () => {
    expect(opened(thread('read', 'read', 'draft'))).toBe('m1')
  })

  it('folds the rest: two or more in a row are one line until they are spread', () => {
    const messages = thread('read', 'read', 'read', 'read', 'read')
    const draw = (spread: boolean, ...open: string[]) =>
      foldItems(messages, new Set(open), spread)
        .map((item) => (item.kind === 'run' ? `(${item.messages.length})` : item.open ? 'open' : 'line'))
        .join(' ')
    expect(draw(false, 'm4')).toBe('(4) open')
    expect(draw(false, 'm1', 'm4')).toBe('line open (2) open')
    expect(draw(true, 'm4')).toBe('line line line line open')
    expect(draw(false)).toBe('(5)')
  })
})
