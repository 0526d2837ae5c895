import { describe, expect, it } from 'vitest'
import type { FolderRow, ListRecord } from './queries'
import { toFolderViews, toImportView, toMessageRow, toPeople } from './view'

const folder = (graphId: string, over: Partial<FolderRow> = {}): FolderRow => ({
  id: `id-${graphId}`,
  workspaceId: 'w',
  connectionId: 'c',
  graphId,
  parentGraphId: null,
  displayName: graphId,
  wellKnown: null,
  total: 0,
  unread: 0,
  outlookTotal: 0,
  followed: true,
  readAt: new Date(),
  ...over,
})

describe('folders', () => {
  it('stand in the order people look at them, children below their parents', () => {
    const views = toFolderViews([
      folder('Zoo'),
      folder('inner', { parentGraphId: 'Zoo' }),
      folder('Papierkorb', { wellKnown: 'deleteditems' }),
      folder('Posteingang', { wellKnown: 'inbox' }),
      folder('Alpha'),
      folder('Postausgang', { wellKnown: 'outbox' }),
      folder('away', { followed: false }),
    ])
    expect(views.map(({ name, depth }) => [name, depth])).toEqual([
      ['Posteingang', 0],
      ['Alpha', 0],
      ['Zoo', 0],
      ['inner', 1],
      ['Papierkorb', 0],
    ])
  })

  it('whose parent is not followed stand at the top', () => {
    expect(toFolderViews([folder('child', { parentGraphId: 'gone' })])).toMatchObject([
      { name: 'child', parentId: null },
    ])
  })
})

describe('a line of the list', () => {
  const record: ListRecord = {
    id: 'm',
    folderId: 'f',
    fromName: 'Adele',
    fromAddress: 'adele@contoso.test',
    subject: 'Hi',
    preview: 'there',
    receivedAt: new Date(0),
    isRead: false,
    pendingRead: null,
    hasAttachments: false,
    importance: 'normal',
    flagStatus: 'flagged',
    isInvitation: false,
  }
  it('shows what the person chose before what Outlook has confirmed', () => {
    expect(toMessageRow(record)).toMatchObject({ isRead: false, flagged: true, receivedAt: '1970-01-01T00:00:00.000Z' })
    expect(toMessageRow(record)).not.toHaveProperty('pending')
    expect(toMessageRow({ ...record, pendingRead: true })).toMatchObject({ isRead: true, pending: 'read' })
    expect(toMessageRow({ ...record, isRead: true, pendingRead: false })).toMatchObject({
      isRead: false,
      pending: 'unread',
    })
  })
})

describe('an import', () => {
  const progress = { seen: 40, total: 100, held: 38, open: 2, folders: 5, listed: true }
  it.each<[string, Parameters<typeof toImportView>, string]>([
    ['nobody is connected', [progress, null], 'idle'],
    ['it is being disconnected', [progress, { state: 'disconnecting' }], 'idle'],
    ['no folder is known yet', [{ ...progress, folders: 0 }, { state: 'active' }], 'first'],
    ['folders are open', [progress, { state: 'active' }], 'importing'],
    ['the folder list is not whole', [{ ...progress, open: 0, listed: false }, { state: 'active' }], 'importing'],
    ['the grant is dead', [progress, { state: 'paused' }], 'paused'],
    ['all is in', [{ ...progress, open: 0 }, { state: 'active' }], 'done'],
  ])('when %s', (_, input, state) => {
    expect(toImportView(...input).state).toBe(state)
  })

  it('never shows more done than there is', () => {
    expect(toImportView({ ...progress, seen: 140 }, { state: 'active' })).toMatchObject({ done: 140, total: 140 })
  })
})

it('people without a name are shown by their address', () => {
  expect(toPeople([{ name: '', address: 'a@x.example' }])).toEqual([{ name: 'a@x.example', address: 'a@x.example' }])
})
