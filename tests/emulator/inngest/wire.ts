// The SDK's answers, read with care.

import type { Op, StepError } from './model'

export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}

export function stepName(op: Op): string {
  return op.displayName ?? op.name ?? op.id
}

/** The operations of a 206 answer. Throws when it holds none. */
export function asOps(body: string): Op[] {
  const parsed: unknown = JSON.parse(body)
  const list: unknown[] = Array.isArray(parsed) ? parsed : [parsed]
  return list.map((item) => {
    const op = item as Partial<Op> | null
    if (typeof op?.id !== 'string' || typeof op.op !== 'string') throw new Error('The app sent a malformed operation')
    return op as Op
  })
}

/** An error in the SDK's form, from whatever the app sent: JSON text, an object, or anything else. */
export function asError(given: unknown, fallback: string): StepError {
  let value = given
  if (typeof value === 'string') {
    try {
      value = JSON.parse(value)
    } catch {
      return { name: 'Error', message: cut(`${fallback}: ${given}`, 500) }
    }
  }
  if (value instanceof Error) return { name: value.name, message: value.message }
  if (typeof value !== 'object' || value === null) return { name: 'Error', message: fallback }
  const { name, message, error } = value as Record<string, unknown>
  const text = typeof message === 'string' ? message : typeof error === 'string' ? error : fallback
  return { ...value, name: typeof name === 'string' ? name : 'Error', message: text }
}
