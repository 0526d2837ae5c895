import { straightName } from '@/lib/platform/text'
import type { RecipientView } from '../view'

export type RecipientField = 'to' | 'cc' | 'bcc'
export type Recipients = Record<RecipientField, RecipientView[]>

const same = (a: RecipientView, b: RecipientView) => a.address.toLowerCase() === b.address.toLowerCase()

/** Adds to a field, at `at` or at its end; who stands there already is not there twice. */
export function addTo(
  all: Recipients,
  field: RecipientField,
  added: readonly RecipientView[],
  at = all[field].length,
): Recipients {
  const fresh = added.filter(
    (one, index) =>
      !all[field].some((there) => same(there, one)) && added.findIndex((other) => same(other, one)) === index,
  )
  return fresh.length === 0 ? all : { ...all, [field]: all[field].toSpliced(at, 0, ...fresh) }
}

export function removeFrom(all: Recipients, field: RecipientField, index: number): Recipients {
  return index in all[field] ? { ...all, [field]: all[field].toSpliced(index, 1) } : all
}

/** From one field to another, or to another place in the same one. */
export function moveTo(
  all: Recipients,
  from: { field: RecipientField; index: number },
  to: { field: RecipientField; index?: number },
): Recipients {
  const moved = all[from.field][from.index]
  if (!moved) return all
  const rest = removeFrom(all, from.field, from.index)
  let at = to.index ?? rest[to.field].length
  if (from.field === to.field && from.index < at) at -= 1
  return addTo(rest, to.field, [moved], Math.max(0, Math.min(at, rest[to.field].length)))
}

/** "Amara Okafor", "Amara Okafor and Jonas Lindqvist", "Amara Okafor and 3 others". */
export function namesOf(people: readonly (RecipientView | string)[]): string {
  const names = people.map((one) => straightName(typeof one === 'string' ? one : one.name || one.address))
  const [first = '', second] = names
  if (names.length <= 1) return first
  return names.length === 2 ? `${first} and ${second}` : `${first} and ${names.length - 1} others`
}
