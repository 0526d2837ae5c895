// Change notifications: /subscriptions of Graph and its control routes.

import { randomUUID } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { type Caller, type Core, type GraphEnv, GraphFault, type Subscriptions } from '../seam'
import { subscriptionControl } from './control'
import { checkUrl, handshake } from './handshake'
import { type Subscription, viewSubscription } from './model'
import { Registry } from './registry'
import { invalid, readResource } from './resources'

const MINUTE = 60_000
/** Microsoft Graph: shorter lives are raised to this. */
const SHORTEST = 45 * MINUTE
const PER_MAILBOX = 1000
const PROPERTIES = new Set([
  'changeType',
  'notificationUrl',
  'resource',
  'expirationDateTime',
  'clientState',
  'lifecycleNotificationUrl',
  'latestSupportedTlsVersion',
  'includeResourceData',
  'encryptionCertificate',
  'encryptionCertificateId',
])

export interface SubscriptionOptions {
  /** Id of the mail folder that an id or a well-known name means; null: none. */
  folderId?(ownerId: string, idOrName: string): string | null
}

type GraphContext = Context<GraphEnv>
type Body = Record<string, unknown>

async function bodyOf(c: GraphContext, allowed: ReadonlySet<string>): Promise<Body> {
  let body: unknown
  try {
    body = await c.req.json()
  } catch {
    throw invalid('The request body is not JSON.')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid('The request body must be an object.')
  for (const name of Object.keys(body)) {
    if (!name.startsWith('@') && !allowed.has(name))
      throw invalid(`The property '${name}' does not exist on type 'microsoft.graph.subscription' or cannot be set.`)
  }
  return body as Body
}

/** @throws GraphFault 400 for a time in the past or beyond the maximum. */
function expiry(value: unknown, now: number, maxMinutes: number): number {
  const at = typeof value === 'string' && /(Z|[+-]\d\d:\d\d)$/.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) throw invalid('expirationDateTime must be a time with an offset.')
  if (at <= now) throw invalid('Subscription expiration must be in the future.')
  if (at > now + maxMinutes * MINUTE)
    throw invalid(`Subscription expiration can only be ${maxMinutes} minutes in the future.`)
  return Math.max(at, now + SHORTEST)
}

function changeTypes(value: unknown): string {
  const parts = typeof value === 'string' ? value.split(',').map((part) => part.trim().toLowerCase()) : []
  if (parts.length === 0 || parts.some((part) => !/^(created|updated|deleted)$/.test(part)))
    throw invalid(`Invalid changeType '${String(value)}'.`)
  return [...new Set(parts)].join(',')
}

const creatorOf = (caller: Caller) => (caller.appOnly ? caller.appId : (caller.userId ?? caller.appId))
const normal = (types: string) => types.split(',').sort().join(',')
const missing = () => new GraphFault(404, 'ResourceNotFound', 'The object was not found.')

