import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { deskOf, weekly } from '../support/entry-desk'
import { newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const ENTRIES = 10_000
const SERIES = 60

let world: World
let alex: UserScope
let megan: UserScope

beforeAll(async () => {
  world = await startWorld()
  const workspace = await newWorkspace('Contoso')
  alex = await newMember(workspace, { name: 'Alex' })
  megan = await newMember(workspace, { name: 'Megan' })
  const first = Date.parse('2024-11-21T08:00:00Z')
  for (let at = 0; at < ENTRIES; at += 500)
    await inSystem((db) =>
      db.insert(scheduleEntries).values(
        Array.from({ length: 500 }, (_, n) => {
          const startAt = new Date(first + (at + n) * 2 * 3_600_000)
          return {
            workspaceId: workspace,
            kind: 'call' as const,
            ownerId: alex.userId,
            title: `Call ${at + n}`,
            isAllDay: false,
            startAt,
            endAt: new Date(startAt.getTime() + 3_600_000),
            timeZone: 'Europe/Berlin',
          }
        }),
      ),
    )
  const desk = deskOf(alex)
  for (let n = 0; n < SERIES; n++)
    await desk.make({ title: `Series ${n}`, recurrence: weekly('2026-11-25', ['wednesday', 'friday']) })
  await inSystem((db) =>
    db.execute(sql`insert into entry_attendees (entry_id, workspace_id, address, name, user_id)
      select id, workspace_id, 'megan@contoso.test', 'Megan', ${megan.userId} from schedule_entries`),
  )
})
afterAll(() => world.close())

/** Rows of the table that were read so far, by whichever way. */
const rowsRead = async () => {
  // Counted when a transaction ends: the next one reads it.
  await inSystem((db) => db.execute(sql`select pg_stat_force_next_flush()`))
  return inSystem(async (db) => {
    const { rows } = await db.execute<{
      read: number
    }>(sql`select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read
      from pg_stat_user_tables where relname = 'schedule_entries'`)
    return rows[0]?.read ?? 0
  })
}

it.each([
  ['in the middle of ten thousand entries', '2025-12-01', '2026-01-01'],
  ['at their end, with series', '2026-12-01', '2027-01-01'],
])('a month %s is read without the others', async (_name, from, to) => {
  const before = await rowsRead()
  const items = await deskOf(alex).items(from, to)
  expect(items.length).toBe(12 * 31 + (from === '2026-12-01' ? SERIES * 9 : 0))
  const read = (await rowsRead()) - before
  expect(read).toBeGreaterThan(300)
  expect(read).toBeLessThan(1000)
})

it('time off that began long ago is in it, and stays out of others', async () => {
  const desk = deskOf(alex)
  await desk.make({ kind: 'time_off', title: 'Sabbatical', isAllDay: true, start: '2026-05-01', end: '2026-12-10' })
  const off = async (from: string, to: string) =>
    (await desk.items(from, to)).filter(({ kind }) => kind === 'time_off').length
  expect(await off('2026-12-10', '2026-12-11')).toBe(1)
  expect(await off('2026-12-12', '2026-12-20')).toBe(0)
  expect(await off('2026-04-01', '2026-04-29')).toBe(0)
})

it('somebody who is on ten thousand calls of others has none of them in their schedule', async () => {
  expect(await deskOf(megan).items('2025-12-01', '2026-01-01')).toEqual([])
})
