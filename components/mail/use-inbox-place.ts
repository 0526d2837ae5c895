'use client'

import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { goShallow } from '@/components/frame/shallow-link'
import { folderOf, inboxHref } from './folders'
import { filterOf } from './list-view'
import type { FolderView, MailFilter } from './view'

/** Where one is, by the address, and the ways to go. */
export function useInboxPlace(folders: readonly FolderView[]) {
  const address = useSearchParams()
  const folder = folderOf(folders, address.get('folder'))
  const filter = filterOf(address.get('filter'))
  const openId = address.get('message')
  /** What is searched for; empty while nothing is typed, null without a search. */
  const query = address.get('q')

  const ways = useMemo(() => {
    const here = { folder, filter, query }
    return {
      hrefOf: (row: { id: string }) => inboxHref({ ...here, message: row.id }),
      openRow: (row: { id: string }, how: 'push' | 'replace') =>
        goShallow(inboxHref({ ...here, message: row.id }), how),
      close: () => goShallow(inboxHref(here)),
      filterBy: (next: MailFilter) => goShallow(inboxHref({ folder, filter: next }), 'replace'),
      search: (text: string, how: 'push' | 'replace', message?: string | null) =>
        goShallow(inboxHref({ folder, filter, query: text, message }), how),
      endSearch: (message?: string | null) => goShallow(inboxHref({ folder, filter, message })),
    }
  }, [folder, filter, query])
  return { folder, filter, openId, query, ways }
}
