import { eq, type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { companiesIndex, people, peopleIndex } from '@/drizzle/schema/people'
import { connect } from '@/lib/platform/db/connect'
import { inScope, rawDatabase } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let mine: UserScope
let theirs: UserScope
beforeAll(async () => {
  world = await startWorld()
  await connect()
  mine = await newMember(await newWorkspace('Contoso'), { name: 'Alex' })
  theirs = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee' })
  for (const scope of [mine, theirs])
    await inScope(scope, (db) =>
      db.insert(people).values({
        workspaceId: scope.workspaceId,
        name: 'Ingrid Berg',
        words: sql`array_to_tsvector(array['ingrid', 'berg'])`,
      }),
    )
  // Enough of other words that reading all of them costs more than looking one up.
  for (const table of ['people', 'companies'])
    await inScope(mine, (db) =>
      db.execute(sql`insert into ${sql.identifier(table)} (workspace_id, name, words)
        select ${mine.workspaceId}::uuid, 'n' || i, array_to_tsvector(array['n' || i]) from generate_series(1, 3000) i`),
    )
  await (await rawDatabase()).execute(sql`analyze`)
})
afterAll(() => world.close())

/** How a signed-in person's query is answered when reading whole tables is frowned upon. */
const plan = (query: SQL) =>
  inScope(mine, async (db) => {
    await db.execute(sql`set local enable_seqscan = off`)
    await db.execute(sql`set local enable_indexscan = off`)
    const { rows } = await db.execute(sql`explain (format json) ${query}`)
    return JSON.stringify(rows)
  })

describe('finding goes by index, row-level security or not', () => {
  it.each([
    ['mail of an address', sql`select id from mail_index where participants && ${'{a@b.c}'}::text[]`, 'participants'],
    ['mail of a domain', sql`select id from mail_index where domains && ${'{b.c}'}::text[]`, 'domains'],
    ['mail by words', sql`select id from mail_index where words @@ ${"'a':*"}::tsquery`, 'words'],
    [
      'events of an address',
      sql`select id from calendar_event_index where participants && ${'{a@b.c}'}::text[]`,
      'participants',
    ],
    ['events of a domain', sql`select id from calendar_event_index where domains && ${'{b.c}'}::text[]`, 'domains'],
    ['people by words', sql`select id from people_index where words @@ ${"'a':*"}::tsquery`, 'people_words'],
    ['companies by words', sql`select id from companies_index where words @@ ${"'a':*"}::tsquery`, 'companies_words'],
  ])('%s', async (_name, query, index) => {
    expect(await plan(query)).toMatch(new RegExp(`Bitmap Index Scan.*${index}`))
  })
})

describe('the views for finding', () => {
  it('show the workspace in scope only', async () => {
    for (const scope of [mine, theirs]) {
      const found = await inScope(scope, (db) =>
        db.execute<{ id: string }>(sql`select id from ${peopleIndex} where words @@ ${"'ingrid'"}::tsquery`),
      )
      const own = await inScope(scope, (db) =>
        db.select({ id: people.id }).from(people).where(eq(people.name, 'Ingrid Berg')),
      )
      expect(found.rows.map(({ id }) => id)).toEqual(own.map(({ id }) => id))
      expect(own).toHaveLength(1)
    }
  })

  it('are empty without a scope, and nothing is written through them', async () => {
    const db = await rawDatabase()
    for (const view of ['mail_index', 'calendar_event_index', 'people_index', 'companies_index']) {
      const rows = await db.transaction(async (tx) => {
        await tx.execute(sql`select set_config('role', 'tandem_app', true)`)
        return (await tx.execute(sql`select * from ${sql.identifier(view)}`)).rows
      })
      expect(rows, view).toEqual([])
      await expect(inScope(mine, (tx) => tx.execute(sql`delete from ${sql.identifier(view)}`))).rejects.toThrow()
    }
    expect(await inScope(theirs, (tx) => tx.select().from(companiesIndex))).toEqual([])
  })
})
