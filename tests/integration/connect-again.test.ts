import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approvals, connections, cursors, oauthAttempts, tenantConsents, vault } from '@/drizzle/schema/connection'
import { pauseConnection } from '@/lib/auth/pause'
import { connectionScope } from '@/lib/auth/scope'
import { accessToken } from '@/lib/auth/vault'
import {
  acceptAdminConsent,
  approvalToken,
  beginApproval,
  beginTenantConsent,
} from '@/lib/features/connection/approval/mutations'
import { findApprovalByToken } from '@/lib/features/connection/approval/queries'
import { acceptCallback } from '@/lib/features/connection/callback/mutations'
import { beginAgain, beginConnect, linkAccount } from '@/lib/features/connection/link/mutations'
import { turnFeatureOff } from '@/lib/features/connection/mutations'
import { FEATURES, isFeatureOn } from '@/lib/features/connection/rules'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { attemptOf, linkMicrosoft, travel } from '../support/link-account'
import { MicrosoftPages } from '../support/microsoft-pages'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let sarah: UserScope

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('POST', '/tenants/contoso.test', { consentPolicy: 'open' })
  await world.control('DELETE', '/consents')
  await emptyTandem()
  world.events.length = 0
  sarah = await newMember(await newWorkspace('Contoso'), { name: 'Sarah Jones' })
})

const connection = async () => {
  const [row] = await inSystem((db) => db.select().from(connections))
  if (!row) throw new Error('no connection')
  return row
}
const attempt = async (page: string) => {
  const [row] = await inSystem((db) =>
    db
      .select()
      .from(oauthAttempts)
      .where(eq(oauthAttempts.id, attemptOf(page))),
  )
  return row
}
const reconnectUrl = () => beginConnect(sarah, { purpose: 'reconnect', features: [], returnTo: '/inbox' })

describe('reconnecting', () => {
  it('resumes with new tokens and keeps cursors, features and history', async () => {
    const id = await linkMicrosoft(sarah, 'alex@contoso.test')
    await inSystem((db) =>
      db.insert(cursors).values({ connectionId: id, workspaceId: sarah.workspaceId, stream: 'mail/inbox', link: '/x' }),
    )
    await world.control('POST', '/faults', { match: { upn: 'alex@contoso.test' }, kind: 'revoke-token' })
    await pauseConnection(id, 'AADSTS50173')
    world.events.length = 0
    const page = await travel(sarah, await reconnectUrl(), 'alex@contoso.test')
    expect(await attempt(page)).toMatchObject({ stage: 'done', outcome: 'reconnected' })
    expect(await connection()).toMatchObject({
      id,
      state: 'active',
      pausedReason: null,
      reconnectMailedAt: null,
      features: ['mail'],
    })
    expect(await inSystem((db) => db.select().from(cursors))).toHaveLength(1)
    expect(world.events).toEqual([{ name: 'connection/linked', data: { connectionId: id } }])
    const scope = await connectionScope(id)
    if (!scope) throw new Error('no scope')
    await expect(accessToken(scope, { forceRefresh: true })).resolves.toEqual(expect.any(String))
  })

  it('refuses another account, by tenant and object id, and leaves the connection as it was', async () => {
    const id = await linkMicrosoft(sarah, 'alex@contoso.test')
    await pauseConnection(id, 'AADSTS50173')
    const before = await inSystem((db) => db.select().from(vault))
    const page = await travel(sarah, await reconnectUrl(), 'megan@contoso.test', 'Accept')
    expect(await attempt(page)).toMatchObject({ outcome: 'wrong_account', detail: { address: 'alex@contoso.test' } })
    expect(await connection()).toMatchObject({ state: 'paused', address: 'alex@contoso.test' })
    expect(await inSystem((db) => db.select().from(vault))).toEqual(before)
  })

  it('has nothing to reconnect without a connection', async () => {
    expect(await reconnectUrl()).toBe('/settings/integrations/done?code=stale')
  })

  it('does not bring a connection back that is being disconnected', async () => {
    await linkMicrosoft(sarah, 'alex@contoso.test')
    const url = await reconnectUrl()
    await inSystem((db) => db.update(connections).set({ state: 'disconnecting' }))
    const page = await travel(sarah, url, 'alex@contoso.test')
    expect(await attempt(page)).toMatchObject({ outcome: 'stale' })
    expect(await connection()).toMatchObject({ state: 'disconnecting' })
  })

  it('can be tried again after a refusal, for the same thing', async () => {
    await linkMicrosoft(sarah, 'alex@contoso.test')
    const page = await travel(sarah, await reconnectUrl(), 'megan@contoso.test', 'Accept')
    const failed = await attempt(page)
    if (!failed) throw new Error('no attempt')
    const again = await travel(sarah, await beginAgain(sarah, failed), 'alex@contoso.test')
    expect(await attempt(again)).toMatchObject({ outcome: 'reconnected' })
  })
})

