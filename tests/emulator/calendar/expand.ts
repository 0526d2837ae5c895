// $expand of events: extended properties by their ids, and the exceptions of a master.

import { idsOf, topLevel } from '../mail/extended-properties-expand'
import { parseFilter } from '../odata/filter'
import { GraphFault } from '../seam'
import { compileSelect, contentOf, type Shown, type ViewOptions, viewEvent, visible } from './view'

const EXTENDED = 'singleValueExtendedProperties'
const EXCEPTIONS = 'exceptionOccurrences'

export interface Expansion {
  /** Canonical ids of the extended properties to show; null: not asked for. */
  extended: readonly string[] | null
  /** Properties of the exceptions to show; null: not asked for. */
  exceptions: readonly string[] | null
}

const bad = (message: string) => new GraphFault(400, 'RequestBroker--ParseUri', message)
const unknown = (text: string) => new GraphFault(501, 'NotImplemented', `The emulator does not expand ${text}.`)

/** @throws GraphFault 400 for extended properties without their ids, 501 for what the emulator does not expand */
export function readExpand(text: string | null): Expansion {
  const found: Expansion = { extended: null, exceptions: null }
  if (text === null) return found
  for (const part of topLevel(text)) {
    const [, name = '', inner] = /^(\w+)(?:\((.*)\))?$/s.exec(part) ?? []
    if (name === EXTENDED) {
      const [, filter] = /^\s*\$filter=(.+)$/s.exec(inner ?? '') ?? []
      if (!filter) throw bad(`${EXTENDED} need a $filter with the ids of the properties.`)
      found.extended = idsOf(parseFilter(filter))
    } else if (name === EXCEPTIONS) {
      const [, select] = inner === undefined ? [] : (/^\s*\$select=(.+)$/.exec(inner) ?? [])
      if (inner !== undefined && !select) throw unknown(part)
      found.exceptions = compileSelect(select?.split(',').map((each) => each.trim()) ?? null)
    } else throw unknown(part)
  }
  return found
}

/** Values to show; undefined when there is none: then the property is missing. */
export function shownValues(
  extended: Readonly<Record<string, string>>,
  ids: readonly string[] | null,
): { id: string; value: string }[] | undefined {
  const values = ids?.flatMap((id) => {
    const value = extended[id]
    return value === undefined ? [] : [{ id, value }]
  })
  return values && values.length > 0 ? values : undefined
}

export function addExpanded(
  out: Record<string, unknown>,
  shown: Shown,
  expansion: Expansion,
  view: ViewOptions,
): Record<string, unknown> {
  const content = visible(contentOf(shown), view.role)
  const values = view.basic ? undefined : shownValues(content.extended, expansion.extended)
  if (values) out[EXTENDED] = values
  const { exceptions } = expansion
  if (exceptions && shown.event.recurrence && !shown.occurrence) {
    const days = [...shown.event.exceptions.keys()].sort()
    out[EXCEPTIONS] = days.flatMap((date) => {
      const occurrence = view.mailbox.occurrence(shown.event, date)
      return occurrence ? [viewEvent({ event: shown.event, occurrence }, exceptions, view)] : []
    })
  }
  return out
}
