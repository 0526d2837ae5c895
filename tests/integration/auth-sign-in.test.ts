// Next.js's own storage of the request at hand.
import 'next/dist/server/node-environment-baseline'
import { eq } from 'drizzle-orm'
import { workAsyncStorage } from 'next/dist/server/app-render/work-async-storage.external'
import { workUnitAsyncStorage } from 'next/dist/server/app-render/work-unit-async-storage.external'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accounts, users, verificationTokens } from '@/drizzle/schema/users'
import { invitations, memberships } from '@/drizzle/schema/workspaces'
import { handlers } from '@/lib/auth/auth'
import { hasEnded, openOwnWorkspace, requireUser, userScopeOf } from '@/lib/auth/scope'
import { acceptInvitation, createInvitation, setDisabled, setRole } from '@/lib/features/workspace/mutations'
import { findInvitation } from '@/lib/features/workspace/queries'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import type { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { MicrosoftPages } from '../support/microsoft-pages'
import { APP_URL, emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('DELETE', '/consents')
  await emptyTandem()
})

type Work = Parameters<typeof workAsyncStorage.run>[0]
type WorkUnit = Parameters<typeof workUnitAsyncStorage.run>[0]

/** A browser at Tandem's own routes of Auth.js. */
class Browser {
  readonly jar = new Map<string, string>()

  async go(
    path: string,
    form?: Record<string, string>,
    host = new URL(APP_URL).host,
    more: Record<string, string> = {},
  ): Promise<Response> {
    const request = new NextRequest(`http://${host}${path}`, {
      method: form ? 'POST' : 'GET',
      headers: {
        host,
        ...more,
        cookie: [...this.jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { body: new URLSearchParams(form).toString() } : {}),
    })
    const answer = await (form ? handlers.POST(request) : handlers.GET(request))
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      const value = pair.slice(at + 1)
      if (value && !/max-age=0/i.test(line)) this.jar.set(pair.slice(0, at), value)
      else this.jar.delete(pair.slice(0, at))
      expect(line).toMatch(/HttpOnly/i)
      expect(line).toMatch(/SameSite=Lax/i)
    }
    return answer
  }

  async begin(provider: string, fields: Record<string, string> = {}, host?: string): Promise<Response> {
    const { csrfToken } = (await (await this.go('/api/auth/csrf')).json()) as { csrfToken: string }
    return this.go(`/api/auth/signin/${provider}`, { csrfToken, callbackUrl: `${APP_URL}/inbox`, ...fields }, host)
  }

  async microsoft(upn: string, fields: Record<string, string> = {}): Promise<Response> {
    const to = (await this.begin('microsoft', fields)).headers.get('location') ?? ''
    const answer = await new MicrosoftPages().walk(to, upn, 'Accept')
    if (!answer.landed) throw new Error('stayed at Microsoft')
    return this.go(answer.landed.pathname + answer.landed.search)
  }

  /** Who loaders, actions and routes take the browser for, inside a request as Next.js runs it. */
  async asked(): Promise<string | null> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const request = { type: 'request', phase: 'action', headers: new Headers({ cookie }) } as WorkUnit
    const ask = () => requireUser().then(({ userId }) => userId)
    const answer = workAsyncStorage.run({ route: '/inbox' } as Work, () => workUnitAsyncStorage.run(request, ask))
    return answer.catch((error: AppError) => (error.code === 'unauthenticated' ? null : Promise.reject(error)))
  }

  async userId(): Promise<string | null> {
    const session = (await (await this.go('/api/auth/session')).json()) as { user?: { id?: string } } | null
    return session?.user?.id ?? null
  }
}

const everyUser = () => inSystem((db) => db.select().from(users))

