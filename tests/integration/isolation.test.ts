import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openMailbox } from '@/lib/features/mail/sync/import'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import { PURGE } from '@/lib/features/purge/registry'
import { inScope, inSystem, rawDatabase } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { linkMicrosoft } from '../support/link-account'
import { newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let mine: UserScope
let theirs: UserScope
/** Tables with a workspace_id. */
let scoped: string[]

beforeAll(async () => {
  world = await startWorld()
  mine = await newMember(await newWorkspace('Contoso'), { name: 'Alex' })
  theirs = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee' })
  for (const [scope, upn] of [
    [mine, 'alex@contoso.test'],
    [theirs, 'lee@fabrikam.test'],
  ] as const) {
    await runMailJob(await linkMicrosoft(scope, upn), 'bulk', openMailbox)
  }
  const { rows } = await inSystem((db) =>
    db.execute<{ table: string }>(
      sql`select table_name as table from information_schema.columns where table_schema = 'public' and column_name = 'workspace_id' order by 1`,
    ),
  )
  scoped = rows.map(({ table }) => table)
})
afterAll(() => world.close())

const tables = async () =>
  (
    await inSystem((db) =>
      db.execute<{ name: string; forced: boolean; enabled: boolean }>(
        sql`select relname as name, relforcerowsecurity as forced, relrowsecurity as enabled from pg_class
          where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
      ),
    )
  ).rows
const countIn = (scope: UserScope, table: string) =>
  inScope(scope, async (db) => {
    const { rows } = await db.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(table)}`)
    return rows[0]?.n ?? -1
  })

describe('every table', () => {
  it('says what Disconnect does with it, and the registry names no table that is not there', async () => {
    const named = PURGE.map(({ table }) => table).sort()
    expect(new Set(named).size).toBe(named.length)
    expect((await tables()).map(({ name }) => name)).toEqual(named)
  })

  it('with a connection_id is purged, or says why it is kept', async () => {
    const { rows } = await inSystem((db) =>
      db.execute<{ table: string }>(
        sql`select table_name as table from information_schema.columns join information_schema.tables using (table_schema, table_name)
          where table_schema = 'public' and column_name = 'connection_id' and table_type = 'BASE TABLE'`,
      ),
    )
    expect(rows.length).toBeGreaterThan(5)
    for (const { table } of rows) {
      const rule = PURGE.find((each) => each.table === table)
      expect(rule?.rule === 'keep' ? rule.why : rule?.rule, table).toBeTruthy()
    }
  })

  it('has row-level security, forced wherever a workspace owns rows', async () => {
    for (const { name, enabled, forced } of await tables()) {
      expect(enabled, name).toBe(true)
      if (scoped.includes(name) || name === 'workspaces') expect(forced, name).toBe(true)
    }
  })
})

describe('every view', () => {
  // They are read with the rights of tandem_system: only their own condition keeps workspaces apart.
  const views = async () =>
    (
      await inSystem((db) =>
        db.execute<{ name: string; rights: string[] }>(
          sql`select relname as name, array(select privilege_type::text from information_schema.role_table_grants g
            where g.table_name = relname and g.grantee = 'tandem_app') as rights
            from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm') order by 1`,
        ),
      )
    ).rows
  const SOURCE: Record<string, string> = {
    mail_index: 'mail_messages',
    people_index: 'people',
    companies_index: 'companies',
    calendar_event_index: 'external_calendar_event',
  }

  it('shows a workspace its own rows only, nothing without one, and lets nobody write', async () => {
    for (const [scope, name] of [
      [mine, 'Ann'],
      [theirs, 'Bob'],
    ] as const)
      await inScope(scope, async (db) => {
        await db.execute(sql`insert into people (workspace_id, name) values (${scope.workspaceId}, ${name})`)
        await db.execute(sql`insert into companies (workspace_id, name) values (${scope.workspaceId}, ${name})`)
        await db.execute(sql`
          with c as (select id, user_id from connections limit 1),
          k as (insert into external_calendar (workspace_id, connection_id, owner_id, external_calendar_id,
            is_default_calendar, title, hue, role, is_added)
            select ${scope.workspaceId}::uuid, id, user_id, 'of isolation', false, ${name}::text, 1, 'own', true from c
            returning id, connection_id)
          insert into external_calendar_event (workspace_id, connection_id, calendar_id, external_calendar_event_id, type,
            start_datetime, start_timezone, end_datetime, end_timezone, is_all_day, sensitivity, change_key, show_as,
            response_status, read_at)
          select ${scope.workspaceId}::uuid, connection_id, id, ${name}::text, 'singleInstance', now(), 'UTC', now(), 'UTC',
            false, 'normal', 'k', 'busy', 'none', now() from k`)
      })
    const all = await views()
    expect(all.map(({ name }) => name)).toEqual(Object.keys(SOURCE).sort())
    const db = await rawDatabase()
    for (const { name, rights } of all) {
      expect(rights, name).toEqual(['SELECT'])
      const source = SOURCE[name] ?? ''
      const ids = (scope: UserScope, table: string) =>
        inScope(scope, async (tx) => {
          const { rows } = await tx.execute<{ id: string }>(sql`select id from ${sql.identifier(table)} order by 1`)
          return rows.map(({ id }) => id)
        })
      for (const scope of [mine, theirs]) {
        expect(await ids(scope, name), name).toEqual(await ids(scope, source))
        expect((await ids(scope, name)).length, name).toBeGreaterThan(0)
      }
      for (const role of ['tandem_app', 'tandem_system']) {
        const count = await db.transaction(async (tx) => {
          await tx.execute(sql`select set_config('role', ${role}, true)`)
          const { rows } = await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(name)}`)
          return rows[0]?.n
        })
        expect(count, `${name} as ${role}`).toBe(0)
      }
    }
  })
})

describe('a workspace', () => {
  it('sees its own rows only, in every table', async () => {
    let seen = 0
    for (const table of scoped) {
      const { rows } = await inSystem((db) =>
        db.execute<{ workspace: string; n: number }>(
          sql`select workspace_id as workspace, count(*)::int as n from ${sql.identifier(table)} group by 1`,
        ),
      )
      for (const scope of [mine, theirs]) {
        const own = rows.find(({ workspace }) => workspace === scope.workspaceId)?.n ?? 0
        expect(await countIn(scope, table), table).toBe(own)
        seen += own
      }
    }
    expect(seen).toBeGreaterThan(50)
  })

  it('without a scope sees nothing at all', async () => {
    const db = await rawDatabase()
    for (const table of [...scoped, 'workspaces', 'users']) {
      const count = await db.transaction(async (tx) => {
        await tx.execute(sql`select set_config('role', 'tandem_app', true)`)
        const { rows } = await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(table)}`)
        return rows[0]?.n
      })
      expect(count, table).toBe(0)
    }
  })

  it.each(['', 'null', '00000000-0000-0000-0000-000000000000'])('named "%s" sees nothing', async (name) => {
    const db = await rawDatabase()
    const count = db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('role', 'tandem_app', true), set_config('app.workspace', ${name}, true)`)
      const { rows } = await tx.execute<{ n: number }>(sql`select count(*)::int as n from mail_messages`)
      return rows[0]?.n
    })
    // A name that is no id is an error, which is as good as nothing.
    expect(await count.catch(() => 0)).toBe(0)
  })

  it("changes and deletes none of another's rows", async () => {
    for (const table of scoped) {
      const before = await countIn(theirs, table)
      const id = sql.identifier(table)
      const touched = await inScope(mine, async (db) => {
        const { rows } = await db.execute(
          sql`update ${id} set workspace_id = workspace_id where workspace_id = ${theirs.workspaceId} returning 1`,
        )
        return rows.length
      })
      expect(touched, table).toBe(0)
      await inScope(mine, (db) => db.execute(sql`delete from ${id} where workspace_id = ${theirs.workspaceId}`))
      expect(await countIn(theirs, table), table).toBe(before)
    }
  })

  it("puts no row into another's, and moves none of its own there", async () => {
    const refusals: unknown[] = []
    const refused = (work: Promise<unknown>) => work.catch((error) => refusals.push(error))
    await refused(
      inScope(mine, (db) =>
        db.execute(sql`insert into ledger (workspace_id, user_id, direction, kind, what, why)
          values (${theirs.workspaceId}, ${theirs.userId}, 'in', 'mail', 'created', 'signal')`),
      ),
    )
    const filled = []
    for (const table of scoped) if ((await countIn(mine, table)) > 0) filled.push(table)
    for (const table of filled)
      await refused(
        inScope(mine, (db) =>
          db.execute(sql`update ${sql.identifier(table)} set workspace_id = ${theirs.workspaceId}`),
        ),
      )
    expect(refusals).toHaveLength(filled.length + 1)
    expect(filled.length).toBeGreaterThan(5)
  })

  it('leaves no scope behind for the next transaction', async () => {
    await countIn(theirs, 'memberships')
    const db = await rawDatabase()
    const { rows } = await db.execute<{ workspace: string | null }>(
      sql`select nullif(current_setting('app.workspace', true), '') as workspace`,
    )
    expect(rows[0]?.workspace).toBeNull()
  })
})
