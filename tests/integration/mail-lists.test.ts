import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mailLinks, mailMessages } from '@/drizzle/schema/mail'
import { companies, people, personAddresses } from '@/drizzle/schema/people'
import { tasks } from '@/drizzle/schema/tasks'
import { readMessagePage } from '@/lib/features/mail/loaders'
import { mergeMessages } from '@/lib/features/mail/mutations'
import { readThread } from '@/lib/features/mail/thread/loaders'
import { inScope } from '@/lib/platform/db/handle'
import { type Mailbox, newMailbox, OWN } from '../support/mail-rows'
import { emptyTandem, startWorld, type World } from '../support/tandem-world'

let world: World
let box: Mailbox

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await emptyTandem()
  box = await newMailbox()
})

const page = (query: Record<string, string>, folder = 'inbox') =>
  inScope(box.scope, (db) =>
    readMessagePage(db, box.scope, new URLSearchParams({ folder: box.folder(folder), ...query })),
  )

/** All pages of a list, one after the other. */
async function all(query: Record<string, string> = {}, folder = 'inbox') {
  const rows = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const next: Awaited<ReturnType<typeof page>> = await page({ ...query, cursor }, folder)
    rows.push(...next.rows)
    cursor = next.nextCursor
  }
  return rows
}
const subjects = (rows: { subject: string }[]) => rows.map(({ subject }) => subject)

const person = (name: string, address: string, company?: string) =>
  inScope(box.scope, async (db) => {
    const workspaceId = box.scope.workspaceId
    const [firm] = company ? await db.insert(companies).values({ workspaceId, name: company }).returning() : []
    const [row] = await db.insert(people).values({ workspaceId, name, companyId: firm?.id }).returning()
    await db.insert(personAddresses).values({ workspaceId, address, personId: row?.id ?? '' })
    return row?.id ?? ''
  })
const set = (graphId: string, change: Partial<typeof mailMessages.$inferInsert>) =>
  inScope(box.scope, (db) => db.update(mailMessages).set(change).where(eq(mailMessages.graphId, graphId)))
const idOf = async (graphId: string) => {
  const [row] = await inScope(box.scope, (db) =>
    db.select({ id: mailMessages.id }).from(mailMessages).where(eq(mailMessages.graphId, graphId)),
  )
  return row?.id ?? ''
}

