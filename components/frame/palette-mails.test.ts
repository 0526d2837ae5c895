import { expect, it } from 'vitest'
import type { SearchPage } from '@/components/mail/view'
import { mailRow } from '@/tests/support/mail-row'
import { findMails } from './palette-mails'

const page = (conversations: (string | null)[], nextCursor: string | null): SearchPage => ({
  rows: conversations.map((conversationId, at) => ({ ...mailRow({ id: `${at}`, conversationId }), folderName: '' })),
  nextCursor,
  understood: [],
})

async function pagesRead(pages: Record<string, SearchPage>) {
  const asked: string[] = []
  const rows = await findMails(async (cursor) => {
    asked.push(cursor ?? 'first')
    return pages[cursor ?? 'first'] ?? page([], null)
  })
  return { asked, found: rows.map(({ conversationId }) => conversationId) }
}

const long = Array.from({ length: 50 }, () => 'long')

it('asks on while one conversation takes the places of others', async () => {
  const { asked, found } = await pagesRead({
    first: page(long, 'second'),
    second: page([...long, 'b', 'c'], 'third'),
    third: page(['d', 'e', 'f'], 'fourth'),
  })
  expect(asked).toEqual(['first', 'second', 'third'])
  expect(new Set(found)).toEqual(new Set(['long', 'b', 'c', 'd', 'e', 'f']))
})

it('asks once when enough is found, when there is no more, and when no conversation is doubled', async () => {
  for (const first of [page(['a', 'a', 'b', 'c', 'd', 'e'], 'more'), page(long, null), page(['a', 'b'], 'more')])
    expect((await pagesRead({ first })).asked).toEqual(['first'])
})

it('gives up on a conversation without end', async () => {
  const { asked } = await pagesRead({ first: page(long, 'on'), on: page(long, 'on') })
  expect(asked).toHaveLength(4)
})
