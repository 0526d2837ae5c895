import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cursors } from '@/drizzle/schema/connection'
import { mailFolders, mailMessages } from '@/drizzle/schema/mail'
import { inngest } from '@/inngest/client'
import { mailImport, mailSweep } from '@/inngest/events'
import { connectionScope } from '@/lib/auth/scope'
import { messagesOf } from '@/lib/features/mail/sync/resources'
import { inSystem } from '@/lib/platform/db/handle'
import { readCursor } from '@/lib/sync/cursors'
import { takePage } from '@/lib/sync/delta'
import { cursorsOf, mark } from '../support/living-deeds'
import { LivingWorld, type Person } from '../support/living-world'

const UPN = 'alex@contoso.test'
let tandem: LivingWorld

beforeAll(async () => {
  tandem = await LivingWorld.start()
})
afterAll(() => tandem.close())
beforeEach(() => tandem.reset())

const folder = (displayName: string, parent?: string) =>
  tandem.outlook<{ id: string }>(UPN, 'POST', parent ? `/me/mailFolders/${parent}/childFolders` : '/me/mailFolders', {
    displayName,
  })
async function settle(person: Person): Promise<void> {
  await tandem.healed()
  expect(await tandem.agree(person)).toEqual([])
}

describe('hostile mail', () => {
  it.each<[string, Record<string, unknown>]>([
    ['a subject of 100,000 characters', { subject: 'x'.repeat(100_000) }],
    ['NULs', { subject: 'a\u0000b', body: { contentType: 'text', content: 'a\u0000b' } }],
    [
      'half surrogate pairs',
      { subject: '\ud83d and \ude00', body: { contentType: 'text', content: '\ud83d'.repeat(300) } },
    ],
    ['an emoji cut by the preview', { body: { contentType: 'text', content: `${'a'.repeat(254)}😀` } }],
    ['a subject that is SQL', { subject: `'; drop table mail_messages; --` }],
    [
      'a name that is HTML',
      { from: { emailAddress: { name: '<img src=x onerror=alert(1)>', address: 'a@b.example' } } },
    ],
    ['a subject named __proto__', { subject: '__proto__' }],
    [
      '500 recipients',
      {
        toRecipients: Array.from({ length: 500 }, (_, at) => ({
          emailAddress: { name: `P${at}`, address: `p${at}@x.example` },
        })),
      },
    ],
    ['no recipient', { toRecipients: [] }],
    ['a message id with control characters', { internetMessageId: '<a\u0001\u007f@x>' }],
    ['a date in the year 1', { receivedDateTime: '0001-01-01T00:00:00Z' }],
    ['a date in the year 9999', { receivedDateTime: '9999-12-31T23:59:59Z' }],
  ])('with %s comes in like any other, now and in an import', async (_, message) => {
    const alex = await tandem.settled(UPN)
    await tandem.mail(UPN, message)
    await settle(alex)
    const megan = await tandem.link('megan@contoso.test')
    await tandem.mail('megan@contoso.test', message)
    await settle(megan)
  })
})

