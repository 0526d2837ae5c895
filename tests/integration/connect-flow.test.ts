import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connections, oauthAttempts, vault } from '@/drizzle/schema/connection'
import { auditLog } from '@/drizzle/schema/sync'
import { memberships, workspaces } from '@/drizzle/schema/workspaces'
import { connectionScope } from '@/lib/auth/scope'
import { accessToken } from '@/lib/auth/vault'
import { sweepAttempts } from '@/lib/features/connection/attempt/mutations'
import { acceptCallback } from '@/lib/features/connection/callback/mutations'
import { beginConnect, linkAccount, rejectAccount } from '@/lib/features/connection/link/mutations'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { MicrosoftPages } from '../support/microsoft-pages'
import { APP_URL, emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let workspaceId: string
let sarah: UserScope
let jonas: UserScope

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('DELETE', '/faults')
  await world.control('DELETE', '/consents')
  await emptyTandem()
  world.events.length = 0
  workspaceId = await newWorkspace('Contoso')
  sarah = await newMember(workspaceId, { name: 'Sarah Jones', role: 'admin' })
  jonas = await newMember(workspaceId, { name: 'Jonas Lindqvist' })
})

const begin = (scope: UserScope, returnTo = '/inbox') =>
  beginConnect(scope, { purpose: 'connect', features: ['mail'], returnTo })

/** From the picker to Microsoft and back: the page that Tandem then shows. */
async function trip(scope: UserScope, ...presses: string[]): Promise<string> {
  const answer = await new MicrosoftPages().walk(await begin(scope), ...presses)
  if (!answer.landed) throw new Error(`stayed at Microsoft: ${answer.page}`)
  return acceptCallback(scope, answer.landed.searchParams)
}

const attemptOf = (page: string) => new URL(page, APP_URL).searchParams.get('attempt') ?? ''
const rows = () => inSystem((db) => db.select().from(connections))
const outcome = async (page: string) => {
  const [row] = await inSystem((db) =>
    db
      .select()
      .from(oauthAttempts)
      .where(eq(oauthAttempts.id, attemptOf(page))),
  )
  return row
}

async function link(scope: UserScope, upn: string): Promise<string> {
  const page = await trip(scope, upn, 'Accept')
  expect(page).toMatch(/^\/settings\/integrations\/confirm\?attempt=/)
  await linkAccount(scope, attemptOf(page))
  const [row] = await inSystem((db) => db.select().from(connections).where(eq(connections.userId, scope.userId)))
  if (!row) throw new Error('not linked')
  return row.id
}

