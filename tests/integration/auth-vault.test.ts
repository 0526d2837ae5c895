import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connections, vault } from '@/drizzle/schema/connection'
import { auditLog } from '@/drizzle/schema/sync'
import { users } from '@/drizzle/schema/users'
import { mailReconnect, pauseConnection } from '@/lib/auth/pause'
import { connectionScope, leavingScope } from '@/lib/auth/scope'
import { accessToken } from '@/lib/auth/vault'
import { setDisabled, setIntegrationEnabled } from '@/lib/features/workspace/mutations'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import type { AppError } from '@/lib/platform/errors'
import type { ConnectionScope, UserScope } from '@/lib/platform/scope'
import { linkMicrosoft } from '../support/link-account'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let admin: UserScope
let sarah: UserScope
let scope: ConnectionScope

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('DELETE', '/faults')
  await world.control('DELETE', '/consents')
  await world.control('DELETE', '/traffic')
  await emptyTandem()
  const workspaceId = await newWorkspace('Contoso')
  admin = await newMember(workspaceId, { name: 'Karim Benali', role: 'admin' })
  sarah = await newMember(workspaceId, { name: 'Sarah Jones' })
  await inSystem((db) => db.update(users).set({ contactEmail: 'sarah@contoso.test' }).where(eq(users.id, sarah.userId)))
  const found = await connectionScope(await linkMicrosoft(sarah, 'adele@contoso.test'))
  if (!found) throw new Error('no scope')
  scope = found
})

const kept = async () => {
  const [row] = await inSystem((db) => db.select().from(vault))
  if (!row) throw new Error('empty vault')
  return row
}
const nearlyOver = () => inSystem((db) => db.update(vault).set({ accessExpiresAt: new Date(Date.now() + 60_000) }))
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('was not refused')
    },
    (error: AppError) => error,
  )
const me = async (token: string) =>
  (await fetch(`${world.microsoft.url}/v1.0/me`, { headers: { authorization: `Bearer ${token}` } })).status
/** Forgets refreshes of this process, as another process would know nothing of them. */
const asAnotherProcess = () => {
  ;(globalThis as { tandemRefreshes?: Map<string, unknown> }).tandemRefreshes = new Map()
}
const tokenFault = (fault: object) =>
  world.control('POST', '/faults', { match: { path: '*/token' }, times: 1, ...fault })

describe('an access token', () => {
  it('is kept while it has more than five minutes left', async () => {
    const first = await accessToken(scope)
    expect(await accessToken(scope)).toBe(first)
    expect((await kept()).version).toBe(1)
  })

  it('is refreshed before it ends, and the rotated refresh token is kept', async () => {
    const before = await kept()
    await nearlyOver()
    const token = await accessToken(scope)
    const after = await kept()
    expect(await me(token)).toBe(200)
    expect(after.version).toBe(2)
    expect(after.refreshToken).not.toBe(before.refreshToken)
    await accessToken(scope, { forceRefresh: true })
    expect((await kept()).version).toBe(3)
  })

  it('is refreshed once for all who ask at the same time', async () => {
    await nearlyOver()
    const tokens = await Promise.all(Array.from({ length: 20 }, () => accessToken(scope)))
    expect(new Set(tokens).size).toBe(1)
    expect((await kept()).version).toBe(2)
  })

  it('survives two processes that refresh at once: the first to store wins, both go on', async () => {
    await nearlyOver()
    await tokenFault({ kind: 'delay', delayMs: 300, times: 2 })
    const first = accessToken(scope)
    await new Promise((done) => setTimeout(done, 100))
    asAnotherProcess()
    const second = accessToken(scope)
    const [a, b] = await Promise.all([first, second])
    expect([await me(a), await me(b)]).toEqual([200, 200])
    expect((await kept()).version).toBe(2)
    expect(await me(await accessToken(scope, { forceRefresh: true }))).toBe(200)
  })

  it('is a rival’s when Microsoft refuses our older refresh token', async () => {
    const good = await kept()
    // Another process stored newer tokens while Microsoft refused ours.
    await inSystem((db) => db.update(vault).set({ accessExpiresAt: new Date(), refreshToken: good.refreshToken }))
    await world.control('POST', '/users/adele@contoso.test/account', { accountEnabled: false })
    await tokenFault({ kind: 'delay', delayMs: 300 })
    const asked = accessToken(scope)
    await new Promise((done) => setTimeout(done, 100))
    await inSystem((db) =>
      db.update(vault).set({ accessToken: good.accessToken, accessExpiresAt: good.accessExpiresAt, version: 9 }),
    )
    expect(typeof (await asked)).toBe('string')
    await world.control('POST', '/users/adele@contoso.test/account', { accountEnabled: true })
  })

  it('is not moved: a sealed token of one connection does not open in another row', async () => {
    const row = await kept()
    await inSystem((db) => db.update(vault).set({ accessToken: row.refreshToken }))
    expect((await refused(accessToken(scope))).code).toBe('internal')
  })

  it('is sealed with the newest key at the next refresh', async () => {
    const { env } = await import('@/lib/platform/env')
    const ring = env().ENCRYPTION_KEYS
    ring.unshift({ id: 'k2', key: Buffer.alloc(32, 9) })
    try {
      await accessToken(scope, { forceRefresh: true })
      const row = await kept()
      expect([row.accessToken, row.refreshToken].map((text) => text.split('.')[1])).toEqual(['k2', 'k2'])
    } finally {
      ring.shift()
    }
  })
})