it('a page with hostile items spoils those items only', async () => {
  const alex = await tandem.settled(UPN)
  const scope = await connectionScope(alex.connectionId)
  const [inbox] = await inSystem((db) =>
    db
      .select()
      .from(mailFolders)
      .where(and(eq(mailFolders.connectionId, alex.connectionId), eq(mailFolders.wellKnown, 'inbox'))),
  )
  if (!scope || !inbox) throw new Error('no inbox')
  const resource = messagesOf(inbox, null)
  const cursor = await readCursor(scope, resource.stream)
  const good = (id: string, over: object = {}) => ({
    id,
    '@odata.etag': 'W/"k"',
    subject: id,
    isRead: false,
    receivedDateTime: '2026-01-01T00:00:00Z',
    ...over,
  })
  const value: unknown[] = [
    null,
    7,
    'text',
    [],
    {},
    { id: 3 },
    { id: '' },
    { id: 'NUL\u0000', '@removed': {} },
    good('half\ud83d'),
    good('x'.repeat(5000)),
    good('bad-subject', { subject: { $: 1 } }),
    good('bad-read', { isRead: 'false' }),
    good('bad-date', { receivedDateTime: 'yesterday' }),
    good('year-0', { receivedDateTime: '0000-01-01T00:00:00Z' }),
    good('bad-from', { from: 'me' }),
    good('bad-importance', { importance: 'vital' }),
    good('bad-flag', { flag: 'flagged' }),
    JSON.parse('{"id":"proto","__proto__":{"subject":"x"},"constructor":1,"toString":2}'),
    good('first', { subject: 'the older of two' }),
    good('first', { subject: 'the newer of two' }),
    good('gone'),
    { id: 'gone', '@removed': { reason: 'deleted' } },
    { id: 'back', '@removed': { reason: 'changed' } },
    good('back'),
    good('nulls', {
      internetMessageId: '<a\u0000b>',
      webLink: 'x\u0000',
      conversationId: '\ud800',
      bodyPreview: '\ud83d',
    }),
    good('offset', { receivedDateTime: '2026-01-01T00:00:00+23:00' }),
    good('last'),
  ]
  const body = { value, '@odata.deltaLink': `${tandem.world.microsoft.url}/v1.0/x?$deltatoken=1` }
  const before = await inSystem((db) => db.select({ id: mailMessages.graphId }).from(mailMessages))
  const page = await takePage(scope, resource, cursor, { body, requestId: null, readAt: new Date(), why: 'sweep' })
  expect(page.complete).toBe(true)
  const known = new Set(before.map(({ id }) => id))
  const rows = await inSystem((db) => db.select().from(mailMessages))
  const fresh = rows.filter(({ graphId }) => !known.has(graphId))
  expect(fresh.map(({ graphId }) => graphId).sort()).toEqual(['back', 'first', 'last', 'nulls', 'offset'])
  expect(fresh.find(({ graphId }) => graphId === 'first')?.subject).toBe('the newer of two')
})

describe('folders', () => {
  it('made, nested, renamed, filled and deleted are followed', async () => {
    const alex = await tandem.settled(UPN)
    const top = await folder('Aurora')
    const inner = await folder('Borealis', top.id)
    await tandem.mail(UPN, { parentFolderId: inner.id })
    await settle(alex)
    await tandem.outlook(UPN, 'PATCH', `/me/mailFolders/${inner.id}`, { displayName: 'Australis' })
    await tandem.mail(UPN, { parentFolderId: top.id })
    await inngest.send(mailSweep.create({ connectionId: alex.connectionId, why: 'asked' }))
    await settle(alex)
    const names = await inSystem((db) => db.select({ name: mailFolders.displayName }).from(mailFolders))
    expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(['Aurora', 'Australis']))
    await tandem.outlook(UPN, 'DELETE', `/me/mailFolders/${top.id}`)
    await inngest.send(mailSweep.create({ connectionId: alex.connectionId, why: 'asked' }))
    await settle(alex)
  })

  it('made a moment ago take the mail that is moved into them', async () => {
    const alex = await tandem.settled(UPN)
    const fresh = await folder('Brand new')
    const ids = (await tandem.truth(UPN)).slice(0, 8).map(({ id }) => id)
    await Promise.all(ids.map((id) => tandem.edit(UPN, id, { parentFolderId: fresh.id })))
    await tandem.quiet({ imports: false })
    expect(await tandem.agree(alex)).toEqual([])
    // The rest of such a folder comes in within the minute.
    await tandem.minute()
    await settle(alex)
  })

  it('deleted while they are imported leave nothing behind, and the rest comes in', async () => {
    const doomed = await folder('Doomed')
    await tandem.burst(UPN, 1600, doomed.id)
    await tandem.fault({ kind: 'delay', delayMs: 120, times: -1, match: { path: '*/messages/delta*' } })
    const alex = await tandem.link(UPN)
    await tandem.until(async () => (await cursorsOf(alex.connectionId)).length > 9, 'the folder list')
    // First into the deleted items, then for good.
    await tandem.outlook(UPN, 'DELETE', `/me/mailFolders/${doomed.id}`)
    await tandem.outlook(UPN, 'DELETE', `/me/mailFolders/${doomed.id}`)
    await tandem.quiet({ imports: false })
    await tandem.control('DELETE', '/faults')
    await tandem.minute()
    await inngest.send([
      mailImport.create({ connectionId: alex.connectionId }),
      mailSweep.create({ connectionId: alex.connectionId, why: 'asked' }),
    ])
    await settle(alex)
    expect((await tandem.runs('mail-import')).filter(({ status }) => status === 'failed')).toEqual([])
  })
})

