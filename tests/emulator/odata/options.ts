// Query options of a Graph request. Strict on purpose: an option that a route does not know answers 501 loudly, so that
// a product never believes that a filter was applied when it was not.

import { GraphFault } from '../seam'

export interface QueryOptions {
  select: string[] | null
  filter: string | null
  orderby: string | null
  expand: string | null
  search: string | null
  top: number | null
  skip: number
  count: boolean
  /** Options without `$` (includeHiddenFolders, changeType, …) by lower-case name. */
  custom: ReadonlyMap<string, string>
  skiptoken: string | null
  deltatoken: string | null
  /** Names as given, lower case, in order. */
  names: readonly string[]
}

const bad = (message: string) => new GraphFault(400, 'BadRequest', message)

function whole(name: string, text: string | undefined): number | null {
  if (text === undefined) return null
  if (!/^\d{1,9}$/.test(text)) throw bad(`Invalid value '${text}' for ${name} query option found.`)
  return Number(text)
}

/**
 * Reads the query of `url`. `allowed` holds lower-case names with their `$`.
 * @throws GraphFault 501 for an option that is not allowed here, 400 for a repeated or malformed one.
 */
export function readOptions(url: string, allowed: ReadonlySet<string>): QueryOptions {
  const given = new Map<string, string>()
  for (const [name, value] of new URL(url).searchParams) {
    const key = name.toLowerCase()
    if (!allowed.has(key))
      throw new GraphFault(501, 'NotImplemented', `The emulator does not know the option ${name} here.`)
    if (given.has(key))
      throw bad(`Query option '${name}' was specified more than once, but it must be specified at most once.`)
    given.set(key, value)
  }
  const count = given.get('$count')
  if (count !== undefined && count !== 'true' && count !== 'false')
    throw bad(`Invalid value '${count}' for $count query option found.`)
  const select = given.get('$select')
  const custom = new Map<string, string>()
  for (const [key, value] of given) if (!key.startsWith('$')) custom.set(key, value)
  return {
    select: select === undefined ? null : splitList(select, '$select'),
    filter: given.get('$filter') ?? null,
    orderby: given.get('$orderby') ?? null,
    expand: given.get('$expand') ?? null,
    search: given.get('$search') ?? null,
    top: whole('$top', given.get('$top')),
    skip: whole('$skip', given.get('$skip')) ?? 0,
    count: count === 'true',
    custom,
    skiptoken: given.get('$skiptoken') ?? null,
    deltatoken: given.get('$deltatoken') ?? null,
    names: [...given.keys()],
  }
}

function splitList(text: string, option: string): string[] {
  const parts = text.split(',').map((part) => part.trim())
  if (parts.some((part) => part === '')) throw bad(`Empty item in ${option}.`)
  return parts
}

/** `url` with some options replaced (null removes); the order of the others is kept. */
export function withOptions(url: string, changes: Record<string, string | null>): string {
  const next = new URL(url)
  const names = new Set(Object.keys(changes).map((name) => name.toLowerCase()))
  const kept = [...next.searchParams].filter(([name]) => !names.has(name.toLowerCase()))
  for (const [name, value] of Object.entries(changes)) if (value !== null) kept.push([name, value])
  next.search = kept.map(([name, value]) => `${encodeName(name)}=${encodeURIComponent(value)}`).join('&')
  return next.toString()
}

const encodeName = (name: string) => encodeURIComponent(name).replace(/%24/g, '$')

/**
 * Page size of a list: `$top`, else `fallback`.
 * @throws GraphFault 400 outside 1..max (Microsoft Graph: messages 1 to 1000).
 */
export function pageSize(top: number | null, fallback: number, max: number): number {
  if (top === null) return fallback
  if (top < 1 || top > max) {
    throw new GraphFault(
      400,
      'ErrorInvalidParameter',
      `Invalid value '${top}' for $top: it must be between 1 and ${max}.`,
    )
  }
  return top
}
