/** Mails for the palette, which names a conversation once. Pure. */

import type { SearchPage } from '@/components/mail/view'
import { MOST } from './palette-rank'
import type { PaletteItem } from './shortcuts'

type Row = SearchPage['rows'][number]
type Belongs = Pick<Row, 'conversationId' | 'receivedAt'>

/** What a mail belongs to, for the palette; a mail without a conversation stands alone. */
export const threadOf = ({ conversationId: id, receivedAt: at }: Belongs): PaletteItem['thread'] =>
  id ? { id, at } : undefined

/** Pages that are read at most: one long conversation must not make the palette wait for ever. */
const MOST_PAGES = 4

/**
 * What a search finds, page by page, until there are as many conversations as the palette names. Only when mails of
 * one conversation take the places of others is a further page asked for.
 */
export async function findMails(ask: (cursor: string | null) => Promise<SearchPage>): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  for (let page = 0; page < MOST_PAGES; page++) {
    const found: SearchPage = await ask(cursor)
    rows.push(...found.rows)
    cursor = found.nextCursor
    const named = new Set(rows.map((row) => row.conversationId ?? row.id)).size
    if (cursor === null || named >= MOST.messages || named === rows.length) break
  }
  return rows
}
