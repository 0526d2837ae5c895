import { describe, expect, it } from 'vitest'
import { countOf, folderOf, inboxHref, inOrder } from './folders'
import type { FolderView } from './view'

const folder = (id: string, more: Partial<FolderView> = {}): FolderView => ({
  id,
  name: id,
  wellKnown: null,
  parentId: null,
  depth: 0,
  unread: 1,
  total: 5,
  ...more,
})

const folders = [
  folder('trash', { wellKnown: 'deleteditems' }),
  folder('zoo'),
  folder('sub', { parentId: 'zoo', depth: 1 }),
  folder('in', { wellKnown: 'inbox' }),
  folder('apple', { parentId: 'unknown-parent' }),
  folder('draft', { wellKnown: 'drafts' }),
]

describe('folders', () => {
  it('stand in the usual order, children under parents, and none is lost', () => {
    expect(inOrder(folders).map((one) => one.id)).toEqual(['in', 'draft', 'apple', 'zoo', 'sub', 'trash'])
  })

  it('fall back to the inbox for an address that names none or a foreign one', () => {
    expect(folderOf(folders, null)?.id).toBe('in')
    expect(folderOf(folders, 'gone')?.id).toBe('in')
    expect(folderOf(folders, 'zoo')?.id).toBe('zoo')
    expect(folderOf([], null)).toBeUndefined()
  })

  it('count all drafts and the unread of the others', () => {
    expect(folders.map(countOf)).toEqual([1, 1, 1, 1, 1, 5])
  })

  it('have addresses that can be shared; the inbox has the short one', () => {
    expect(inboxHref({ folder: folders[3] })).toBe('/inbox')
    expect(inboxHref({ folder: folders[1], message: 'a/b=', filter: 'unread' })).toBe(
      '/inbox?folder=zoo&filter=unread&message=a%2Fb%3D',
    )
  })
})
