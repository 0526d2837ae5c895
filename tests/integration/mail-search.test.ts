import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mailMessages } from '@/drizzle/schema/mail'
import { searchMailbox } from '@/lib/features/mail/graph'
import { readSearch } from '@/lib/features/mail/search/loaders'
import { findInOutlook } from '@/lib/features/mail/search/outlook/queries'
import { parseSearch, toKql } from '@/lib/features/mail/search/rules'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import { inScope } from '@/lib/platform/db/handle'
import { MailDesk } from '../support/mail-desk'
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

const find = (q: string, more: Record<string, string> = {}, zone = 'UTC') =>
  inScope(box.scope, (db) => readSearch(db, box.scope, new URLSearchParams({ q, ...more }), zone))

/** Subjects of all pages. */
async function all(q: string, more: Record<string, string> = {}) {
  const found: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof find>> = await find(q, { ...more, ...(cursor && { cursor }) })
    found.push(...page.rows.map(({ subject }) => subject))
    cursor = page.nextCursor
  }
  return found
}

describe('a search', () => {
  beforeEach(async () => {
    await box.put('inbox', [
      {
        ...{ graph_id: 'a', minute: 1, subject: 'Angebot für Möbel', preview: 'As agreed, the oak table' },
        ...{ from_name: 'Tomás Novák', from_address: 'tomas@firm.test', is_read: false },
      },
      {
        ...{ graph_id: 'b', minute: 2, subject: 'Quote', preview: 'from Tomas', flag_status: 'flagged' },
        ...{ from_name: 'Ann Lee', from_address: 'ann@firm.test', has_attachments: true },
      },
      { graph_id: 'c', minute: 3, subject: '見積書の件', from_name: '田中', from_address: 'tanaka@kaisha.test' },
    ])
    await box.put('archive', [
      {
        graph_id: 'd',
        minute: 4,
        subject: 'Agreed as written',
        cc_recipients: [{ name: 'Tomás', address: 't@x.test' }],
      },
    ])
    await box.put('own', [
      { graph_id: 'e', minute: 5, subject: 'table of contents', received_at: '2026-11-10T23:30:00Z' },
    ])
  })

  it.each<[string, string[]]>([
    ['tomas', ['Angebot für Möbel', 'Quote', 'Agreed as written']],
    ['TOMÁŠ', ['Angebot für Möbel', 'Quote', 'Agreed as written']],
    ['mob', ['Angebot für Möbel']],
    ['tabl', ['Angebot für Möbel', 'table of contents']],
    ['ann quo', ['Quote']],
    ['firm.test oak', ['Angebot für Möbel']],
    ['見積', ['見積書の件']],
    ['田中', ['見積書の件']],
    ['nothing such', []],
    ['from:tomas', ['Angebot für Möbel']],
    ['to:tomas', ['Agreed as written']],
    ['subject:table', ['table of contents']],
    ['"as agreed"', ['Angebot für Möbel']],
    ['"agreed as"', ['Agreed as written']],
    ['has:attachment', ['Quote']],
    ['tomas has:attachment', ['Quote']],
    ['is:unread', ['Angebot für Möbel']],
    ['tomas is:flagged', ['Quote']],
    ['in:archive', ['Agreed as written']],
    ['tabl in:projects', ['table of contents']],
    ['in:archive tabl', []],
    ['before:2026-11-11', ['table of contents']],
    ['after:2026-11-20 in:inbox', ['Angebot für Möbel', 'Quote', '見積書の件']],
    ['!!', []],
    ["'; drop table mail_messages; --", []],
    ["o'neill & ! | <-> :*", []],
  ])('for %s finds what it should', async (q, subjects) => {
    expect(await all(q)).toEqual(subjects)
  })

  it('within a folder finds no other’s', async () => {
    expect(await all('tomas', { folder: box.folder('archive') })).toEqual(['Agreed as written'])
  })

  it('takes dates as days of the person’s zone', async () => {
    expect((await find('after:2026-11-11 before:2026-11-12', {}, 'Europe/Berlin')).rows).toHaveLength(1)
    expect((await find('after:2026-11-11 before:2026-11-12', {}, 'America/New_York')).rows).toHaveLength(0)
  })

  it('tells the folder of a message, and what it understood', async () => {
    const { rows, understood } = await find('from:ann is:unread x in:inbox')
    expect(rows).toEqual([])
    expect(understood).toEqual(['from: ann', 'is: unread', 'in: inbox'])
    expect((await find('contents')).rows[0]).toMatchObject({ folderName: 'Projects', senders: ['Ann'], count: 1 })
  })

  it('shows nothing that was deleted for good here, and goes by marks that wait', async () => {
    const set = (graphId: string, change: object) =>
      inScope(box.scope, (db) => db.update(mailMessages).set(change).where(eq(mailMessages.graphId, graphId)))
    await set('b', { pendingGone: true })
    await set('a', { pendingFlag: 'flagged', pendingRead: true })
    expect(await all('tomas')).toEqual(['Angebot für Möbel', 'Agreed as written'])
    expect(await all('tomas is:flagged')).toEqual(['Angebot für Möbel'])
    expect(await all('tomas is:unread')).toEqual([])
    expect(await all('has:attachment')).toEqual([])
  })

  it('finds nothing of a colleague’s', async () => {
    const colleague = await newMailbox(box.scope.workspaceId)
    await colleague.put('inbox', [{ subject: 'tomas of theirs' }])
    expect(await all('tomas')).toHaveLength(3)
    const query = new URLSearchParams({ q: 'tomas' })
    const theirs = await inScope(colleague.scope, (db) => readSearch(db, colleague.scope, query, 'UTC'))
    expect(theirs.rows.map(({ subject }) => subject)).toEqual(['tomas of theirs'])
  })
})

