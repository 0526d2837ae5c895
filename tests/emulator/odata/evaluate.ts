// Evaluates a parsed $filter and an $orderby against a table of property accessors.

import { GraphFault } from '../seam'
import type { Comparison, Expression, Literal } from './filter'
import { propertiesOf } from './filter'

export type Plain = string | number | boolean | null
export type PropertyKind = 'string' | 'number' | 'boolean' | 'date' | 'enum'

export interface Property<T> {
  kind: PropertyKind
  /** Dates as epoch milliseconds. */
  get(item: T): Plain
  /** False: readable in $filter, not sortable. */
  sortable?: boolean
  /** Compares letter by letter: ids may differ in case only. */
  exact?: boolean
}

/** Collection for any(): element properties by path below the variable, '' for the element itself. */
export interface Collection<T> {
  elements(item: T): readonly Readonly<Record<string, Plain>>[]
  paths: readonly string[]
  /** Paths that compare letter by letter, once the literal has its canonical spelling. */
  exact?: Readonly<Record<string, (literal: Plain) => string>>
}

export interface EntityModel<T> {
  /** As in error texts: microsoft.graph.message. */
  type: string
  properties: Readonly<Record<string, Property<T>>>
  collections: Readonly<Record<string, Collection<T>>>
}

const bad = (message: string) => new GraphFault(400, 'BadRequest', message)
const unknown = (name: string, type: string) => bad(`Could not find a property named '${name}' on type '${type}'.`)

function compare(left: Plain, operator: Comparison, right: Plain, fold: boolean): boolean {
  const a = fold && typeof left === 'string' ? left.toLowerCase() : left
  const b = fold && typeof right === 'string' ? right.toLowerCase() : right
  if (operator === 'eq') return a === b
  if (operator === 'ne') return a !== b
  if (a === null || b === null) return false
  if (operator === 'gt') return a > b
  if (operator === 'ge') return a >= b
  if (operator === 'lt') return a < b
  return a <= b
}

function checkLiteral(path: string, kind: PropertyKind, literal: Literal): void {
  if (literal.kind === 'null') return
  const wanted = kind === 'enum' ? 'string' : kind
  if (literal.kind !== wanted) {
    throw bad(`A binary operator with incompatible types was detected: property '${path}' is of type ${kind}.`)
  }
}

function elementTest<T>(
  node: Expression,
  variable: string,
  { paths, exact = {} }: Pick<Collection<T>, 'paths' | 'exact'>,
): (element: Readonly<Record<string, Plain>>) => boolean {
  const key = (path: string) => {
    const below = path === variable ? '' : path.startsWith(`${variable}/`) ? path.slice(variable.length + 1) : null
    if (below === null || !paths.includes(below)) throw bad(`Could not find '${path}' in the range of '${variable}'.`)
    return below
  }
  switch (node.kind) {
    case 'and':
    case 'or': {
      const left = elementTest(node.left, variable, { paths, exact })
      const right = elementTest(node.right, variable, { paths, exact })
      return node.kind === 'and' ? (e) => left(e) && right(e) : (e) => left(e) || right(e)
    }
    case 'compare': {
      const at = key(node.path)
      const canonical = Object.hasOwn(exact, at) ? exact[at] : undefined
      const right = canonical ? canonical(node.value.value) : node.value.value
      return (e) => compare(e[at] ?? null, node.operator, right, !canonical)
    }
    case 'text': {
      const at = key(node.path)
      return (e) => textMatch(node.name, e[at] ?? null, node.value)
    }
    default:
      throw bad('The filter inside any() is not supported.')
  }
}

function textMatch(name: 'contains' | 'startswith' | 'endswith', value: Plain, part: string): boolean {
  if (typeof value !== 'string') return false
  const a = value.toLowerCase()
  const b = part.toLowerCase()
  return name === 'contains' ? a.includes(b) : name === 'startswith' ? a.startsWith(b) : a.endsWith(b)
}

/**
 * Turns `node` into a test. Strings compare without case, as Exchange does.
 * @throws GraphFault 400 for unknown properties and mismatched types.
 */
export function compileFilter<T>(node: Expression, model: EntityModel<T>): (item: T) => boolean {
  const property = (path: string) => {
    const found = Object.hasOwn(model.properties, path) ? model.properties[path] : undefined
    if (!found) throw unknown(path, model.type)
    return found
  }
  switch (node.kind) {
    case 'and':
    case 'or': {
      const left = compileFilter(node.left, model)
      const right = compileFilter(node.right, model)
      return node.kind === 'and' ? (item) => left(item) && right(item) : (item) => left(item) || right(item)
    }
    case 'not': {
      const inner = compileFilter(node.inner, model)
      return (item) => !inner(item)
    }
    case 'compare': {
      const { kind, get, exact = false } = property(node.path)
      checkLiteral(node.path, kind, node.value)
      const { operator } = node
      const right = node.value.value
      const fold = !exact && (kind === 'string' || kind === 'enum')
      return (item) => compare(get(item), operator, right, fold)
    }
    case 'text': {
      const { kind, get } = property(node.path)
      if (kind !== 'string') throw bad(`${node.name} needs a string property.`)
      return (item) => textMatch(node.name, get(item), node.value)
    }
    case 'flag': {
      const { kind, get } = property(node.path)
      if (kind !== 'boolean') throw bad(`The property '${node.path}' is not boolean.`)
      return (item) => get(item) === true
    }
    case 'any': {
      const collection = Object.hasOwn(model.collections, node.path) ? model.collections[node.path] : undefined
      if (!collection) throw unknown(node.path, model.type)
      const test = elementTest(node.inner, node.variable, collection)
      return (item) => collection.elements(item).some(test)
    }
  }
}

export interface Order {
  path: string
  descending: boolean
}

/** Reads `a desc,b`. @throws GraphFault 400 for unknown or unsortable properties. */
export function parseOrderby<T>(text: string, model: EntityModel<T>): Order[] {
  return text.split(',').map((part) => {
    const match = /^\s*(\S+)(?:\s+(asc|desc))?\s*$/i.exec(part)
    const path = match?.[1]
    if (!path) throw bad(`Syntax error in $orderby: '${part}'.`)
    const found = Object.hasOwn(model.properties, path) ? model.properties[path] : undefined
    if (!found) throw unknown(path, model.type)
    if (found.sortable === false) throw bad(`The property '${path}' does not support sorting.`)
    return { path, descending: match?.[2]?.toLowerCase() === 'desc' }
  })
}

export function comparator<T>(orders: readonly Order[], model: EntityModel<T>): (a: T, b: T) => number {
  const keys = orders.map(({ path, descending }) => ({ get: model.properties[path]?.get, sign: descending ? -1 : 1 }))
  return (a, b) => {
    for (const { get, sign } of keys) {
      const x = get?.(a) ?? null
      const y = get?.(b) ?? null
      if (x === y) continue
      if (x === null) return -sign
      if (y === null) return sign
      return (x < y ? -1 : 1) * sign
    }
    return 0
  }
}

/**
 * Microsoft Graph: what $orderby names must come first in $filter, in the same order.
 * @throws GraphFault 400 InefficientFilter
 */
export function checkEfficient(filter: Expression, orders: readonly Order[]): void {
  const used = propertiesOf(filter)
  if (orders.some((order, i) => used[i] !== order.path)) {
    throw new GraphFault(400, 'InefficientFilter', 'The restriction or sort order is too complex for this operation.')
  }
}
