import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptHints } from '@/lib/features/mail/sync/accept'
import { importMail, openMailbox } from '@/lib/features/mail/sync/import'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import { inScope, inSystem, rawDatabase } from '@/lib/platform/db/handle'
import { notifyLive, onLive } from '@/lib/platform/live'
import type { UserScope } from '@/lib/platform/scope'
import { heldBy } from '../support/held-by'
import { linkMicrosoft } from '../support/link-account'
import { differences, type TrueMessage } from '../support/oracle'
import { startPostgresWorld } from '../support/postgres-world'
import { newMember, newWorkspace } from '../support/tandem-world'

const UPN = 'alex@contoso.test'
let database: Awaited<ReturnType<typeof startPostgresWorld>>
let alex: UserScope
let connectionId: string

beforeAll(async () => {
  database = await startPostgresWorld()
  alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber' })
  connectionId = await linkMicrosoft(alex, UPN)
})
afterAll(() => database.close())

const truth = async () => (await database.world.control('GET', `/users/${UPN}/messages`)) as TrueMessage[]
const since = new Date(Date.now() - 90 * 86_400_000)
const compare = async () => differences(await heldBy(alex), await truth(), [], { since })

const takeIn = () =>
  runMailJob(connectionId, 'bulk', async (context) => {
    await openMailbox(context)
    return importMail(context, Date.now() + 60_000)
  })

async function arrive(subject: string): Promise<unknown> {
  const answer = (await database.world.control('POST', `/users/${UPN}/messages`, { subject })) as { ids: string[] }
  const [id = ''] = answer.ids
  const etag = `W/"${(await truth()).find((each) => each.id === id)?.changeKey}"`
  return runMailJob(connectionId, 'live', (context) => acceptHints(context, [{ id, etag, changeType: 'created' }]))
}

/** Waits until `done`, at most some seconds: hints come when they come. */
async function soon(done: () => boolean, seconds = 10): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    if (done()) return true
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return done()
}

describe('mail on a real Postgres', () => {
  it('equals Outlook after the import, and after a signal', async () => {
    expect(await takeIn()).toEqual({ ran: true, value: true })
    expect(await compare()).toEqual([])
    expect(await arrive('Live')).toEqual({ ran: true, value: [] })
    expect(await compare()).toEqual([])
  })
})

describe('rows of a workspace', () => {
  it('are invisible without a scope and from another workspace, in every table that has them', async () => {
    const tables = await inSystem(async (db) => {
      const { rows } = await db.execute<{ name: string; forced: boolean }>(sql`
        select relname as name, relrowsecurity and relforcerowsecurity as forced from pg_class c
        where relkind = 'r' and relnamespace = 'public'::regnamespace and exists (
          select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id')`)
      return rows
    })
    expect(tables.filter(({ forced }) => !forced)).toEqual([])
    const names = tables.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['connections', 'mail_messages', 'mail_folders', 'vault', 'cursors']))

    const stranger = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee Gu' })
    const bare = await rawDatabase()
    let seen = 0
    for (const name of names) {
      const count = sql`select count(*)::int as n from ${sql.identifier(name)} where workspace_id = ${alex.workspaceId}`
      const own = await inScope(alex, (db) => db.execute<{ n: number }>(count))
      const theirs = await inScope(stranger, (db) => db.execute<{ n: number }>(count))
      const nobody = await bare.transaction(async (tx) => {
        await tx.execute(sql`select set_config('role', 'tandem_app', true)`)
        return tx.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(name)}`)
      })
      seen += own.rows[0]?.n ?? 0
      expect([name, theirs.rows[0]?.n, nobody.rows[0]?.n]).toEqual([name, 0, 0])
    }
    expect(seen).toBeGreaterThan(100)
  })

  it('cannot be written into another workspace', async () => {
    const stranger = await newMember(await newWorkspace('Northwind'), { name: 'Noor' })
    const steal = inScope(stranger, (db) =>
      db.execute(sql`insert into cursors (connection_id, workspace_id, stream)
        values (${connectionId}, ${alex.workspaceId}, 'stolen')`),
    )
    await expect(steal).rejects.toMatchObject({ code: '42501' })
    const changed = await inScope(stranger, (db) =>
      db.execute(sql`update mail_messages set subject = 'mine' returning 1`),
    )
    expect(changed.rows).toEqual([])
  })
})

describe('hints', () => {
  it('are heard when their transaction commits, and again after the listening connection was killed', async () => {
    const heard: unknown[] = []
    const stop = await onLive((hint) => heard.push(hint?.topics ?? 'all'))
    const say = () =>
      inScope(alex, (db) => notifyLive(db, { workspaceId: alex.workspaceId, userId: alex.userId, topics: ['outbox'] }))
    const isSaid = () => heard.some((each) => Array.isArray(each) && each[0] === 'outbox')
    await inScope(alex, async (db) => {
      await notifyLive(db, { workspaceId: alex.workspaceId, topics: ['import'] })
      throw new Error('taken back')
    }).catch(() => {})
    await say()
    expect(await soon(isSaid)).toBe(true)
    expect(heard).not.toContainEqual(['import'])

    heard.length = 0
    await (await rawDatabase()).execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %' and pid <> pg_backend_pid()`,
    )
    // Whatever was said meanwhile is made good by one hint to everybody.
    expect(await soon(() => heard.includes('all'))).toBe(true)
    await say()
    expect(await soon(isSaid)).toBe(true)
    stop()
  })
})

describe('a database that is gone for a while', () => {
  it('fails work quickly, loses nothing, and everything goes on when it is back', async () => {
    const heard: unknown[] = []
    const stop = await onLive((hint) => heard.push(hint))
    await database.postgres.goAway()
    const began = Date.now()
    await expect(arrive('While away')).rejects.toThrow()
    expect(Date.now() - began).toBeLessThan(10_000)
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    await expect(takeIn()).rejects.toThrow()
    heard.length = 0
    await database.postgres.comeBack()
    expect(await soon(() => heard.includes(null), 15)).toBe(true)
    expect(await arrive('Back')).toEqual({ ran: true, value: [] })
    expect(await compare()).toEqual([])
    stop()
  })
})