describe('signing in with Microsoft', () => {
  it('knows the person by tenant and object id, keeps no token and no address as proof', async () => {
    const browser = new Browser()
    const answer = await browser.microsoft('adele@contoso.test')
    expect(answer.headers.get('location')).toBe(`${APP_URL}/inbox`)
    const [user] = await everyUser()
    expect(user).toMatchObject({ name: 'Adele Vance', email: null, contactEmail: 'adele@contoso.test' })
    expect(await browser.userId()).toBe(user?.id)
    expect(await inSystem((db) => db.select().from(accounts))).toEqual([
      expect.objectContaining({
        provider: 'microsoft',
        providerAccountId: 'c0117050-0000-4000-8000-000000000001.ade1e000-0000-4000-8000-000000000001',
        access_token: null,
        refresh_token: null,
        id_token: null,
      }),
    ])
  })

  it('asks for no mail and no calendar', async () => {
    const to = new URL((await new Browser().begin('microsoft')).headers.get('location') ?? '')
    expect(to.searchParams.get('scope')).toBe('openid profile email')
    expect(to.searchParams.get('prompt')).toBe('select_account')
    expect(to.searchParams.get('code_challenge_method')).toBe('S256')
  })

  it('finds the same person again, a personal account too', async () => {
    await new Browser().microsoft('pat@outlook.test')
    await new Browser().microsoft('pat@outlook.test')
    expect(await everyUser()).toHaveLength(1)
  })

  it('does not join a second account to the session that a browser still holds', async () => {
    const browser = new Browser()
    await browser.microsoft('adele@contoso.test')
    const first = await browser.userId()
    await browser.microsoft('alex@contoso.test')
    expect(await browser.userId()).not.toBe(first)
    expect(await everyUser()).toHaveLength(2)
  })

  it('ends with the sign-out, also for whoever kept a copy of the cookie', async () => {
    const browser = new Browser()
    await browser.microsoft('adele@contoso.test')
    const session = (await (await browser.go('/api/auth/session')).json()) as { sid: string }
    expect(await hasEnded(session.sid)).toBe(false)
    expect(await browser.asked()).toBe(await browser.userId())
    const copy = new Map(browser.jar)
    const { csrfToken } = (await (await browser.go('/api/auth/csrf')).json()) as { csrfToken: string }
    await browser.go('/api/auth/signout', { csrfToken })
    expect(await browser.userId()).toBeNull()
    expect(await hasEnded(session.sid)).toBe(true)
    for (const [name, value] of copy) browser.jar.set(name, value)
    expect(await browser.asked()).toBeNull()
    browser.jar.clear()
    expect(await browser.asked()).toBeNull()
    await browser.microsoft('adele@contoso.test')
    const next = (await (await browser.go('/api/auth/session')).json()) as { sid: string }
    expect(await hasEnded(next.sid)).toBe(false)
  })

  it('does not take over the account of whoever proved that address by mail', async () => {
    const [byMail] = await inSystem((db) =>
      db.insert(users).values({ email: 'adele@contoso.test', emailVerified: new Date() }).returning(),
    )
    const browser = new Browser()
    await browser.microsoft('adele@contoso.test')
    expect(await browser.userId()).not.toBe(byMail?.id)
  })

  it('sends nobody to another site afterwards', async () => {
    for (const callbackUrl of [
      'https://evil.example/',
      '//evil.example',
      `${APP_URL}//evil.example`,
      '/\\evil.example',
    ]) {
      const answer = await new Browser().microsoft('adele@contoso.test', { callbackUrl })
      expect(answer.headers.get('location')).toBe(`${APP_URL}/inbox`)
    }
  })

  it('refuses an answer without the browser’s own cookies', async () => {
    const browser = new Browser()
    const to = (await browser.begin('microsoft')).headers.get('location') ?? ''
    const answer = await new MicrosoftPages().walk(to, 'adele@contoso.test', 'Accept')
    if (!answer.landed) throw new Error('stayed')
    const stranger = new Browser()
    const refused = await stranger.go(answer.landed.pathname + answer.landed.search)
    expect(refused.headers.get('location')).toContain('/signin?error=')
    expect(await everyUser()).toEqual([])
  })
})

