import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { oauthAttempts } from '@/drizzle/schema/connection'
import { getApproval } from '@/lib/features/connection/approval/queries'
import { getAttempt } from '@/lib/features/connection/attempt/queries'
import { turnFeatureOff } from '@/lib/features/connection/mutations'
import { getConnection } from '@/lib/features/connection/queries'
import { exportParts } from '@/lib/features/export/queries'
import { readBody } from '@/lib/features/mail/body/read'
import { startDisconnect } from '@/lib/features/purge/mutations'
import { getDisconnect } from '@/lib/features/purge/queries'
import { createInvitation, revokeInvitation } from '@/lib/features/workspace/mutations'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { linkMicrosoft } from '../support/link-account'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('POST', '/reset')
  await emptyTandem()
})

const attemptIdOf = async (scope: UserScope): Promise<string> => {
  const rows = await inScope(scope, (db) => db.select({ id: oauthAttempts.id }).from(oauthAttempts))
  if (!rows[0]) throw new Error('no attempt')
  return rows[0].id
}

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

describe('ids of other people', () => {
  it('open nothing: not mail, not attachments, not receipts, not approvals, not attempts, not the connection itself', async () => {
    const workspaceId = await newWorkspace('Contoso')
    const adele = await newMember(workspaceId, { name: 'Adele', role: 'admin' })
    const alex = await newMember(workspaceId, { name: 'Alex' })
    const megan = await newMember(await newWorkspace('Elsewhere'), { name: 'Megan', role: 'admin' })
    const connectionId = await linkMicrosoft(alex, 'alex@contoso.test')
    const attemptId = await attemptIdOf(alex)
    const disconnectId = await inScope(alex, (db) => startDisconnect(db, alex, connectionId))

    for (const stranger of [adele, megan]) {
      await inScope(stranger, async (db) => {
        expect(await getConnection(db, stranger)).toBeNull()
        expect(await getAttempt(db, stranger, attemptId)).toBeNull()
      })
    }
    await inScope(megan, async (db) => {
      expect(await getDisconnect(db, megan, disconnectId)).toBeNull()
      await expect(startDisconnect(db, megan, connectionId)).rejects.toMatchObject({ code: 'not_found' })
    })
    const nina = await newMember(workspaceId, { name: 'Nina' })
    await inScope(nina, async (db) => {
      expect(await getDisconnect(db, nina, disconnectId)).toBeNull()
      await expect(startDisconnect(db, nina, connectionId)).rejects.toMatchObject({ code: 'not_found' })
      expect(await getApproval(db, nina, 'nonsense')).toBeNull()
    })
  })
})

describe('a download of one’s data', () => {
  it('breaks off when a Disconnect begins, instead of telling on', async () => {
    const alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex' })
    const connectionId = await linkMicrosoft(alex, 'alex@contoso.test')
    const parts = exportParts(alex)
    await parts.next()
    await inScope(alex, (db) => startDisconnect(db, alex, connectionId))
    await expect(parts.next()).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a body', () => {
  it('is not fetched from Microsoft once the person turned mail off', async () => {
    const alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex' })
    const connectionId = await linkMicrosoft(alex, 'alex@contoso.test')
    const connection = await inScope(alex, async (db) => {
      await turnFeatureOff(db, alex, 'mail')
      return getConnection(db, alex)
    })
    if (!connection) throw new Error('no connection')
    const unread = { subject: '', fromName: '', fromAddress: '', isInvitation: false }
    const message = { id: connectionId, graphId: 'AAMk', changeKey: 'c', ...unread }
    await expect(readBody(connection, message)).rejects.toMatchObject({ code: 'consent_required' })
  })
})

describe('invitations', () => {
  it('cannot flood an address, also when each is taken back', async () => {
    const adele = await newMember(await newWorkspace('Contoso'), { name: 'Adele', role: 'admin' })
    const invite = (email: string) =>
      inScope(adele, async (db) => {
        const { id } = await createInvitation(db, adele, { email, role: 'member' })
        await revokeInvitation(db, adele, id)
      })
    for (let i = 0; i < 3; i++) await invite('victim@example.test')
    await expect(invite('victim@example.test')).rejects.toMatchObject({ code: 'invalid_input' })
    await invite('other@example.test')
  })
})
