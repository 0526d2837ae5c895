// A core for the tests of this folder: one mailbox, no authentication, a clock that tests move.

import { Hono } from 'hono'
import { defaultSending } from '../core/sending'
import { Spool } from '../core/spool'
import {
  type Caller,
  type Core,
  type DirectoryUser,
  type GraphEnv,
  GraphFault,
  type MailboxChange,
  type Tenant,
} from '../seam'
import { createMail, type Mail } from './mail'

const TENANT: Tenant = {
  id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  domain: 'contoso.test',
  name: 'Contoso',
  consentPolicy: 'open',
}

const user = (id: string, upn: string, displayName: string): DirectoryUser => ({
  id,
  tenantId: TENANT.id,
  upn,
  mail: upn,
  displayName,
  givenName: displayName.split(' ')[0] ?? '',
  surname: displayName.split(' ')[1] ?? '',
  jobTitle: null,
  roles: [],
  kind: 'work',
  hasMailbox: true,
  accountEnabled: true,
})

export const ADELE = user('3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'adele@contoso.test', 'Adele Vance')
export const MEGAN = user('9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d', 'megan@contoso.test', 'Megan Bowen')

export interface Harness {
  core: Core
  mail: Mail
  changes: MailboxChange[]
  faults: { kind: string; delayMs?: number; times: number }[]
  clock: { now: number }
  caller: Caller
  /** Graph request of Adele: path below /me. */
  graph(path: string, init?: RequestInit & { immutable?: boolean; prefer?: string }): Promise<Response>
  control(path: string, init?: RequestInit): Promise<Response>
}

const faultBody = (error: Error) =>
  error instanceof GraphFault
    ? Response.json({ error: { code: error.code, message: error.message } }, { status: error.status })
    : Response.json({ error: { code: 'InternalServerError', message: String(error.stack) } }, { status: 500 })

/** `start`: Microsoft's clock at the beginning, epoch milliseconds. */
export function harness(start = Date.UTC(2026, 10, 21, 9)): Harness {
  const changes: MailboxChange[] = []
  const faults: Harness['faults'] = []
  const clock = { now: start }
  const listeners: ((change: MailboxChange) => void)[] = [(change) => void changes.push(change)]
  const users = [ADELE, MEGAN]
  const caller: Caller = {
    tenantId: TENANT.id,
    userId: ADELE.id,
    appId: 'app',
    scopes: new Set(['Mail.ReadWrite']),
    appOnly: false,
  }
  const core: Core = {
    now: () => clock.now,
    tenants: () => [TENANT],
    users: () => users,
    userByUpn: (upn) => users.find((each) => each.upn === upn),
    userById: (id) => users.find((each) => each.id === id),
    emit: (change) => {
      for (const listener of listeners) listener(change)
    },
    onChange: (listener) => void listeners.push(listener),
    touched: () => undefined,
    takeFault(kind) {
      const fault = faults.find((each) => each.kind === kind && each.times > 0)
      if (!fault) return null
      fault.times--
      return fault.delayMs === undefined ? {} : { delayMs: fault.delayMs }
    },
    origin: () => 'http://graph.test',
    contentOrigin: () => 'http://content.test',
    recordSent: () => undefined,
    sending: { ...defaultSending(), sentCopyDelayMs: 0 },
    spool: new Spool(null),
    recordOutgoing: () => undefined,
  }
  const mail = createMail(core)
  const app = new Hono<GraphEnv>()
  const control = new Hono<GraphEnv>()
  for (const each of [app, control]) each.onError((error) => faultBody(error))
  app.use('*', async (c, next) => {
    c.set('owner', ADELE)
    c.set('caller', caller)
    const prefer = new Map(
      (c.req.header('prefer') ?? '')
        .split(',')
        .map((part) => [part.split('=')[0]?.trim().toLowerCase() ?? '', part.split('=')[1]?.replace(/"/g, '') ?? '']),
    )
    c.set('prefer', prefer)
    c.set('immutableIds', prefer.get('idtype') === 'ImmutableId')
    c.set('publicUrl', c.req.url.replace('http://graph.test/', 'http://graph.test/v1.0/me/'))
    c.set('prefix', '/me')
    await next()
  })
  control.use('*', async (c, next) => {
    c.set('owner', ADELE)
    await next()
  })
  mail.mailboxRoutes(app)
  mail.controlRoutes(control)
  return {
    core,
    mail,
    changes,
    faults,
    clock,
    caller,
    async graph(path, { immutable = true, prefer, ...init } = {}) {
      const url = path.startsWith('http') ? path.replace('/v1.0/me/', '/') : `http://graph.test${path}`
      const preferences = [immutable ? 'IdType="ImmutableId"' : '', prefer ?? ''].filter(Boolean).join(', ')
      return app.request(url, { ...init, headers: { ...init.headers, ...(preferences && { prefer: preferences }) } })
    },
    control: async (path, init) => control.request(`http://control.test${path}`, init),
  }
}