describe('signing in by e-mail link', () => {
  const inbox = async () =>
    ((await world.control('GET', '/sent')) as { via: string; to: string[]; mime: string }[]).filter(
      ({ via, to }) => via === 'smtp' && to.includes('lena@prospect.test'),
    )
  const linkIn = (mime: string): URL => {
    const plain = mime.replace(/=\r?\n/g, '').replace(/=3D/g, '=')
    return new URL(/Sign in: (http\S+)/.exec(plain)?.[1] ?? '')
  }

  it('mails a link to a page with a button, on our own host whatever the Host header says, and works once', async () => {
    const browser = new Browser()
    const sent = await browser.begin('email', { email: 'Lena@Prospect.test' }, 'evil.example')
    const sentPage = new URL(sent.headers.get('location') ?? '')
    expect(sentPage.origin).toBe(APP_URL)
    const shown = await browser.go(sentPage.pathname + sentPage.search)
    expect(new URL(shown.headers.get('location') ?? '', APP_URL).pathname).toBe('/signin')
    const mail = (await inbox()).at(-1)
    if (!mail) throw new Error('no mail')
    const link = linkIn(mail.mime)
    expect(link.origin + link.pathname).toBe(`${APP_URL}/signin/link`)
    expect(mail.mime).toContain('text/html')

    await browser.go(`/api/auth/callback/email${link.search}`)
    const [user] = await everyUser()
    expect(user).toMatchObject({ email: 'lena@prospect.test', emailVerified: expect.any(Date) })
    expect(await browser.userId()).toBe(user?.id)
    const again = new Browser()
    expect((await again.go(`/api/auth/callback/email${link.search}`)).headers.get('location')).toContain('error=')
    expect(await again.userId()).toBeNull()
  })

  it('is not signed in by a link that another site opened: the page with the button comes first', async () => {
    const browser = new Browser()
    await browser.begin('email', { email: 'kim@example.test' })
    const sent = (await world.control('GET', '/sent')) as { to: string[]; mime: string }[]
    const { search } = linkIn(sent.at(-1)?.mime ?? '')
    for (const site of ['cross-site', 'same-site', 'none']) {
      const victim = new Browser()
      const answer = await victim.go(`/api/auth/callback/email${search}`, undefined, undefined, {
        'sec-fetch-site': site,
      })
      expect(answer.headers.get('location')).toBe(`${APP_URL}/signin/link${search}`)
      expect(await victim.userId()).toBeNull()
    }
    await browser.go(`/api/auth/callback/email${search}`, undefined, undefined, { 'sec-fetch-site': 'same-origin' })
    expect(await browser.userId()).not.toBeNull()
  })

  it('stops when very many are open for all addresses together, so that Tandem mails no strangers for anybody', async () => {
    const expires = new Date(Date.now() + 600_000)
    await inSystem((db) =>
      db
        .insert(verificationTokens)
        .values(Array.from({ length: 500 }, (_, i) => ({ identifier: `n${i}@example.test`, token: `t${i}`, expires }))),
    )
    const before = (await inbox()).length
    await new Browser().begin('email', { email: 'lena@prospect.test' })
    expect(await inbox()).toHaveLength(before)
  })

  it('stops after three open links for one address, and answers the same', async () => {
    const before = (await inbox()).length
    const answers = []
    for (let i = 0; i < 5; i++) {
      const answer = await new Browser().begin('email', { email: 'lena@prospect.test' })
      answers.push(answer.headers.get('location'))
    }
    expect(new Set(answers).size).toBe(1)
    expect((await inbox()).length - before).toBe(3)
    expect(await inSystem((db) => db.select().from(verificationTokens))).toHaveLength(3)
  })
})