describe('connecting Microsoft 365', () => {
  it('is begun twenty times a minute at most, by each person', async () => {
    const pages = await Promise.all(Array.from({ length: 21 }, () => begin(sarah)))
    expect(pages.filter((page) => page.includes('/oauth2/v2.0/authorize'))).toHaveLength(20)
    expect(pages).toContain('/settings/integrations/done?code=too_often')
    expect(await begin(jonas)).toContain('/oauth2/v2.0/authorize')
  })

  it('stores nothing but the sealed attempt until the person confirms the account, then links and announces it', async () => {
    const page = await trip(sarah, 'adele@contoso.test', 'Accept')
    expect(page).toMatch(/confirm/)
    expect(await rows()).toEqual([])
    expect(world.events).toEqual([])
    expect((await outcome(page))?.sealed).toMatch(/^v1\.k1\./)

    expect(await linkAccount(sarah, attemptOf(page))).toMatch(/done\?attempt=/)
    const [row] = await rows()
    expect(row).toMatchObject({
      userId: sarah.userId,
      address: 'adele@contoso.test',
      accountKind: 'work',
      state: 'active',
      features: ['mail'],
    })
    expect(row?.grantedScopes).toEqual(expect.arrayContaining(['Mail.ReadWrite', 'Mail.Send', 'User.Read']))
    expect(world.events).toEqual([{ name: 'connection/linked', data: { connectionId: row?.id } }])
    expect(await outcome(page)).toMatchObject({ stage: 'done', outcome: 'linked', sealed: '' })
    const audit = await inSystem((db) => db.select().from(auditLog))
    expect(audit.map(({ action }) => action)).toContain('connection.linked')
  })

  it('keeps tokens sealed, and gives them out to the connection only', async () => {
    const id = await link(sarah, 'adele@contoso.test')
    const [kept] = await inSystem((db) => db.select().from(vault))
    expect(kept?.accessToken).toMatch(/^v1\.k1\./)
    expect(kept?.refreshToken).toMatch(/^v1\.k1\./)
    const scope = await connectionScope(id)
    if (!scope) throw new Error('no scope')
    const me = await fetch(`${world.microsoft.url}/v1.0/me`, {
      headers: { authorization: `Bearer ${await accessToken(scope)}` },
    })
    expect(me.status).toBe(200)
  })

  it('confirms once: a second press finds nothing to confirm', async () => {
    const page = await trip(sarah, 'adele@contoso.test', 'Accept')
    await linkAccount(sarah, attemptOf(page))
    expect(await linkAccount(sarah, attemptOf(page))).toBe('/settings/integrations/done?code=stale')
    expect(await rows()).toHaveLength(1)
  })

  it('throws the tokens away when the person wants another account', async () => {
    const page = await trip(sarah, 'alex@contoso.test', 'Accept')
    await rejectAccount(sarah, attemptOf(page))
    expect(await outcome(page)).toMatchObject({ stage: 'failed', outcome: 'declined', sealed: '' })
    expect(await linkAccount(sarah, attemptOf(page))).toBe('/settings/integrations/done?code=stale')
    expect(await rows()).toEqual([])
  })

  it('forces the choice of account', async () => {
    const url = new URL(await begin(sarah))
    expect(url.searchParams.get('prompt')).toBe('select_account')
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
  })

  it('says that the person declined, and keeps nothing', async () => {
    const page = await trip(sarah, 'adele@contoso.test', 'Cancel')
    expect(await outcome(page)).toMatchObject({ stage: 'failed', outcome: 'declined', sealed: '' })
    expect(await rows()).toEqual([])
  })

  it('returns only to paths of its own', async () => {
    await begin(sarah, 'https://evil.example/steal')
    const [row] = await inSystem((db) => db.select().from(oauthAttempts))
    expect(row?.returnTo).toBe('/settings/integrations')
  })

  it('deletes attempts that ran out, with the tokens in them', async () => {
    const page = await trip(sarah, 'adele@contoso.test', 'Accept')
    await inSystem((db) => db.update(oauthAttempts).set({ expiresAt: new Date(Date.now() - 1000) }))
    expect(await linkAccount(sarah, attemptOf(page))).toBe('/settings/integrations/done?code=stale')
    await sweepAttempts()
    expect(await inSystem((db) => db.select().from(oauthAttempts))).toEqual([])
  })
})

describe('an answer of Microsoft', () => {
  it('counts once: the same address brought again is refused', async () => {
    const answer = await new MicrosoftPages().walk(await begin(sarah), 'adele@contoso.test', 'Accept')
    if (!answer.landed) throw new Error('stayed')
    expect(await acceptCallback(sarah, answer.landed.searchParams)).toMatch(/confirm/)
    expect(await acceptCallback(sarah, answer.landed.searchParams)).toBe('/settings/integrations/done?code=stale')
  })

  it('with an unknown state, or with none, is refused', async () => {
    for (const params of ['code=x&state=forged', 'code=x', 'error=access_denied'])
      expect(await acceptCallback(sarah, new URLSearchParams(params))).toBe('/settings/integrations/done?code=stale')
  })

  it('to another person’s question is refused, and spoils nothing for that person', async () => {
    const answer = await new MicrosoftPages().walk(await begin(sarah), 'adele@contoso.test', 'Accept')
    if (!answer.landed) throw new Error('stayed')
    expect(await acceptCallback(jonas, answer.landed.searchParams)).toBe('/settings/integrations/done?code=stale')
    expect(await acceptCallback(sarah, answer.landed.searchParams)).toMatch(/confirm/)
  })

  it('with another nonce is refused', async () => {
    const url = new URL(await begin(sarah))
    url.searchParams.set('nonce', 'of-somebody-else')
    const answer = await new MicrosoftPages().walk(url.href, 'adele@contoso.test', 'Accept')
    if (!answer.landed) throw new Error('stayed')
    const page = await acceptCallback(sarah, answer.landed.searchParams)
    expect(await outcome(page)).toMatchObject({ outcome: 'mismatch', detail: { number: 'nonce' } })
  })

  it('with a code from another trip is refused (PKCE)', async () => {
    const mine = await new MicrosoftPages().walk(await begin(sarah), 'adele@contoso.test', 'Accept')
    const theirs = await new MicrosoftPages().walk(await begin(jonas), 'alex@contoso.test', 'Accept')
    if (!mine.landed || !theirs.landed) throw new Error('stayed')
    mine.landed.searchParams.set('code', theirs.landed.searchParams.get('code') ?? '')
    const page = await acceptCallback(sarah, mine.landed.searchParams)
    expect(await outcome(page)).toMatchObject({ outcome: 'mismatch', detail: { number: 'AADSTS501481' } })
  })

  it('with a made-up code is refused', async () => {
    const state = new URL(await begin(sarah)).searchParams.get('state') ?? ''
    const page = await acceptCallback(sarah, new URLSearchParams({ code: 'made-up', state }))
    expect((await outcome(page))?.stage).toBe('failed')
    expect(await rows()).toEqual([])
  })

  it('that nobody can check because the token endpoint is down says so', async () => {
    await world.control('POST', '/faults', { match: { path: '*/token' }, kind: 'status', status: 503, times: 1 })
    const page = await trip(sarah, 'adele@contoso.test', 'Accept')
    expect(await outcome(page)).toMatchObject({ outcome: 'unavailable' })
  })
})

