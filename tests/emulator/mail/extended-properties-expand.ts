// $expand of messages: attachments, and extended properties by their ids.

import type { Collection } from '../odata/evaluate'
import { type Expression, parseFilter } from '../odata/filter'
import { GraphFault } from '../seam'
import { viewAttachments } from './attachments'
import { propertyId } from './extended-properties'
import type { Item } from './item'
import type { ViewOptions } from './view'

export interface Expansion {
  attachments: boolean
  /** Properties of the attachments to show; null: all. */
  attachmentSelect: readonly string[] | null
  /** Canonical ids of the extended properties to show; null: not asked for. */
  extended: readonly string[] | null
}

const NAME = 'singleValueExtendedProperties'
const bad = (message: string) => new GraphFault(400, 'RequestBroker--ParseUri', message)
const unknown = (text: string) => new GraphFault(501, 'NotImplemented', `The emulator does not expand ${text}.`)

/** Splits at commas that stand in no brackets and no string. */
export function topLevel(text: string): string[] {
  const parts: string[] = ['']
  let depth = 0
  let quoted = false
  for (const char of text) {
    if (char === "'") quoted = !quoted
    else if (!quoted && char === '(') depth++
    else if (!quoted && char === ')') depth--
    if (char === ',' && depth === 0 && !quoted) parts.push('')
    else parts[parts.length - 1] += char
  }
  return parts.map((part) => part.trim())
}

/** Ids named by `id eq 'a' or id eq 'b'`. */
export function idsOf(expression: Expression): string[] {
  if (expression.kind === 'or') return [...idsOf(expression.left), ...idsOf(expression.right)]
  if (expression.kind === 'compare' && expression.path === 'id' && expression.operator === 'eq')
    return [propertyId(expression.value.value)]
  throw bad(`${NAME} are expanded by $filter=id eq '…' only.`)
}

/**
 * Reads `$expand`.
 * @throws GraphFault 400 for extended properties without their ids (Exchange gives none away unasked), 501 for what the
 * emulator does not expand.
 */
export function readExpand(text: string | null): Expansion {
  const found: Expansion = { attachments: false, attachmentSelect: null, extended: null }
  if (text === null) return found
  for (const part of topLevel(text)) {
    const [, name = '', inner] = /^(\w+)(?:\((.*)\))?$/s.exec(part) ?? []
    if (name === 'attachments') {
      const [, select] = inner === undefined ? [] : (/^\$select=(.+)$/.exec(inner) ?? [])
      if (inner !== undefined && !select) throw unknown(part)
      found.attachments = true
      found.attachmentSelect = select?.split(',').map((each) => each.trim()) ?? null
    } else if (name === NAME) {
      const [, filter] = /^\s*\$filter=(.+)$/s.exec(inner ?? '') ?? []
      if (!filter) throw bad(`${NAME} need a $filter with the ids of the properties.`)
      found.extended = idsOf(parseFilter(filter))
    } else throw unknown(part)
  }
  return found
}

/** Adds what was asked for to the shown message. Mail.ReadBasic sees neither. */
export function addExpanded(shown: Record<string, unknown>, item: Item, expansion: Expansion, view: ViewOptions): void {
  if (view.basic) return
  if (expansion.attachments) shown.attachments = viewAttachments(item, view, expansion.attachmentSelect)
  const values = expansion.extended?.flatMap((id) => {
    const value = item.extended[id]
    return value === undefined ? [] : [{ id, value }]
  })
  // A message without any of them has no such property at all.
  if (values && values.length > 0) shown[NAME] = values
}

/** For $filter=singleValueExtendedProperties/Any(…): ids in any spelling, values without case. */
export const extendedPropertyPaths = { paths: ['id', 'value'], exact: { id: propertyId } }

export const extendedCollection: Collection<Item> = {
  ...extendedPropertyPaths,
  elements: (item) => Object.entries(item.extended).map(([id, value]) => ({ id, value })),
}
