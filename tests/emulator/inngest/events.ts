// Events come in: checked, deduplicated, turned into runs, results of waits, cancellations.

import { z } from 'zod'
import type { Batches } from './batches'
import type { Core } from './core'
import { keyOf } from './expressions'
import { seededId, ulid } from './ids'
import type { EngineEvent, EngineFunction } from './model'
import type { Runs } from './runs'

const DAY_MS = 24 * 3_600_000
/** The SDK repeats a send a few times within seconds. */
const SEED_MS = 10 * 60_000
const MAX_EVENTS = 5000

const incoming = z.looseObject({
  name: z.string().min(1).max(256),
  data: z.record(z.string(), z.unknown()).nullish(),
  ts: z.number().nullish(),
  id: z.string().max(512).nullish(),
})
const incomingList = z.array(incoming).max(MAX_EVENTS)

/** The body of an ingest request is not acceptable; the message says why. */
export class BadEvents extends Error {}

export class Events {
  constructor(
    readonly core: Core,
    readonly runs: Runs,
    readonly batches: Batches,
  ) {}

  /**
   * Takes events in and answers their ids. Recorded, but only on disk after `core.flush()`. `seed` is the request's
   * x-inngest-event-id-seed: a repeated request has the same one and is taken once. Throws BadEvents.
   */
  accept(body: unknown, seed: string | undefined): string[] {
    const parsed = incomingList.safeParse(Array.isArray(body) ? body : [body])
    if (!parsed.success) throw new BadEvents(z.prettifyError(parsed.error))
    const now = this.core.now()
    const known = seed !== undefined && this.#seen(`seed ${seed}`, SEED_MS)
    const events = parsed.data.map((event, index): EngineEvent => {
      if (event.name.startsWith('inngest/')) throw new BadEvents(`The name "${event.name}" is reserved for Inngest`)
      const id = event.id || (seed === undefined ? ulid(now) : seededId(seed, index))
      return { ...event, id, name: event.name, data: event.data ?? {}, ts: event.ts || now }
    })
    for (const [index, event] of events.entries()) {
      const given = parsed.data[index]?.id
      if (given ? !this.#seen(`event ${given}`, DAY_MS) : !known) this.publish(event)
    }
    if (seed !== undefined) this.core.record(['seen', `seed ${seed}`, now + SEED_MS])
    return events.map((event) => event.id)
  }

  /** Puts out an event of the engine's own. */
  emit(name: string, data: Record<string, unknown>): void {
    const now = this.core.now()
    this.publish({ id: ulid(now), name, data, ts: now })
  }

  /** Lets an event take effect: first on runs that listen, then on functions that it starts. */
  publish(event: EngineEvent): void {
    const { core } = this
    core.listeners.tell(event, core.now())
    const functions = core.triggers.matching(event)
    if (functions.size === 0) return
    core.record(['event', event])
    for (const fn of functions) if (!this.#repeated(fn, event)) this.#start(fn, event)
  }

  #start(fn: EngineFunction, event: EngineEvent): void {
    if (fn.batch && this.batches.add(fn, fn.batch, event)) return
    // Dated in the future on every clock: the run begins then.
    const later = event.ts > Math.max(this.core.now(), Date.now()) + 1000
    this.runs.begin(fn.id, [event], later ? { due: event.ts } : {})
  }

  #repeated(fn: EngineFunction, event: EngineEvent): boolean {
    if (fn.idempotency === undefined) return false
    return this.#seen(`once ${fn.id} ${keyOf(fn.idempotency, { event })}`, DAY_MS)
  }

  /** True if the key was seen before and has not lapsed; remembers it otherwise (seeds are recorded by the caller). */
  #seen(key: string, forMs: number): boolean {
    const now = this.core.now()
    if ((this.core.state.seen.get(key) ?? 0) > now) return true
    if (!key.startsWith('seed ')) this.core.record(['seen', key, now + forMs])
    return false
  }
}