export function createSubscriptions(core: Core, options: SubscriptionOptions = {}): Subscriptions {
  const registry = new Registry(core)
  const folderId = options.folderId ?? ((_owner: string, name: string) => name)
  const timer = setInterval(() => registry.tick(), 1000)
  timer.unref()

  const own = (c: GraphContext): Subscription => {
    const caller = c.get('caller')
    const found = registry.live().find(({ id }) => id === c.req.param('id'))
    if (!found || found.appId !== caller.appId || found.creatorId !== creatorOf(caller)) throw missing()
    return found
  }
  const context = (c: GraphContext, tail: string) =>
    `${new URL(c.get('publicUrl')).origin}/v1.0/$metadata#subscriptions${tail}`
  const duplicate = (made: Subscription) =>
    registry
      .live()
      .some(
        (each) =>
          each.appId === made.appId &&
          each.creatorId === made.creatorId &&
          each.target.ownerId === made.target.ownerId &&
          each.target.collection === made.target.collection &&
          each.target.container === made.target.container &&
          normal(each.changeTypes) === normal(made.changeTypes),
      )
  const refuseDuplicate = (made: Subscription) => {
    if (duplicate(made))
      throw new GraphFault(409, 'Conflict', 'A subscription for this resource and changeType exists already.')
  }

  const create = async (c: GraphContext) => {
    const body = await bodyOf(c, PROPERTIES)
    const caller = c.get('caller')
    const now = core.now()
    if (body.includeResourceData === true)
      throw new GraphFault(501, 'NotImplemented', 'The emulator sends no resource data.')
    if (typeof body.resource !== 'string') throw invalid('resource is missing.')
    const types = changeTypes(body.changeType)
    const notificationUrl = checkUrl('notificationUrl', body.notificationUrl)
    const lifecycle = body.lifecycleNotificationUrl ?? null
    const lifecycleNotificationUrl = lifecycle === null ? null : checkUrl('lifecycleNotificationUrl', lifecycle)
    const clientState = body.clientState ?? null
    if (clientState !== null && (typeof clientState !== 'string' || clientState.length > 128))
      throw invalid('clientState must be a text of at most 128 characters.')
    const { target, maxMinutes } = readResource(body.resource, caller, core, folderId)
    const made: Subscription = {
      id: randomUUID(),
      appId: caller.appId,
      creatorId: creatorOf(caller),
      target,
      resource: body.resource,
      changeTypes: types,
      notificationUrl,
      lifecycleNotificationUrl,
      clientState,
      expires: expiry(body.expirationDateTime, now, maxMinutes),
      created: now,
      immutableIds: c.get('immutableIds'),
      latestSupportedTlsVersion:
        typeof body.latestSupportedTlsVersion === 'string' ? body.latestSupportedTlsVersion : 'v1_2',
      ended: false,
      asked: null,
      paused: false,
      delivered: 0,
      failed: 0,
    }
    refuseDuplicate(made)
    if (registry.live().filter((each) => each.target.ownerId === target.ownerId).length >= PER_MAILBOX) {
      throw new GraphFault(
        403,
        'Forbidden',
        `The limit of ${PER_MAILBOX} active subscriptions for this mailbox has been reached.`,
      )
    }
    await handshake(core, notificationUrl)
    if (lifecycleNotificationUrl) await handshake(core, lifecycleNotificationUrl)
    // Another request may have won while the endpoint was asked.
    refuseDuplicate(made)
    registry.add(made)
    return c.json({ '@odata.context': context(c, '/$entity'), ...viewSubscription(made) }, 201)
  }

  const patch = async (c: GraphContext) => {
    const subscription = own(c)
    const body = await bodyOf(c, new Set(['expirationDateTime', 'notificationUrl']))
    const { maxMinutes } = readResource(subscription.resource, c.get('caller'), core, folderId)
    const expires =
      body.expirationDateTime === undefined
        ? subscription.expires
        : expiry(body.expirationDateTime, core.now(), maxMinutes)
    if (body.notificationUrl !== undefined) {
      const url = checkUrl('notificationUrl', body.notificationUrl)
      await handshake(core, url)
      subscription.notificationUrl = url
    }
    subscription.expires = expires
    registry.authorised(subscription)
    return c.json({ '@odata.context': context(c, '/$entity'), ...viewSubscription(subscription) })
  }

  const routes = (app: Hono<GraphEnv>) => {
    app.post('/subscriptions', create)
    app.get('/subscriptions', (c) => {
      const caller = c.get('caller')
      const value = registry
        .live()
        .filter(({ appId, creatorId }) => appId === caller.appId && creatorId === creatorOf(caller))
      return c.json({ '@odata.context': context(c, ''), value: value.map(viewSubscription) })
    })
    app.get('/subscriptions/:id', (c) =>
      c.json({ '@odata.context': context(c, '/$entity'), ...viewSubscription(own(c)) }),
    )
    app.patch('/subscriptions/:id', patch)
    app.delete('/subscriptions/:id', (c) => {
      registry.end(own(c))
      return c.body(null, 204)
    })
    app.post('/subscriptions/:id/reauthorize', (c) => {
      const subscription = own(c)
      readResource(subscription.resource, c.get('caller'), core, folderId)
      registry.authorised(subscription)
      return c.body(null, 204)
    })
  }

  return {
    routes,
    control: (app) => subscriptionControl(app, registry),
    removeFor(upn) {
      for (const each of registry.live()) {
        if (each.target.upn !== upn) continue
        registry.end(each)
        registry.lifecycle(each, 'subscriptionRemoved')
      }
    },
    onRevoked(upn) {
      for (const each of registry.live()) {
        if (each.target.upn !== upn) continue
        each.paused = true
        each.asked = core.now()
        registry.lifecycle(each, 'reauthorizationRequired')
      }
      registry.touched()
    },
    reset: () => registry.clear(),
    snapshot: () => registry.snapshot(),
    restore: (data) => registry.restore(data),
    close() {
      clearInterval(timer)
      registry.delivery.close()
    },
  }
}
