// What tests may do to subscriptions: look, send lifecycle events, send late or forged notifications.

import type { Context, Hono } from 'hono'
import { instant, type Subscription } from './model'
import { changeNotice, entityType, LIFECYCLE } from './notices'
import type { Registry } from './registry'

async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await c.req.json()
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

export function subscriptionControl(app: Hono, registry: Registry): void {
  const show = (each: Subscription) => ({
    id: each.id,
    upn: each.target.upn,
    resource: each.resource,
    changeType: each.changeTypes,
    expirationDateTime: instant(each.expires),
    notificationUrl: each.notificationUrl,
    lifecycleNotificationUrl: each.lifecycleNotificationUrl,
    clientState: each.clientState,
    immutableIds: each.immutableIds,
    ended: each.ended,
    paused: each.paused,
    delivered: each.delivered,
    failed: each.failed,
    pending: registry.delivery.pendingOf(each.id),
  })

  /** Live ones; `?ended=true` adds those that are gone. The header X-Pending counts what waits in all. */
  app.get('/subscriptions', (c) => {
    const live = registry.live()
    const all = c.req.query('ended') === 'true' ? [...registry.byId.values()] : live
    c.header('X-Pending', String(registry.delivery.pending))
    return c.json(all.map(show))
  })
  app.get('/subscriptions/pending', (c) => c.json({ pending: registry.delivery.pending }))

  app.post('/subscriptions/:id/lifecycle', async (c) => {
    const subscription = registry.byId.get(c.req.param('id'))
    if (!subscription) return c.json({ error: 'No such subscription.' }, 404)
    const { event } = await bodyOf(c)
    const known = LIFECYCLE.find((each) => each === event)
    if (!known) return c.json({ error: `event must be one of ${LIFECYCLE.join(', ')}.` }, 400)
    if (known === 'subscriptionRemoved' && !subscription.ended) registry.end(subscription)
    const sent = registry.lifecycle(subscription, known)
    return sent ? c.json({ sent: true }, 202) : c.json({ error: 'It has no lifecycleNotificationUrl.' }, 409)
  })

  /** One notification now, whatever the state of the subscription; clientState may be forged. */
  app.post('/subscriptions/:id/notify', async (c) => {
    const subscription = registry.byId.get(c.req.param('id'))
    if (!subscription) return c.json({ error: 'No such subscription.' }, 404)
    const { changeType, itemId, clientState, etag } = await bodyOf(c)
    if (changeType !== 'created' && changeType !== 'updated' && changeType !== 'deleted')
      return c.json({ error: 'changeType must be created, updated or deleted.' }, 400)
    if (typeof itemId !== 'string') return c.json({ error: 'itemId must be a string.' }, 400)
    const change = {
      changeType,
      etag: typeof etag === 'string' ? etag : 'W/"late"',
      odataType: entityType(subscription.target.collection),
    } as const
    const body = changeNotice(
      subscription,
      change,
      itemId,
      0,
      typeof clientState === 'string' ? clientState : subscription.clientState,
    )
    registry.delivery.send(subscription.notificationUrl, { subscription, body, forged: true })
    return c.json({ sent: true }, 202)
  })
}