it('a cursor of a folder that is gone keeps no import open', async () => {
  const alex = await tandem.settled(UPN)
  const { connectionId, scope } = alex
  const stream = `mail/${randomUUID()}`
  await inSystem((db) => db.insert(cursors).values({ connectionId, workspaceId: scope.workspaceId, stream }))
  await tandem.minute()
  expect((await cursorsOf(connectionId)).map((each) => each.stream)).not.toContain(stream)
  expect(await tandem.agree(alex)).toEqual([])
})

describe('messages', () => {
  it('that move between folders during the import are there once, at their new place', async () => {
    await tandem.burst(UPN, 2200)
    await tandem.burst(UPN, 900, 'archive', 9)
    await tandem.fault({ kind: 'delay', delayMs: 80, times: -1, match: { path: '*/messages/delta*' } })
    const alex = await tandem.link(UPN)
    await tandem.until(async () => (await cursorsOf(alex.connectionId)).some(({ link }) => link), 'the first page')
    const all = await tandem.truth(UPN)
    const ids = all.map(({ id }) => id)
    await Promise.all(ids.slice(0, 25).map((id) => tandem.edit(UPN, id, { parentFolderId: 'archive' })))
    await Promise.all(ids.slice(1800, 1825).map((id) => tandem.edit(UPN, id, { parentFolderId: 'deleteditems' })))
    await Promise.all(ids.slice(2500, 2525).map((id) => tandem.edit(UPN, id, { parentFolderId: 'inbox' })))
    await Promise.all(ids.slice(300, 320).map((id) => tandem.discard(UPN, id, true)))
    await settle(alex)
  })

  it('that leave and come back stay one', async () => {
    const alex = await tandem.settled(UPN)
    const ids = (await tandem.truth(UPN)).slice(0, 6).map(({ id }) => id)
    for (let turn = 0; turn < 4; turn++) {
      for (const id of ids) await tandem.edit(UPN, id, { parentFolderId: turn % 2 ? 'inbox' : 'archive' })
      if (turn === 1) await tandem.quiet()
    }
    await settle(alex)
  })

  it('deleted, restored and deleted again end where Outlook has them', async () => {
    const alex = await tandem.settled(UPN)
    const [one = '', two = ''] = (await tandem.truth(UPN)).slice(0, 2).map(({ id }) => id)
    for (const id of [one, two]) {
      await tandem.discard(UPN, id)
      await tandem.edit(UPN, id, { parentFolderId: 'inbox' })
    }
    await tandem.discard(UPN, two, true)
    await settle(alex)
  })

  it('marked here while Outlook moves them keep the choice, on both sides', async () => {
    const alex = await tandem.settled(UPN)
    const ids = (await tandem.truth(UPN))
      .filter(({ isRead }) => !isRead)
      .slice(0, 10)
      .map(({ id }) => id)
    await tandem.fault({ kind: 'delay', delayMs: 400, times: 3, match: { method: 'PATCH' } })
    await mark(alex, ids, true)
    await Promise.all(ids.map((id) => tandem.edit(UPN, id, { parentFolderId: 'archive' })))
    await settle(alex)
    expect((await tandem.truth(UPN)).filter(({ id, isRead }) => ids.includes(id) && isRead)).toHaveLength(ids.length)
  })

  it('marked here and there at the same moment end alike on both sides', async () => {
    const alex = await tandem.settled(UPN)
    const ids = (await tandem.truth(UPN)).slice(0, 12).map(({ id }) => id)
    for (const turn of [0, 1, 2]) {
      await Promise.all([
        mark(alex, ids, turn % 2 === 0),
        ...ids.map((id) => tandem.edit(UPN, id, { isRead: turn % 2 === 1, subject: `turn ${turn}` })),
      ])
    }
    await settle(alex)
  })
})