describe('a feature', () => {
  it('that was left out is off although everything else works, and is added by asking for just that', async () => {
    await linkMicrosoft(sarah, 'alex@contoso.test', [])
    const off = await connection()
    expect(off.features).toEqual([])
    expect(Object.keys(off.declined).sort()).toEqual(FEATURES.map(({ id }) => id).sort())
    expect(off.grantedScopes).not.toContain('Mail.ReadWrite')

    const url = await beginConnect(sarah, { purpose: 'add', features: ['mail'], returnTo: '/inbox' })
    expect(new URL(url).searchParams.get('scope')?.split(' ')).toEqual(
      expect.arrayContaining(['Mail.ReadWrite', 'Mail.Send']),
    )
    const page = await travel(sarah, url, 'alex@contoso.test', 'Accept')
    expect(await attempt(page)).toMatchObject({ outcome: 'added' })
    const on = await connection()
    expect(isFeatureOn('mail', on)).toBe(true)
    expect(on.declined).not.toHaveProperty('mail')
  })

  it('that was turned off is off although Microsoft still grants it', async () => {
    await linkMicrosoft(sarah, 'alex@contoso.test')
    await inScope(sarah, (db) => turnFeatureOff(db, sarah, 'mail'))
    const row = await connection()
    expect(row.grantedScopes).toContain('Mail.ReadWrite')
    expect(isFeatureOn('mail', row)).toBe(false)
  })

  it('is kept off when the person declines at Microsoft, and the connection goes on', async () => {
    await linkMicrosoft(sarah, 'alex@contoso.test', [])
    const url = await beginConnect(sarah, { purpose: 'add', features: ['mail'], returnTo: '/inbox' })
    const page = await travel(sarah, url, 'alex@contoso.test', 'Cancel')
    expect(await attempt(page)).toMatchObject({ outcome: 'declined' })
    expect(await connection()).toMatchObject({ state: 'active', features: [] })
  })
})

