'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { fetchJson } from '@/components/frame/fetch-json'
import { liveKey, useLive } from '@/components/frame/live'
import type { FoldersView, FolderView } from './view'

/** Where the folders with their counts stand in the cache. */
export const foldersKey = liveKey('mail', 'folders')

/** Folders and import, kept right by live hints: GET /api/mail/folders. */
export function useFolders(initial: FoldersView): FoldersView {
  const queries = useQueryClient()
  useLive('import', () => void queries.invalidateQueries({ queryKey: foldersKey }))
  const { data, isFetchedAfterMount } = useQuery({
    queryKey: foldersKey,
    queryFn: ({ signal }) => fetchJson<FoldersView>('/api/mail/folders', signal),
    initialData: initial,
  })
  // The frame put its folders there first, and knows nothing of the import.
  return isFetchedAfterMount ? data : { folders: data.folders, import: initial.import }
}

const first = ['inbox', 'drafts', 'outbox', 'sentitems', 'archive']
const last = ['junkemail', 'deleteditems', 'conversationhistory', 'rssfeeds', 'syncissues']

function rank({ wellKnown }: FolderView): number {
  if (wellKnown === null) return first.length
  const at = first.indexOf(wellKnown)
  if (at >= 0) return at
  const behind = last.indexOf(wellKnown)
  return behind >= 0 ? first.length + 1 + behind : first.length
}

/** Folders as the navigation shows them: Microsoft's own in their usual places, children under their parents. */
export function inOrder(folders: readonly FolderView[]): FolderView[] {
  const known = new Set(folders.map((folder) => folder.id))
  const children = new Map<string | null, FolderView[]>()
  for (const folder of folders) {
    const parent = folder.parentId !== null && known.has(folder.parentId) ? folder.parentId : null
    children.set(parent, [...(children.get(parent) ?? []), folder])
  }
  const walk = (parent: string | null): FolderView[] =>
    (children.get(parent) ?? [])
      .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
      .flatMap((folder) => [folder, ...walk(folder.id)])
  return walk(null)
}

/** The folder of an address: by id, else the inbox, else the first. */
export function folderOf(folders: readonly FolderView[], id: string | null): FolderView | undefined {
  return (
    folders.find((folder) => folder.id === id) ?? folders.find((folder) => folder.wellKnown === 'inbox') ?? folders[0]
  )
}

/** What stands beside a folder's name: drafts count all, the others what is unread. */
export function countOf(folder: FolderView): number {
  return folder.wellKnown === 'drafts' ? folder.total : folder.unread
}

/** Folders whose lines say to whom: what goes out. */
export function isOut(folder: Pick<FolderView, 'wellKnown'> | undefined): boolean {
  return ['drafts', 'sentitems', 'outbox'].includes(folder?.wellKnown ?? '')
}

type Where = { folder?: FolderView; message?: string | null; filter?: string; query?: string | null }

/** The address of a folder, a message in it, a filter, and a search. */
export function inboxHref(where: Where): string {
  const query = new URLSearchParams()
  if (where.folder && where.folder.wellKnown !== 'inbox') query.set('folder', where.folder.id)
  if (where.filter && where.filter !== 'all') query.set('filter', where.filter)
  // Empty: the search is open, and nothing is typed yet.
  if (typeof where.query === 'string') query.set('q', where.query)
  if (where.message) query.set('message', where.message)
  const text = query.toString()
  return text ? `/inbox?${text}` : '/inbox'
}
