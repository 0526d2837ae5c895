import { describe, expect, it } from 'vitest'
import type { ListRecord } from './list/queries'
import type { FolderRow } from './queries'
import { type LineFacts, toFolderViews, toImportView, toMessageRow, toPeople } from './view'

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
    conversationId: 'c',
    toRecipients: ['Ann', 'Bob', 'Cem', 'Dov'].map((name) => ({ name, address: `${name}@x.test` })),
    isDraft: false,
    pendingFlag: null,
    movedFrom: null,
  }
  const facts: LineFacts = {
    address: 'Alex@contoso.test',
    sentId: 'sent',
    deletedId: 'bin',
    conversations: new Map(),
    known: new Map([['ann@x.test', { id: 'p', name: 'Ann', company: null }]]),
  }
  it('shows what the person chose before what Outlook has confirmed', () => {
    expect(toMessageRow(record, facts)).toMatchObject({
      isRead: false,
      flagged: true,
      receivedAt: '1970-01-01T00:00:00.000Z',
    })
    expect(toMessageRow(record, facts)).not.toHaveProperty('pending')
    expect(toMessageRow({ ...record, pendingRead: true }, facts)).toMatchObject({ isRead: true, pending: 'read' })
    expect(toMessageRow({ ...record, isRead: true, pendingRead: false }, facts)).toMatchObject({
      isRead: false,
      pending: 'unread',
    })
  })
})

describe('whom a line names', () => {
  const record: ListRecord = {
    ...{ id: 'm', folderId: 'f', conversationId: 'c', subject: '', preview: '', receivedAt: new Date(0) },
    ...{ fromName: '', fromAddress: 'bob@x.test', toRecipients: [{ name: '', address: 'Ann@x.test' }] },
    ...{ isRead: true, pendingRead: null, isDraft: false, hasAttachments: false, importance: 'normal' as const },
    ...{ flagStatus: 'notFlagged' as const, pendingFlag: null, movedFrom: null, isInvitation: false },
  }
  const facts: LineFacts = {
    ...{ address: 'Alex@contoso.test', sentId: 'sent', deletedId: 'bin', conversations: new Map() },
    known: new Map([['ann@x.test', { id: 'p', name: 'Ann', company: null }]]),
  }

  it('is the sender, by address when nameless', () => {
    expect(toMessageRow(record, facts)).toMatchObject({ senders: ['bob@x.test'], known: null, count: 1 })
  })

  it.each([
    ['in Sent', { folderId: 'sent' }],
    ['of a draft', { isDraft: true }],
    ['from one’s own address', { fromAddress: 'alex@CONTOSO.test' }],
  ])('%s is oneself, and the person known is the first recipient', (_, over) => {
    const row = toMessageRow({ ...record, ...over }, facts)
    expect(row).toMatchObject({ senders: [null], toNames: ['Ann@x.test'], known: { id: 'p' } })
  })

  it('are the speakers of its conversation', () => {
    const speakers = [{ name: 'Ann', address: 'ann@x.test' }, null, { name: '', address: 'bob@x.test' }]
    const conversations = new Map([['c', { count: 7, speakers }]])
    expect(toMessageRow(record, { ...facts, conversations })).toMatchObject({
      count: 7,
      senders: ['Ann', null, 'bob@x.test'],
    })
  })

  it('a deed that waits is told: a move before a flag before a mark', () => {
    const all = { ...record, movedFrom: 'f', pendingFlag: 'flagged' as const, pendingRead: false }
    expect(toMessageRow(all, facts).pending).toBe('move')
    expect(toMessageRow({ ...all, folderId: 'bin' }, facts).pending).toBe('delete')
    expect(toMessageRow({ ...all, movedFrom: null }, facts)).toMatchObject({ pending: 'flag', flagged: true })
    expect(toMessageRow({ ...all, movedFrom: null, pendingFlag: null }, facts).pending).toBe('unread')
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