describe('an organisation that wants an administrator to approve', () => {
  const connect = () => beginConnect(sarah, { purpose: 'connect', features: ['mail'], returnTo: '/inbox' })
  const waiting = async () => {
    const [row] = await inSystem((db) => db.select().from(approvals))
    if (!row) throw new Error('no approval')
    return row
  }
  /** The administrator's own browser: from the link to Microsoft and back. */
  async function administer(url: string | null, browserState: string | null, ...presses: string[]) {
    const answer = await new MicrosoftPages().walk(url ?? '', ...presses)
    if (!answer.landed) throw new Error('stayed')
    return { page: await acceptAdminConsent(answer.landed.searchParams, browserState), answer: answer.landed }
  }

  beforeEach(async () => {
    await world.control('POST', '/tenants/contoso.test', { consentPolicy: 'managed' })
  })

  it('leads from the refusal to a link, the administrator’s yes, and on', async () => {
    const page = await travel(sarah, await connect(), 'alex@contoso.test', 'Return')
    const row = await waiting()
    expect(page).toBe(`/settings/integrations/approval?id=${row.id}`)
    expect(row.scopes).toEqual(expect.arrayContaining(['Mail.ReadWrite', 'Mail.Send']))
    const token = approvalToken(row)
    expect(await findApprovalByToken(token)).toMatchObject({ workspace: 'Contoso', askedBy: 'Sarah Jones' })

    const yes = await administer(await beginApproval(token), null, 'adele@contoso.test', 'Accept')
    expect(yes.page).toBe(`/approve/${token}`)
    expect(await waiting()).toMatchObject({ grantedAt: expect.any(Date), stateHash: null })
    expect(await inSystem((db) => db.select().from(tenantConsents))).toHaveLength(1)

    const confirm = await travel(sarah, await connect(), 'alex@contoso.test')
    await linkAccount(sarah, attemptOf(confirm))
    expect(isFeatureOn('mail', await connection())).toBe(true)
    expect(await inSystem((db) => db.select().from(approvals))).toEqual([])
  })

  it('keeps the link that is on its way to the administrator when the person tries again too early', async () => {
    const first = await travel(sarah, await connect(), 'alex@contoso.test', 'Return')
    const token = approvalToken(await waiting())
    expect(await travel(sarah, await connect(), 'alex@contoso.test', 'Return')).toBe(first)
    expect(approvalToken(await waiting())).toBe(token)
  })

  it('takes the administrator’s no for a no, although Microsoft says admin_consent=True', async () => {
    await travel(sarah, await connect(), 'alex@contoso.test', 'Return')
    const token = approvalToken(await waiting())
    const no = await administer(await beginApproval(token), null, 'adele@contoso.test', 'Cancel')
    expect(no.answer.searchParams.get('admin_consent')).toBe('True')
    expect(no.page).toBe(`/approve/${token}?result=declined`)
    expect(await waiting()).toMatchObject({ grantedAt: null })
  })

  it('takes each answer once, and none that it did not ask for', async () => {
    await travel(sarah, await connect(), 'alex@contoso.test', 'Return')
    const token = approvalToken(await waiting())
    const yes = await administer(await beginApproval(token), null, 'adele@contoso.test', 'Accept')
    expect(await acceptAdminConsent(yes.answer.searchParams, null)).toBe('/consent?result=stale')
    const forged = new URLSearchParams({ admin_consent: 'True', tenant: '1'.repeat(8), state: 'forged' })
    expect(await acceptAdminConsent(forged, null)).toBe('/consent?result=stale')
    expect(await beginApproval(token)).toBeNull()
  })

  it('stops serving a link after thirty days', async () => {
    await travel(sarah, await connect(), 'alex@contoso.test', 'Return')
    const token = approvalToken(await waiting())
    await inSystem((db) => db.update(approvals).set({ expiresAt: new Date(Date.now() - 1000) }))
    expect(await beginApproval(token)).toBeNull()
  })

  it('may approve everything for everybody ahead, bound to the browser that began', async () => {
    const { url, state } = beginTenantConsent()
    const elsewhere = await administer(url, 'another-state', 'adele@contoso.test', 'Accept')
    expect(elsewhere.page).toBe('/consent?result=stale')
    expect(await inSystem((db) => db.select().from(tenantConsents))).toEqual([])
    expect(await acceptAdminConsent(elsewhere.answer.searchParams, state)).toBe('/consent?result=granted')
    expect(await travel(sarah, await connect(), 'alex@contoso.test')).toMatch(/confirm/)
  })
})

describe('an attempt under way', () => {
  it('ends when the person is refused by Microsoft for reasons of the organisation', async () => {
    const url = await beginConnect(sarah, { purpose: 'connect', features: ['mail'], returnTo: '/inbox' })
    const state = new URL(url).searchParams.get('state') ?? ''
    const page = await acceptCallback(
      sarah,
      new URLSearchParams({
        state,
        error: 'access_denied',
        error_description: 'AADSTS50105: not assigned. Trace ID: t-1 Correlation ID: c-1 Timestamp: now',
      }),
    )
    expect(await attempt(page)).toMatchObject({
      outcome: 'not_assigned',
      detail: { number: 'AADSTS50105', correlationId: 'c-1', traceId: 't-1' },
    })
  })
})
