import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMessagePage } from '@/lib/features/mail/loaders'
import { readSearch } from '@/lib/features/mail/search/loaders'
import { readThread } from '@/lib/features/mail/thread/loaders'
import { inScope } from '@/lib/platform/db/handle'
import { MailDesk } from '../support/mail-desk'
import { type Mailbox, newMailbox } from '../support/mail-rows'
import { startPostgresWorld } from '../support/postgres-world'

// The mail client's statements once more, where locks, planners and drivers are others.

let database: Awaited<ReturnType<typeof startPostgresWorld>>
beforeAll(async () => {
  database = await startPostgresWorld()
})
afterAll(() => database.close())

describe('on Postgres', () => {
  let box: Mailbox
  beforeAll(async () => {
    box = await newMailbox()
    await box.put(
      'inbox',
      Array.from({ length: 700 }, (_, n) => ({
        ...{ graph_id: `g${n}`, minute: n, conversation_id: `c${n % 130}`, is_read: n % 3 > 0 },
        ...{ subject: n % 200 === 7 ? 'Möbel zephyr' : `s${n}`, from_address: `p${n % 5}@firm.test` },
      })),
    )
  })
  const read = (query: Record<string, string>) =>
    inScope(box.scope, (db) =>
      readMessagePage(db, box.scope, new URLSearchParams({ folder: box.folder('inbox'), ...query })),
    )

  it('lists come page by page, grouped and not', async () => {
    for (const [query, count] of [
      [{}, 130],
      [{ filter: 'unread' }, 130],
      [{ grouped: 'off' }, 700],
    ] as const) {
      const ids = new Set<string>()
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: Awaited<ReturnType<typeof read>> = await read({ ...query, cursor })
        for (const { id } of page.rows) ids.add(id)
        cursor = page.nextCursor
      }
      expect(ids.size).toBe(count)
    }
    const [line] = (await read({})).rows
    expect(line).toMatchObject({ count: 6 })
    const thread = await inScope(box.scope, (db) => readThread(db, box.scope, line?.id ?? ''))
    expect(thread.messages).toHaveLength(6)
  })

  it('searches find by beginnings and operators', async () => {
    const find = async (q: string) =>
      (await inScope(box.scope, (db) => readSearch(db, box.scope, new URLSearchParams({ q }), 'UTC'))).rows.length
    expect(await find('zeph mob')).toBe(4)
    expect(await find('zephyr from:p2')).toBe(4)
    expect(await find('zephyr is:unread')).toBe(1)
    expect(await find('nothing')).toBe(0)
  })
})

it('deeds from many sides at once end alike on both sides', async () => {
  const desk = await MailDesk.open(database.world)
  const ids = (await desk.inbox()).slice(0, 30).map(({ id }) => id)
  const truth = (await desk.truth()).slice(0, 20)
  const kinds = ['archive', 'flag', 'read', 'unread', 'junk', 'delete', 'unflag'] as const
  // A deadlock's victim tries again, as the action does, and the engine with a job.
  const run = (work: () => Promise<unknown>) => work().catch(work)
  await Promise.all([
    ...kinds.map((kind, n) => run(() => desk.do(n % 2 ? ids : [...ids].reverse(), { kind }))),
    run(() => desk.push()),
    ...truth.map(({ id, isRead }) => desk.outlook('PATCH', `/messages/${id}`, { isRead: !isRead })),
    run(() => desk.sweep()),
  ])
  await desk.push()
  await desk.sweep()
  expect(await desk.waiting()).toEqual([])
  expect(await desk.differences()).toEqual([])
})
