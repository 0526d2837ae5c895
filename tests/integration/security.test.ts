import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inSystem } from '@/lib/platform/db/handle'
import { startWorld, type World } from '../support/tandem-world'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

describe('a statement that fails', () => {
  it('tells its code and constraint, and none of its values', async () => {
    const secret = 'Quarterly results, confidential'
    const failure = await inSystem(async (db) => {
      await db.execute(sql`insert into workspaces (name) values (${secret})`)
      await db.execute(sql`insert into memberships (workspace_id, user_id, role) values
        (gen_random_uuid(), gen_random_uuid(), ${secret})`)
    }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'StatementFailed', code: '23503' })
    const error = failure as Error
    expect([error.message, error.stack, JSON.stringify(error), String(error.cause)].join()).not.toContain(secret)
  })
})