describe('one account, one person (R7)', () => {
  it('refuses a colleague’s account by name', async () => {
    await link(sarah, 'adele@contoso.test')
    const page = await trip(jonas, 'adele@contoso.test')
    expect(await outcome(page)).toMatchObject({ outcome: 'taken', detail: { name: 'Sarah Jones' } })
    expect(await rows()).toHaveLength(1)
  })

  it('lets one of two who confirm the same account win', async () => {
    const first = await trip(sarah, 'adele@contoso.test', 'Accept')
    const second = await trip(jonas, 'adele@contoso.test')
    await Promise.all([linkAccount(sarah, attemptOf(first)), linkAccount(jonas, attemptOf(second))])
    expect(await rows()).toHaveLength(1)
    const ends = [(await outcome(first))?.outcome, (await outcome(second))?.outcome].sort()
    expect(ends).toEqual(['linked', 'taken'])
  })

  it('does not begin a second link', async () => {
    await link(sarah, 'adele@contoso.test')
    expect(await begin(sarah)).toBe('/settings/integrations/done?code=already_linked')
  })

  it('lets another workspace link the same account', async () => {
    await link(sarah, 'adele@contoso.test')
    const lee = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee Gu' })
    const page = await trip(lee, 'adele@contoso.test')
    await linkAccount(lee, attemptOf(page))
    expect(await rows()).toHaveLength(2)
    const seen = await inScope(lee, (db) => db.select().from(connections))
    expect(seen).toHaveLength(1)
  })
})

describe('who may connect', () => {
  it('links a personal account unless the workspace refuses them', async () => {
    const page = await trip(sarah, 'pat@outlook.test', 'Accept')
    await inSystem((db) => db.update(workspaces).set({ allowPersonal: false }))
    await linkAccount(sarah, attemptOf(page))
    expect(await outcome(page)).toMatchObject({ outcome: 'personal_refused', sealed: '' })
    const refused = await trip(sarah, 'pat@outlook.test')
    expect(await outcome(refused)).toMatchObject({ outcome: 'personal_refused' })
    await inSystem((db) => db.update(workspaces).set({ allowPersonal: true }))
    const again = await trip(sarah, 'pat@outlook.test')
    await linkAccount(sarah, attemptOf(again))
    expect((await rows())[0]).toMatchObject({ accountKind: 'personal', address: 'pat@outlook.test' })
  })

  it('begins nothing for somebody whose integration an administrator switched off', async () => {
    await inSystem((db) =>
      db.update(memberships).set({ integrationEnabled: false }).where(eq(memberships.userId, jonas.userId)),
    )
    expect(await begin(jonas)).toBe('/settings/integrations/done?code=suspended')
  })
})