describe('page by page', () => {
  beforeEach(async () => {
    await box.put(
      'inbox',
      Array.from({ length: 2_600 }, (_, n) => ({
        ...{ minute: n >> 1, subject: `${n % 2 ? 'Re: ' : ''}s${n}`, preview: n > 2_300 ? 'old zephyr' : 'new' },
        ...{ from_address: n % 40 ? 'ann@firm.test' : 'rare@firm.test', from_name: '' },
        to_recipients: [{ name: 'rare', address: OWN }],
      })),
    )
  })

  it.each([
    ['re', 1_300],
    ['zephyr', 299],
    ['zephyr re', 150],
    ['from:rare', 65],
    ['rare', 2_600],
    ['is:unread', 0],
    ['in:inbox', 2_600],
  ])('%s comes whole, in order, without repeats', async (q, count) => {
    const found = await all(q)
    expect(found).toHaveLength(count)
    expect(new Set(found).size).toBe(count)
  })
})

describe('Outlook itself', () => {
  it('is asked in its own language, and finds what bodies say and what is not here', async () => {
    const desk = await MailDesk.open(world)
    const [ids] = [
      (
        (await desk.outlook('POST', '/messages', {
          ...{ subject: 'Chimney', body: { contentType: 'text', content: `${'word '.repeat(80)} xylophone` } },
        })) as { ids: string[] }
      ).ids,
    ]
    await desk.sweep()
    await desk.outlook('POST', '/messages', {
      ...{ subject: 'Ancient', body: { contentType: 'text', content: 'xylophone' } },
      receivedDateTime: '2020-01-01T00:00:00Z',
    })
    const hits = await findInOutlook(desk.scope, new URLSearchParams({ q: 'xylophone' }))
    expect(hits.rows.map(({ id }) => id)).toEqual([(await desk.row(ids[0] ?? ''))?.id])
    expect(hits.elsewhere).toMatchObject([{ subject: 'Ancient', receivedAt: '2020-01-01T00:00:00.000Z' }])
    expect(await findInOutlook(desk.scope, new URLSearchParams({ q: '…' }))).toEqual({ rows: [], elsewhere: [] })
  })

  it.each([
    'a "b c" from:"ann lee" to:x@y.test subject:z has:attachment is:unread after:2026-01-01 before:2026-12-01',
    'AND OR NOT (a) "b" c:d *e f"g',
    'x \\ "y \\ z" \\"',
    "it's 50% & more #1 + 2",
  ])('understands %s', async (q) => {
    const desk = await MailDesk.open(world)
    const kql = toKql(parseSearch(q, []))
    if (kql === null) throw new Error('nothing was asked')
    const result = await runMailJob(desk.connectionId, 'bulk', ({ graph }) => graph.send(searchMailbox(kql, null, 5)))
    expect(result).toMatchObject({ ran: true, value: { status: 200 } })
  })
})