describe('lines of conversations', () => {
  it('are the newest message of each in this folder, with size and speakers of the whole', async () => {
    const talk = { conversation_id: 'talk' }
    await box.put('inbox', [
      { ...talk, subject: 'first', minute: 50, from_name: 'Ann', from_address: 'ann@firm.test' },
      { ...talk, subject: 'third', minute: 30, from_name: 'Bob', from_address: 'bob@firm.test' },
      { ...talk, subject: 'last', minute: 5, from_name: 'Ann Lee', from_address: 'ANN@firm.test' },
      { subject: 'alone', minute: 20, from_name: '', from_address: 'cem@firm.test' },
    ])
    await box.put('sentitems', [{ ...talk, subject: 'second', minute: 40, from_address: 'alias@contoso.test' }])
    await box.put('deleteditems', [{ ...talk, subject: 'thrown', minute: 1 }])
    await box.put('junkemail', [{ ...talk, subject: 'junk', minute: 2 }])
    const rows = await all()
    expect(rows).toMatchObject([
      { subject: 'last', count: 4, senders: [null, 'Bob', 'Ann Lee'], conversationId: 'talk' },
      { subject: 'alone', count: 1, senders: ['cem@firm.test'] },
    ])
    expect(subjects(await all({ grouped: 'off' }))).toEqual(['last', 'alone', 'third', 'first'])
    expect((await all({ grouped: 'off' }))[0]).toMatchObject({ count: 1, senders: ['Ann Lee'] })
    // There it lies, so there it counts.
    expect(await all({}, 'deleteditems')).toMatchObject([{ subject: 'thrown', count: 5 }])
  })

  it('of a filter are the newest message that it lets through', async () => {
    const talk = { conversation_id: 'talk' }
    await box.put('inbox', [
      { ...talk, subject: 'read', minute: 1, is_read: true },
      { ...talk, subject: 'unread', minute: 2, is_read: false },
      { ...talk, subject: 'older unread', minute: 3, is_read: false, flag_status: 'flagged' },
      { ...talk, subject: 'with files', minute: 4, has_attachments: true },
    ])
    expect(subjects(await all({ filter: 'all' }))).toEqual(['read'])
    expect(subjects(await all({ filter: 'unread' }))).toEqual(['unread'])
    expect(subjects(await all({ filter: 'unread', grouped: 'off' }))).toEqual(['unread', 'older unread'])
    expect(subjects(await all({ filter: 'flagged' }))).toEqual(['older unread'])
    expect(subjects(await all({ filter: 'attachments' }))).toEqual(['with files'])
    expect(subjects(await all({ filter: 'people' }))).toEqual([])
  })

  it('and filters go by what the person chose before Outlook confirmed it', async () => {
    await box.put('inbox', [
      { graph_id: 'a', subject: 'a', minute: 1, is_read: false },
      { graph_id: 'b', subject: 'b', minute: 2, flag_status: 'flagged' },
      { graph_id: 'c', subject: 'c', minute: 3 },
    ])
    await set('a', { pendingRead: true })
    await set('b', { pendingFlag: 'notFlagged' })
    await set('c', { pendingFlag: 'flagged', pendingRead: false })
    expect(subjects(await all({ filter: 'unread' }))).toEqual(['c'])
    expect(subjects(await all({ filter: 'flagged' }))).toEqual(['c'])
  })

  it('go on from any place without gap or repeat, times alike included', async () => {
    await box.put(
      'inbox',
      Array.from({ length: 230 }, (_, n) => ({ subject: `s${n}`, conversation_id: `c${n % 140}`, minute: n >> 2 })),
    )
    const rows = await all()
    expect(new Set(rows.map(({ conversationId }) => conversationId)).size).toBe(140)
    expect(rows).toHaveLength(140)
    const times = rows.map(({ receivedAt }) => receivedAt)
    expect(times).toEqual([...times].sort().reverse())
    expect(await all({ grouped: 'off' })).toHaveLength(230)
  })

  it('stand alone without a conversation', async () => {
    await box.put(
      'inbox',
      [1, 2].map((minute) => ({ conversation_id: null, subject: `s${minute}`, minute })),
    )
    expect(await all()).toMatchObject([
      { subject: 's1', count: 1, conversationId: null },
      { subject: 's2', count: 1 },
    ])
  })

  it('of 5,000 messages are one, and the page behind it is full', async () => {
    await box.put(
      'inbox',
      Array.from({ length: 5_060 }, (_, n) => ({
        ...{ minute: n, conversation_id: n < 5_000 ? 'big' : `c${n}`, is_read: n % 7 > 0 },
        ...{ from_address: `s${n % 9}@firm.test`, from_name: `S${n % 9}` },
      })),
    )
    const first = await page({})
    expect(first.rows).toHaveLength(50)
    expect(first.rows[0]).toMatchObject({ conversationId: 'big', count: 99 })
    expect(first.rows[0]?.senders).toHaveLength(4)
    expect(await all()).toHaveLength(61)
    expect((await all({ filter: 'unread' })).filter((row) => row.conversationId === 'big')).toHaveLength(1)
  })
})