describe('a grant that is dead', () => {
  it('is told apart from a Microsoft that does not answer', async () => {
    await tokenFault({ kind: 'status', status: 503 })
    expect(await refused(accessToken(scope, { forceRefresh: true }))).toMatchObject({
      code: 'unavailable',
      job: 'later',
    })
    await tokenFault({ kind: 'throttle', retryAfter: 7 })
    expect(await refused(accessToken(scope, { forceRefresh: true }))).toMatchObject({
      code: 'throttled',
      retryAfter: 7,
    })
    await world.control('POST', '/faults', { match: { upn: 'adele@contoso.test' }, kind: 'revoke-token' })
    expect(await refused(accessToken(scope, { forceRefresh: true }))).toMatchObject({
      code: 'reauth_required',
      job: 'pause',
      reason: 'AADSTS50173',
    })
  })

  it('asks for consent again when the permission was taken back', async () => {
    await world.control('DELETE', '/consents')
    expect(await refused(accessToken(scope, { forceRefresh: true }))).toMatchObject({
      code: 'consent_required',
      job: 'pause',
      reason: 'AADSTS65001',
    })
  })

  it('pauses once, mails once, and is not tried again', async () => {
    await Promise.all([
      pauseConnection(scope.connectionId, 'AADSTS50173'),
      pauseConnection(scope.connectionId, 'AADSTS50173'),
      pauseConnection(scope.connectionId, 'AADSTS700082'),
    ])
    await mailReconnect(scope.connectionId)
    const [row] = await inSystem((db) => db.select().from(connections))
    expect(row).toMatchObject({ state: 'paused' })
    const sent = (await world.control('GET', '/sent')) as { via: string; to: string[]; subject: string; mime: string }[]
    const mails = sent.filter(({ via }) => via === 'smtp')
    expect(mails).toHaveLength(1)
    expect(mails[0]).toMatchObject({ to: ['sarah@contoso.test'] })
    expect(mails[0]?.mime).toContain('/settings/integrations')
    const audit = await inSystem((db) => db.select().from(auditLog).where(eq(auditLog.action, 'connection.paused')))
    expect(audit).toHaveLength(1)

    await world.control('DELETE', '/traffic')
    expect(await refused(accessToken(scope, { forceRefresh: true }))).toMatchObject({ code: 'reauth_required' })
    expect(String(await fetch(`${world.microsoft.url}/_control/traffic`).then((a) => a.text()))).not.toContain('/token')
  })
})

describe('a scope', () => {
  it('is not minted for a connection that leaves, whose user is disabled or suspended, or that is gone', async () => {
    const id = scope.connectionId
    expect(await leavingScope(id)).toBeNull()
    await inScope(admin, (db) => setIntegrationEnabled(db, admin, sarah.userId, false))
    expect(await connectionScope(id)).toBeNull()
    await inScope(admin, (db) => setIntegrationEnabled(db, admin, sarah.userId, true))
    await inScope(admin, (db) => setDisabled(db, admin, sarah.userId, true))
    expect(await connectionScope(id)).toBeNull()
    await inScope(admin, (db) => setDisabled(db, admin, sarah.userId, false))
    expect(await connectionScope(id)).not.toBeNull()
    await inSystem((db) => db.update(connections).set({ state: 'disconnecting', epoch: sql`epoch + 1` }))
    expect(await connectionScope(id)).toBeNull()
    expect(await leavingScope(id)).toMatchObject({ connectionId: id, epoch: 2 })
    expect((await refused(accessToken(scope))).code).toBe('not_found')
    await inSystem((db) => db.delete(connections))
    expect(await leavingScope(id)).toBeNull()
  })
})
