// Runs that listen for events: waitForEvent and cancelOn. The SDK turns `match` into `event.X == async.X`; those are found
// by value, so that ten thousand waiting runs cost an arriving event nothing.

import { holds } from './expressions'
import type { EngineEvent } from './model'

export interface Listener {
  name: string
  /** CEL over `event` (the run's own) and `async` (the arriving one); none matches every event of the name. */
  if?: string
  own: EngineEvent | undefined
  /** Takes no event from this moment (epoch ms) on. */
  until?: number
  heard(event: EngineEvent): void
}

interface Named {
  scanned: Set<Listener>
  /** Path → value as JSON → listeners. */
  byValue: Map<string, Map<string, Set<Listener>>>
}

const MATCH = /^event\.([\w.]+) == async\.([\w.]+)$/

export class Listeners {
  readonly #names = new Map<string, Named>()

  add(listener: Listener): void {
    let named = this.#names.get(listener.name)
    if (!named) {
      named = { scanned: new Set(), byValue: new Map() }
      this.#names.set(listener.name, named)
    }
    const path = matchPath(listener.if)
    if (path === null) {
      named.scanned.add(listener)
      return
    }
    const value = at(listener.own, path)
    // A field that the run's own event lacks equals nothing.
    if (value === undefined) return
    const values = named.byValue.get(path) ?? new Map<string, Set<Listener>>()
    named.byValue.set(path, values)
    const key = JSON.stringify(value)
    values.set(key, (values.get(key) ?? new Set()).add(listener))
  }

  remove(listener: Listener): void {
    const named = this.#names.get(listener.name)
    if (!named) return
    const path = matchPath(listener.if)
    if (path === null) named.scanned.delete(listener)
    else {
      const values = named.byValue.get(path)
      const key = JSON.stringify(at(listener.own, path))
      const set = values?.get(key)
      set?.delete(listener)
      if (set?.size === 0) values?.delete(key)
      if (values?.size === 0) named.byValue.delete(path)
    }
    if (named.scanned.size === 0 && named.byValue.size === 0) this.#names.delete(listener.name)
  }

  /** Tells everyone whose condition the event meets. */
  tell(event: EngineEvent, now: number): void {
    const named = this.#names.get(event.name)
    if (!named) return
    const heard: Listener[] = []
    for (const listener of named.scanned) {
      if (listener.if === undefined || holds(listener.if, { event: listener.own, async: event })) heard.push(listener)
    }
    for (const [path, values] of named.byValue) {
      const value = at(event, path)
      if (value !== undefined) heard.push(...(values.get(JSON.stringify(value)) ?? []))
    }
    for (const listener of heard) if (listener.until === undefined || listener.until > now) listener.heard(event)
  }
}

function matchPath(expression: string | undefined): string | null {
  const match = MATCH.exec(expression ?? '')
  return match?.[1] !== undefined && match[1] === match[2] ? match[1] : null
}

function at(root: unknown, path: string): unknown {
  let value = root
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}