describe('people of the CRM', () => {
  it.each([
    ['by the index of participants, with few addresses', 3],
    ['by looking on, with many', 1_500],
  ])('are found where they are rare, each once: %s', async (_name, addresses) => {
    const ann = await person('Ann', 'ann@firm.test')
    await inScope(box.scope, (db) =>
      db.execute(sql`insert into person_addresses (workspace_id, address, person_id, position)
        select ${box.scope.workspaceId}::uuid, 'a' || i || '@firm.test', ${ann}::uuid, i
        from generate_series(1, ${addresses}::int) i`),
    )
    const strange = { from_name: 'Shop', from_address: 'shop@sale.test' }
    await box.put('inbox', [
      { graph_id: 'first', subject: 'new' },
      { graph_id: 'model', minute: 1, ...strange },
    ])
    await box.put('inbox', [{ graph_id: 'middle', subject: 'middle', minute: 4_500 }])
    await box.put('inbox', [{ graph_id: 'last', subject: 'old', minute: 20_000 }])
    const columns = Object.keys(getTableColumns(mailMessages)).map((name) =>
      name.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`),
    )
    const copied: Record<string, string> = {
      ...{ id: 'gen_random_uuid()', graph_id: `'n' || i`, conversation_id: `'n' || i` },
      received_at: `received_at - i * interval '1 minute'`,
    }
    await inScope(box.scope, (db) =>
      db.execute(
        sql.raw(`insert into mail_messages (${columns.join(',')})
          select ${columns.map((name) => copied[name] ?? name).join(',')}
          from mail_messages, generate_series(1, 9000) i where graph_id = 'model'`),
      ),
    )
    for (const grouped of ['on', 'off'])
      expect(subjects(await all({ filter: 'people', grouped }))).toEqual(['new', 'middle', 'old'])
  })

  it('are named, and their mail is a filter of its own', async () => {
    const ann = await person('Ann Lee', 'ann@firm.test', 'Firm')
    await person('Oneself', OWN)
    await box.put('inbox', [
      { subject: 'from Ann', minute: 1, from_address: 'Ann@Firm.test' },
      { subject: 'from nobody', minute: 2, from_address: 'x@y.test' },
      {
        subject: 'with Ann',
        minute: 3,
        from_address: 'x@y.test',
        cc_recipients: [{ name: '', address: 'ANN@firm.test' }],
      },
    ])
    await box.put('sentitems', [
      { subject: 'to Ann', from_address: OWN, to_recipients: [{ name: 'Annie', address: 'ann@firm.test' }] },
    ])
    const known = { id: ann, name: 'Ann Lee', company: { name: 'Firm' } }
    expect(await all()).toMatchObject([{ known }, { known: null }, { known: null }])
    expect(await all({}, 'sentitems')).toMatchObject([{ known, senders: [null], toNames: ['Annie'] }])
    expect(subjects(await all({ filter: 'people' }))).toEqual(['from Ann', 'with Ann'])
  })

  it('are found far below the newest mail, page by page', async () => {
    await person('Ann Lee', 'ann@firm.test')
    await box.put(
      'inbox',
      Array.from({ length: 2_200 }, (_, n) => ({
        ...{ minute: n, subject: `s${n}`, from_address: n >= 1_900 && n % 3 === 0 ? 'ann@firm.test' : 'x@y.test' },
      })),
    )
    const rows = await all({ filter: 'people' })
    expect(rows).toHaveLength(100)
    expect(rows[0]?.subject).toBe('s1902')
    expect(await all({ filter: 'people', grouped: 'off' })).toHaveLength(100)
  })
})

describe('a conversation', () => {
  it('is told whole, oldest first, without what was deleted or is junk', async () => {
    const ann = await person('Ann Lee', 'ann@firm.test')
    const talk = { conversation_id: 'talk' }
    await box.put('inbox', [
      { ...talk, graph_id: 'one', subject: 'One', minute: 9 },
      { ...talk, graph_id: 'three', subject: 'Three', minute: 5, from_name: 'Bob', from_address: 'bob@firm.test' },
      { ...talk, graph_id: 'four', subject: 'Four', minute: 4 },
    ])
    await box.put('sentitems', [{ ...talk, subject: 'Two', minute: 7, from_address: OWN }])
    await box.put('deleteditems', [{ ...talk, graph_id: 'gone', subject: 'Thrown', minute: 1 }])
    const read = async (graphId: string) => {
      const id = await idOf(graphId)
      return inScope(box.scope, (db) => readThread(db, box.scope, id))
    }
    const thread = await read('three')
    expect(subjects(thread.messages)).toEqual(['One', 'Two', 'Three', 'Four'])
    expect(thread.messages.map(({ isMine }) => isMine)).toEqual([false, true, false, false])
    expect(thread).toMatchObject({ subject: 'Three', left: 0, visibility: 'metadata', conversationId: 'talk' })
    expect(thread.people).toMatchObject([
      { address: 'ann@firm.test', known: { id: ann } },
      { address: 'bob@firm.test', known: null },
    ])
    expect(subjects((await read('gone')).messages)).toEqual(['One', 'Two', 'Three', 'Four', 'Thrown'])
  })

  it('tells the tasks made of it, and those that wait for a reply only once they are due', async () => {
    await box.put('inbox', [{ graph_id: 'one', conversation_id: 'talk' }])
    const common = { workspaceId: box.scope.workspaceId, ownerId: box.scope.userId }
    await inScope(box.scope, async (db) => {
      const made = await db
        .insert(tasks)
        .values([
          { ...common, title: 'older', createdAt: new Date(0) },
          { ...common, title: 'newer', dueOn: '2026-12-01' },
          { ...common, title: 'waits', waitsForReplyUntil: new Date(Date.now() + 60_000) },
        ])
        .returning()
      const link = { workspaceId: common.workspaceId, connectionId: box.connection.connectionId }
      await db
        .insert(mailLinks)
        .values([
          ...made.map(({ id }) => ({ ...link, graphId: 'other', conversationId: 'talk', taskId: id })),
          { ...link, graphId: 'one', conversationId: 'talk', taskId: made[1]?.id },
        ])
    })
    const id = await idOf('one')
    const thread = await inScope(box.scope, (db) => readThread(db, box.scope, id))
    expect(thread.tasks).toMatchObject([
      { title: 'newer', dueOn: '2026-12-01', done: false },
      { title: 'older', dueOn: null },
    ])
  })

  it('of more than 200 shows the newest, says how many are left, and always the one asked for', async () => {
    await box.put(
      'inbox',
      Array.from({ length: 450 }, (_, n) => ({ graph_id: `g${n}`, conversation_id: 'big', minute: n })),
    )
    const newest = await idOf('g0')
    expect(await inScope(box.scope, (db) => readThread(db, box.scope, newest))).toMatchObject({ left: 250 })
    const oldest = await idOf('g449')
    const thread = await inScope(box.scope, (db) => readThread(db, box.scope, oldest))
    expect(thread.messages[0]?.id).toBe(oldest)
    expect(thread.messages.at(-1)?.id).toBe(newest)
  })

  it('without an id of its own is the message alone', async () => {
    await box.put('inbox', [{ graph_id: 'alone', conversation_id: null }, { conversation_id: null }])
    const id = await idOf('alone')
    expect((await inScope(box.scope, (db) => readThread(db, box.scope, id))).messages).toMatchObject([{ id }])
  })
})

describe('what was deleted for good here', () => {
  it('is nowhere, though Outlook has not heard yet', async () => {
    const talk = { conversation_id: 'talk' }
    await box.put('inbox', [
      {
        ...talk,
        graph_id: 'gone',
        subject: 'gone',
        minute: 1,
        is_read: false,
        flag_status: 'flagged',
        has_attachments: true,
      },
      { ...talk, graph_id: 'kept', subject: 'kept', minute: 2 },
    ])
    await person('Ann', 'ann@firm.test')
    const gone = await idOf('gone')
    const kept = await idOf('kept')
    await set('gone', { pendingGone: true })
    for (const grouped of ['on', 'off']) {
      expect(await all({ grouped })).toMatchObject([{ subject: 'kept', count: 1 }])
      for (const filter of ['unread', 'flagged', 'attachments']) expect(await all({ grouped, filter })).toEqual([])
      expect(subjects(await all({ grouped, filter: 'people' }))).toEqual(['kept'])
    }
    expect((await inScope(box.scope, (db) => readThread(db, box.scope, kept))).messages).toHaveLength(1)
    await expect(inScope(box.scope, (db) => readThread(db, box.scope, gone))).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

it('nobody sees a colleague’s lists or conversations', async () => {
  await box.put('inbox', [{ graph_id: 'mine', conversation_id: 'talk' }])
  const id = await idOf('mine')
  const colleague = await newMailbox(box.scope.workspaceId)
  const other = colleague.scope
  await colleague.put('inbox', [{ graph_id: 'theirs', conversation_id: 'talk' }])
  await expect(
    inScope(other, (db) => readMessagePage(db, other, new URLSearchParams({ folder: box.folder('inbox') }))),
  ).rejects.toMatchObject({ code: 'not_found' })
  await expect(inScope(other, (db) => readThread(db, other, id))).rejects.toMatchObject({ code: 'not_found' })
  expect((await inScope(box.scope, (db) => readThread(db, box.scope, id))).messages).toHaveLength(1)
  expect(await all()).toMatchObject([{ count: 1 }])
})

it('what a page changed is told by its revision', async () => {
  await box.put('inbox', [{ graph_id: 'a', subject: 'a' }])
  const { revision } = await page({})
  expect((await page({})).revision).toBe(revision)
  await set('a', { pendingFlag: 'flagged' })
  expect((await page({})).revision).not.toBe(revision)
})

it('what a message is found by follows a change of a part of it', async () => {
  await box.put('inbox', [{ graph_id: 'a', subject: 'before' }])
  const { connection } = box
  await inScope(connection, (db) =>
    mergeMessages(db, connection, box.folder('inbox'), [{ graph_id: 'a', subject: 'After Ärger' }], new Date()),
  )
  const [row] = await inScope(box.scope, (db) =>
    db
      .select({ words: sql<string>`words::text`, participants: mailMessages.participants })
      .from(mailMessages)
      .where(and(eq(mailMessages.graphId, 'a'), eq(mailMessages.connectionId, connection.connectionId))),
  )
  expect(row?.words).toContain("'arger'")
  expect(row?.words).not.toContain("'before'")
  expect(row?.participants).toEqual(['ann@firm.test', OWN])
})
