import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mailMessages } from '@/drizzle/schema/mail'
import { connect } from '@/lib/platform/db/connect'
import { inSystem } from '@/lib/platform/db/handle'
import { startWorld, type World } from '../support/tandem-world'

let world: World
beforeAll(async () => {
  world = await startWorld()
  await connect()
})
afterAll(() => world.close())

/** The steps of the plan when sorting is frowned upon: a sort that is still there cannot be avoided. */
async function plan(where: ReturnType<typeof sql>): Promise<string> {
  const found = await inSystem(async (db) => {
    await db.execute(sql`set local enable_seqscan = off`)
    await db.execute(sql`set local enable_sort = off`)
    return db.execute(sql`
      explain (format json) select ${mailMessages.id} from ${mailMessages}
      where ${mailMessages.folderId} = ${'00000000-0000-4000-8000-000000000000'} and ${where}
      order by ${mailMessages.receivedAt} desc, ${mailMessages.id} desc limit 51`)
  })
  return JSON.stringify(found.rows)
}

it.each([
  ['all messages', sql`true`],
  ['unread ones', sql`not coalesce(pending_read, is_read)`],
  ['flagged ones', sql`coalesce(pending_flag, flag_status) = 'flagged'`],
  ['those with attachments', sql`has_attachments`],
])('a page of %s comes from an index in its order, without sorting the folder', async (_name, where) => {
  const steps = await plan(where)
  expect(steps).toContain('mail_messages_')
  expect(steps).not.toMatch(/Node Type[\\": ]+(Incremental )?Sort/)
})
