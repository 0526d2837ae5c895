// Sends notifications: batches for each URL, three seconds to answer, repeats with growing pauses for four hours.

import type { Core } from '../seam'
import type { Subscription } from './model'

export interface Notice {
  subscription: Subscription
  body: Record<string, unknown>
  /** Sent even when the subscription has ended. */
  forged: boolean
}

interface Batch {
  notices: Notice[]
  attempt: number
  /** Microsoft's clock at the first attempt. */
  since: number
}

interface Endpoint {
  url: string
  queue: Notice[]
  active: number
  scheduled: boolean
}

const BATCH = 100
const PARALLEL = 4
const FIRST_TIMEOUT = 3000
const RETRY_TIMEOUT = 10_000
const GIVE_UP = 4 * 3_600_000
const LONGEST_PAUSE = 60_000

export class Delivery {
  private readonly endpoints = new Map<string, Endpoint>()
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly open = new Set<AbortController>()
  private readonly counts = new Map<string, number>()
  private closed = false
  /** Notifications that wait or are on their way. */
  pending = 0

  constructor(private readonly core: Core) {}

  pendingOf(id: string): number {
    return this.counts.get(id) ?? 0
  }

  /** Queues a notice; it leaves with the others of this moment. `delay`: milliseconds of real time. */
  send(url: string, notice: Notice, delay = 0): void {
    this.count(notice, 1)
    if (delay > 0) this.later(delay, () => this.queue(url, notice))
    else this.queue(url, notice)
  }

  close(): void {
    this.closed = true
    this.clear()
  }

  /** Forgets everything that waits. */
  clear(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
    for (const controller of this.open) controller.abort()
    this.endpoints.clear()
    this.counts.clear()
    this.pending = 0
  }

  private count({ subscription }: Notice, by: number): void {
    const left = Math.max(0, this.pendingOf(subscription.id) + by)
    if (left === 0) this.counts.delete(subscription.id)
    else this.counts.set(subscription.id, left)
    this.pending = Math.max(0, this.pending + by)
  }

  private later(delay: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      if (!this.closed) run()
    }, delay)
    this.timers.add(timer)
  }

  private queue(url: string, notice: Notice): void {
    let endpoint = this.endpoints.get(url)
    if (!endpoint) {
      endpoint = { url, queue: [], active: 0, scheduled: false }
      this.endpoints.set(url, endpoint)
    }
    endpoint.queue.push(notice)
    this.schedule(endpoint)
  }

  /** What is queued in one turn of the event loop goes out together. */
  private schedule(endpoint: Endpoint): void {
    if (endpoint.scheduled || this.closed) return
    endpoint.scheduled = true
    setImmediate(() => {
      endpoint.scheduled = false
      while (endpoint.queue.length > 0 && endpoint.active < PARALLEL) {
        const notices = endpoint.queue.splice(0, BATCH)
        endpoint.active++
        void this.attempt(endpoint.url, { notices, attempt: 0, since: this.core.now() }).finally(() => {
          endpoint.active--
          if (endpoint.queue.length > 0) this.schedule(endpoint)
        })
      }
    })
  }

  private async attempt(url: string, batch: Batch): Promise<void> {
    const live = batch.notices.filter((notice) => notice.forged || !notice.subscription.ended)
    for (const notice of batch.notices) if (!live.includes(notice)) this.count(notice, -1)
    if (live.length === 0 || this.closed) return
    const ok = await this.post(
      url,
      { value: live.map(({ body }) => body) },
      batch.attempt === 0 ? FIRST_TIMEOUT : RETRY_TIMEOUT,
    )
    if (this.closed) return
    if (ok || this.core.now() - batch.since > GIVE_UP) {
      for (const notice of live) {
        this.count(notice, -1)
        if (ok) notice.subscription.delivered++
        else notice.subscription.failed++
      }
      return
    }
    const again: Batch = { notices: live, attempt: batch.attempt + 1, since: batch.since }
    this.later(Math.min(LONGEST_PAUSE, 1000 * 2 ** batch.attempt), () => void this.attempt(url, again))
  }

  private async post(url: string, body: object, timeout: number): Promise<boolean> {
    const requestBody = JSON.stringify(body)
    const requestHeaders = { 'content-type': 'application/json; charset=utf-8' }
    const controller = new AbortController()
    this.open.add(controller)
    const timer = setTimeout(() => controller.abort(), timeout)
    try {
      const answer = await fetch(url, {
        method: 'POST',
        body: requestBody,
        headers: requestHeaders,
        redirect: 'manual',
        signal: controller.signal,
      })
      const responseBody = await answer.text()
      this.core.recordOutgoing({
        method: 'POST',
        url,
        requestHeaders,
        requestBody,
        status: answer.status,
        responseBody,
        label: 'notification',
      })
      return answer.ok
    } catch {
      this.core.recordOutgoing({ method: 'POST', url, requestHeaders, requestBody, label: 'notification' })
      return false
    } finally {
      clearTimeout(timer)
      this.open.delete(controller)
    }
  }
}