describe('workspaces', () => {
  const refused = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: AppError) => error.code,
    )
  let admin: UserScope
  let member: UserScope

  beforeEach(async () => {
    const workspaceId = await newWorkspace('Contoso')
    admin = await newMember(workspaceId, { name: 'Karim', role: 'admin' })
    member = await newMember(workspaceId, { name: 'Sarah' })
  })

  it('are opened once for a newcomer, who becomes the administrator, however many tabs are open', async () => {
    const [user] = await inSystem((db) => db.insert(users).values({ name: 'Lena Berg' }).returning())
    const scopes = await Promise.all([1, 2, 3].map(() => openOwnWorkspace(user?.id ?? '')))
    expect(new Set(scopes.map((scope) => scope?.workspaceId)).size).toBe(1)
    expect(scopes[0]?.role).toBe('admin')
  })

  it('are closed at once to somebody who was switched off, and opened no new one', async () => {
    await inScope(admin, (db) => setDisabled(db, admin, member.userId, true))
    expect(await userScopeOf(member.userId)).toBeNull()
    expect(await openOwnWorkspace(member.userId)).toBeNull()
    await inScope(admin, (db) => setDisabled(db, admin, member.userId, false))
    expect(await userScopeOf(member.userId)).toMatchObject({ workspaceId: admin.workspaceId, role: 'member' })
  })

  it('always keep an administrator', async () => {
    expect(await refused(inScope(admin, (db) => setRole(db, admin, admin.userId, 'member')))).toBe('invalid_input')
    expect(await refused(inScope(admin, (db) => setDisabled(db, admin, admin.userId, true)))).toBe('invalid_input')
    await inScope(admin, (db) => setRole(db, admin, member.userId, 'admin'))
    const steps = await Promise.all([
      refused(inScope(admin, (db) => setRole(db, admin, admin.userId, 'member'))),
      refused(inScope(admin, (db) => setRole(db, admin, member.userId, 'member'))),
    ])
    expect(steps.filter((step) => step === 'invalid_input')).toHaveLength(1)
  })

  it('change nobody of another workspace', async () => {
    const other = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee', role: 'admin' })
    expect(await refused(inScope(other, (db) => setRole(db, other, member.userId, 'admin')))).toBe('not_found')
    expect(await userScopeOf(member.userId)).toMatchObject({ role: 'member' })
  })

  it('are joined by a link that works once, in time, and is kept as a hash', async () => {
    const invite = () => inScope(admin, (db) => createInvitation(db, admin, { email: 'lena@x.test', role: 'member' }))
    const { token } = await invite()
    const [row] = await inSystem((db) => db.select().from(invitations))
    expect(JSON.stringify(row)).not.toContain(token)
    const [lena] = await inSystem((db) => db.insert(users).values({ name: 'Lena' }).returning())
    const [eve] = await inSystem((db) => db.insert(users).values({ name: 'Eve' }).returning())
    await openOwnWorkspace(lena?.id ?? '')
    await acceptInvitation(lena?.id ?? '', token)
    expect(await userScopeOf(lena?.id ?? '')).toMatchObject({ workspaceId: admin.workspaceId, role: 'member' })
    expect(await refused(acceptInvitation(eve?.id ?? '', token))).toBe('not_found')
    expect(await refused(acceptInvitation(eve?.id ?? '', 'made-up'))).toBe('not_found')

    const late = await invite()
    await inSystem((db) => db.update(invitations).set({ expiresAt: new Date(Date.now() - 1000) }))
    expect(await refused(acceptInvitation(eve?.id ?? '', late.token))).toBe('not_found')
    expect(await findInvitation(late.token, null)).toMatchObject({ workspace: 'Contoso', isMember: false })
  })

  it('do not let an invitation undo that somebody was switched off', async () => {
    await inScope(admin, (db) => setDisabled(db, admin, member.userId, true))
    const { token } = await inScope(admin, (db) => createInvitation(db, admin, { email: 's@x.test', role: 'admin' }))
    expect(await refused(acceptInvitation(member.userId, token))).toBe('forbidden')
    const [row] = await inSystem((db) => db.select().from(memberships).where(eq(memberships.userId, member.userId)))
    expect(row).toMatchObject({ role: 'member', disabledAt: expect.any(Date) })
  })
})
