// The control API: tests, the demo and outside checks steer Microsoft 365 with it.

import { type Context, Hono } from 'hono'
import type { Emulator } from '../core/emulator'
import { isInstant, readFault } from '../core/faults'
import { type DirectoryUser, GraphFault } from '../seam'
import { accountBody, appBody, ControlError, clockBody, read, resetBody, sendingBody, tenantBody } from './input'

const KINDS = ['messages', 'events', 'contacts', 'tasks', 'files'] as const

async function bodyOf(c: Context): Promise<unknown> {
  const text = await c.req.text()
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new ControlError('the body is not JSON')
  }
}

/** Routes relative to /_control. */
export function controlRoutes(emulator: Emulator): Hono {
  const app = new Hono()
  app.onError((error, c) => {
    if (error instanceof ControlError) return c.json({ error: error.message }, error.status)
    if (error instanceof GraphFault) return c.json({ error: error.message }, 400)
    console.error(`emulator: control ${c.req.method} ${c.req.path} failed`, error)
    return c.json({ error: String(error) }, 500)
  })
  app.notFound((c) => c.json({ error: `no control route ${c.req.method} ${c.req.path}` }, 404))
  stateRoutes(app, emulator)
  recordRoutes(app, emulator)
  entraRoutes(app, emulator)
  emulator.subscriptions?.control(app)
  return app
}

function userOf(emulator: Emulator, upn: string | undefined): DirectoryUser {
  const user = emulator.directory.userByUpn(upn ?? '')
  if (!user) throw new ControlError(`no user ${upn}`, 404)
  return user
}

function stateRoutes(app: Hono, emulator: Emulator): void {
  const { clock, directory, faults } = emulator
  const nowBody = () => ({ now: new Date(clock.now()).toISOString(), offsetSeconds: Math.round(clock.offsetMs / 1000) })

  app.get('/state', (c) => {
    const tenantOf = (user: DirectoryUser) => directory.tenant(user.tenantId)?.domain ?? user.tenantId
    const users = directory
      .users()
      .map((u) => ({ upn: u.upn, name: u.displayName, tenant: tenantOf(u), roles: u.roles }))
    const mailboxes: Record<string, Record<string, number>> = {}
    for (const user of directory.users()) {
      if (!user.hasMailbox) continue
      const counts = Object.assign({}, ...emulator.workloads.map((w) => w.counts(user))) as Record<string, number>
      mailboxes[user.upn] = Object.fromEntries(KINDS.map((kind) => [kind, counts[kind] ?? 0]))
    }
    return c.json({ users, mailboxes, now: nowBody().now })
  })
  app.post('/reset', async (c) => {
    const { seed } = read(resetBody, await bodyOf(c))
    emulator.reset(seed)
    return c.json({ ok: true })
  })
  app.get('/clock', (c) => c.json(nowBody()))
  app.post('/clock', async (c) => {
    const body = read(clockBody, await bodyOf(c))
    if ('advanceSeconds' in body) clock.advance(body.advanceSeconds)
    else clock.set(new Date(body.now).getTime())
    emulator.touchCore()
    return c.json(nowBody())
  })
  app.get('/sending', (c) => c.json(emulator.sending))
  app.post('/sending', async (c) => {
    Object.assign(emulator.sending, read(sendingBody, await bodyOf(c)))
    emulator.touchCore()
    return c.json(emulator.sending)
  })
  app.get('/faults', (c) => c.json(faults.all()))
  app.post('/faults', async (c) => {
    const fault = readFault(await bodyOf(c))
    if (typeof fault === 'string') throw new ControlError(fault)
    if (fault.match.upn) userOf(emulator, fault.match.upn)
    const id = faults.add(fault)
    if (isInstant(fault.kind)) {
      faults.remove(id)
      emulator.actAtOnce(fault.kind, userOf(emulator, fault.match.upn))
    }
    return c.json({ id }, 201)
  })
  app.delete('/faults', (c) => {
    faults.clear()
    return c.body(null, 204)
  })
}

function recordRoutes(app: Hono, emulator: Emulator): void {
  const { traffic, calls, sent } = emulator
  app.get('/sent', (c) => c.json(sent.all()))
  app.get('/traffic', (c) => c.body(traffic.text(), 200, { 'content-type': 'application/x-ndjson; charset=utf-8' }))
  app.delete('/traffic', (c) => {
    traffic.clear()
    return c.body(null, 204)
  })
  app.get('/calls', (c) => {
    const since = Number(c.req.query('since') ?? 0)
    if (!Number.isInteger(since) || since < 0) throw new ControlError('since must be a sequence number')
    return c.json(calls.since(since))
  })
  app.get('/routes', (c) => c.json(emulator.routeHits()))
}

function entraRoutes(app: Hono, emulator: Emulator): void {
  const { directory, entra, clock } = emulator
  app.get('/consents', (c) =>
    c.json(
      entra.consents.all().map((consent) => ({
        type: consent.userId ? 'user' : 'tenant',
        tenant: directory.tenant(consent.tenantId)?.domain ?? consent.tenantId,
        upn: consent.userId ? (directory.userById(consent.userId)?.upn ?? null) : null,
        clientId: consent.clientId,
        scopes: consent.scopes,
        roles: consent.roles,
      })),
    ),
  )
  app.delete('/consents', (c) => {
    const upn = c.req.query('upn')
    if (upn) entra.consents.removeFor(userOf(emulator, upn).id)
    else entra.consents.clear()
    return c.body(null, 204)
  })
  app.get('/app', (c) => {
    const { clientSecret: _, ...shown } = entra.app
    return c.json(shown)
  })
  app.post('/app', async (c) => {
    const { permissions, ...rest } = read(appBody, await bodyOf(c))
    Object.assign(entra.app, rest)
    Object.assign(entra.app.permissions, permissions)
    emulator.touchCore()
    const { clientSecret: _, ...shown } = entra.app
    return c.json(shown)
  })
  app.post('/tenants/:domain', async (c) => {
    const tenant = directory.tenant(c.req.param('domain'))
    if (!tenant) throw new ControlError(`no tenant ${c.req.param('domain')}`, 404)
    Object.assign(tenant, read(tenantBody, await bodyOf(c)))
    emulator.touchCore()
    return c.json(tenant)
  })
  app.post('/users/:upn/account', async (c) => {
    const user = userOf(emulator, c.req.param('upn'))
    const { claimsChallenge, mfaRequired, ...own } = read(accountBody, await bodyOf(c))
    Object.assign(user, own)
    if (claimsChallenge !== undefined) directory.setAccount(user.id, { claimsChallenge })
    if (mfaRequired !== undefined) directory.setAccount(user.id, { mfaSince: mfaRequired ? clock.now() : null })
    emulator.touchCore()
    return c.json({ ...user, ...directory.account(user.id) })
  })
}
