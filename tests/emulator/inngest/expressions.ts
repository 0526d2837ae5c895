// CEL expressions of triggers, waits, cancellations and keys.

import { Environment, type ParseResult } from '@marcbachmann/cel-js'

const cel = new Environment({ unlistedVariablesAreDyn: true })
const compiled = new Map<string, ParseResult>()

/** Throws with CEL's own message when the text is no expression. */
export function compile(text: string): ParseResult {
  const known = compiled.get(text)
  if (known) return known
  const parsed = cel.parse(text)
  // Waits may carry values in their text: forget rather than grow.
  if (compiled.size >= 1000) compiled.clear()
  compiled.set(text, parsed)
  return parsed
}

/** True if and only if the expression holds. A missing field makes it false. */
export function holds(text: string, context: Record<string, unknown>): boolean {
  try {
    return compile(text)(context) === true
  } catch {
    return false
  }
}

/** The expression's value as text, for use as a key. A missing field counts as null. */
export function keyOf(text: string, context: Record<string, unknown>): string {
  try {
    const value = compile(text)(context)
    return typeof value === 'string' ? value : JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? Number(v) : v))
  } catch {
    return 'null'
  }
}
