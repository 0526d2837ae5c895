import { LRUCache } from 'lru-cache'
import { AppError } from './errors'

/** At most `times` within `perMs` milliseconds. */
export interface Rate {
  times: number
  perMs: number
}

// In memory: each process counts for itself. It keeps one person from keeping Microsoft (and everybody else) busy.
const store = globalThis as typeof globalThis & { tandemRates?: LRUCache<string, number[]> }

/** Counts one more for `key` and answers true, or false when that would be too many. `at` in ms. */
export function isWithin(key: string, { times, perMs }: Rate, at: number = performance.now()): boolean {
  store.tandemRates ??= new LRUCache<string, number[]>({ max: 20_000 })
  const recent = (store.tandemRates.get(key) ?? []).filter((each) => each > at - perMs)
  const within = recent.length < times
  if (within) recent.push(at)
  store.tandemRates.set(key, recent)
  return within
}

/** The same for what a person asked for. Throws throttled, in words. */
export function assertWithin(key: string, rate: Rate): void {
  if (!isWithin(key, rate))
    throw new AppError('throttled', 'too often', {
      retryAfter: Math.ceil(rate.perMs / rate.times / 1000),
      userMessage: 'That was a lot at once. Wait a moment, then try again.',
    })
}
