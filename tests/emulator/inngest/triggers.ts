// Which functions an event starts: exact names by map, `prefix/*` by scan.

import { holds } from './expressions'
import type { EngineEvent, EngineFunction } from './model'

interface Target {
  fn: EngineFunction
  expression?: string
}

export class Triggers {
  #exact = new Map<string, Target[]>()
  #prefixes: { prefix: string; target: Target }[] = []

  rebuild(functions: Iterable<EngineFunction>): void {
    this.#exact = new Map()
    this.#prefixes = []
    for (const fn of functions) {
      for (const { event, expression } of fn.triggers) {
        if (event === undefined) continue
        const target = { fn, expression }
        if (event.endsWith('*')) this.#prefixes.push({ prefix: event.slice(0, -1), target })
        else this.#exact.set(event, [...(this.#exact.get(event) ?? []), target])
      }
    }
  }

  /** The functions that this event starts, each once. */
  matching(event: EngineEvent): Set<EngineFunction> {
    const found = new Set<EngineFunction>()
    const consider = ({ fn, expression }: Target) => {
      if (!found.has(fn) && (expression === undefined || holds(expression, { event }))) found.add(fn)
    }
    for (const target of this.#exact.get(event.name) ?? []) consider(target)
    for (const { prefix, target } of this.#prefixes) if (event.name.startsWith(prefix)) consider(target)
    return found
  }
}
