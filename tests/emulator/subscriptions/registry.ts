// All subscriptions, live and ended, and what happens to them by time and by change.

import { deserialize, serialize } from 'node:v8'
import type { Core, MailboxChange } from '../seam'
import { Delivery } from './delivery'
import type { Subscription } from './model'
import { changeNotice, type LifecycleEvent, lifecycleNotice } from './notices'

const QUARTER = 15 * 60_000
const HOUR = 60 * 60_000
/** Ended subscriptions that stay known to the control API. */
const REMEMBERED = 1000

export class Registry {
  readonly byId = new Map<string, Subscription>()
  readonly delivery: Delivery
  private readonly byOwner = new Map<string, Subscription[]>()
  private turn = 0

  constructor(private readonly core: Core) {
    this.delivery = new Delivery(core)
    core.onChange((change) => this.changed(change))
  }

  add(subscription: Subscription): void {
    this.byId.set(subscription.id, subscription)
    this.index()
    this.touched()
  }

  /** Live ones; the expired end here. */
  live(): Subscription[] {
    const now = this.core.now()
    for (const each of this.byId.values()) if (!each.ended && each.expires <= now) this.end(each)
    return [...this.byId.values()].filter(({ ended }) => !ended)
  }

  end(subscription: Subscription): void {
    subscription.ended = true
    const ended = [...this.byId.values()].filter((each) => each.ended)
    for (const old of ended.slice(0, Math.max(0, ended.length - REMEMBERED))) this.byId.delete(old.id)
    this.index()
    this.touched()
  }

  touched(): void {
    this.core.touched('subscriptions')
  }

  lifecycle(subscription: Subscription, event: LifecycleEvent): boolean {
    if (!subscription.lifecycleNotificationUrl) return false
    this.delivery.send(subscription.lifecycleNotificationUrl, {
      subscription,
      body: lifecycleNotice(subscription, event),
      forged: true,
    })
    return true
  }

  /** Near the end Microsoft asks for reauthorisation every 15 minutes. */
  tick(): void {
    const now = this.core.now()
    for (const each of this.live()) {
      const window = Math.min(HOUR, (each.expires - each.created) / 3)
      if (each.expires - now <= window && (each.asked === null || now - each.asked >= QUARTER)) {
        each.asked = now
        this.lifecycle(each, 'reauthorizationRequired')
      }
    }
  }

  authorised(subscription: Subscription): void {
    subscription.paused = false
    subscription.asked = this.core.now()
    this.touched()
  }

  private changed(change: MailboxChange): void {
    const candidates = this.byOwner.get(change.ownerId)
    if (!candidates) return
    const now = this.core.now()
    for (const each of candidates) {
      const { target } = each
      if (each.ended || each.paused || each.expires <= now || target.collection !== change.collection) continue
      if (target.container !== null && !change.containerIds.includes(target.container)) continue
      if (!each.changeTypes.split(',').includes(change.changeType)) continue
      this.notify(each, change)
    }
  }

  private notify(subscription: Subscription, change: MailboxChange): void {
    const id = subscription.immutableIds ? change.id.immutable : change.id.rest
    const about = {
      upn: subscription.target.upn,
      path: `/v1.0/users/${subscription.target.upn}/${change.collection}/${id}`,
      method: 'POST',
    }
    if (this.core.takeFault('drop-notification', about)) return
    const body = changeNotice(subscription, change, id, this.turn++)
    // Reordered: it waits until later ones have gone.
    const held = this.core.takeFault('reorder', about)
    const delay = held ? (held.delayMs ?? 400) : 0
    this.delivery.send(subscription.notificationUrl, { subscription, body, forged: false }, delay)
    if (this.core.takeFault('duplicate-notification', about)) {
      this.delivery.send(subscription.notificationUrl, { subscription, body, forged: false }, delay)
    }
  }

  private index(): void {
    this.byOwner.clear()
    for (const each of this.byId.values()) {
      if (each.ended) continue
      const list = this.byOwner.get(each.target.ownerId)
      if (list) list.push(each)
      else this.byOwner.set(each.target.ownerId, [each])
    }
  }

  clear(): void {
    this.byId.clear()
    this.index()
    this.delivery.clear()
  }

  snapshot(): Uint8Array {
    return serialize([...this.byId.values()])
  }

  restore(data: Uint8Array): void {
    this.clear()
    for (const each of deserialize(data) as Subscription[]) this.byId.set(each.id, each)
    this.index()
  }
}
