// GET …/messages?$search="…": newest first, at most 1,000, paged by $skiptoken. Microsoft Graph: $search on messages.

import { pageSize, type QueryOptions, readOptions, withOptions } from '../odata/options'
import { type Core, GraphFault } from '../seam'
import { addExpanded, readExpand } from './extended-properties-expand'
import type { Item } from './item'
import type { Mailbox } from './mailbox'
import { context, type GraphContext, type Opened, selection, viewOptions } from './request'
import { parseKql } from './search-kql'
import { matches } from './search-match'
import type { SortedItems } from './sorted-items'
import { viewMessage } from './view'

const OPTIONS = new Set([
  '$search',
  '$select',
  '$top',
  '$expand',
  '$skiptoken',
  '$filter',
  '$orderby',
  '$skip',
  '$count',
])
const MOST = 1000
/** Other requests get their turn after so many messages. */
const BREATH = 2000

const bad = (code: string, message: string) => new GraphFault(400, code, message)
const lastFound = new WeakMap<Mailbox, { key: string; items: readonly Item[] }>()

export const asksForSearch = (url: string): boolean =>
  [...new URL(url).searchParams.keys()].some((name) => name.toLowerCase() === '$search')

/** The query inside the quotation marks of `$search`. @throws GraphFault 400 */
function searchText(given: string): string {
  const text = given.trim()
  if (text.startsWith('"')) {
    if (text.length < 2 || !/(^|[^\\])(\\\\)*"$/.test(text.slice(1)))
      throw bad('BadRequest', 'Syntax error: the string literal of $search is not closed.')
    return text.slice(1, -1).replace(/\\(["\\])/g, '$1')
  }
  // OData takes single words without quotation marks, nothing else.
  const [strange] = /[^\p{L}\p{N}*\s]/u.exec(text) ?? []
  if (strange !== undefined)
    throw bad(
      'BadRequest',
      `Syntax error: character '${strange}' is not valid at position ${text.indexOf(strange)} in '${text}'.`,
    )
  return text
}

function refuseCompany(options: QueryOptions): void {
  if (options.filter !== null)
    throw bad('SearchWithFilter', "The query parameter '$filter' is not supported with '$search'.")
  if (options.orderby !== null)
    throw bad('SearchWithOrderBy', "The query parameter '$orderby' is not supported with '$search'.")
  for (const name of ['$skip', '$count'])
    if (options.names.includes(name))
      throw bad('BadRequest', `The query parameter '${name}' is not supported with '$search'.`)
}

/** Place in the result, and the first message that is too new for it: pages of one search do not shift. */
interface Token {
  at: number
  before: number
}

function readToken(text: string): Token {
  const [, at, before] = /^(\d{1,4})\.(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (at === undefined || before === undefined) throw bad('BadRequest', 'The $skiptoken is not valid.')
  return { at: Number(at), before: Number(before) }
}

async function find(
  core: Core,
  opened: Opened,
  source: SortedItems,
  query: string,
  before: number,
): Promise<readonly Item[]> {
  const { mailbox, renderer } = opened
  const parsed = parseKql(query, core.now())
  const newest = core.now() - mailbox.searchLag
  const all = [...source.all()]
  const found: Item[] = []
  for (let i = all.length - 1; i >= 0 && found.length < MOST; i--) {
    if (i % BREATH === 0) await new Promise((next) => setImmediate(next))
    const item = all[i]
    if (item && item.n < before && item.created <= newest && matches(parsed, item, renderer)) found.push(item)
  }
  const sentAt = new Map(found.map((item) => [item, renderer.head(item).sentAt]))
  return found.sort((a, b) => (sentAt.get(b) ?? 0) - (sentAt.get(a) ?? 0) || b.n - a.n)
}

/** `tail`: the collection as the answer's context names it. */
export async function searchMessages(
  c: GraphContext,
  core: Core,
  opened: Opened,
  source: SortedItems,
  tail: string,
): Promise<Response> {
  const url = c.get('publicUrl')
  const options = readOptions(url, OPTIONS)
  const { mailbox } = opened
  const view = viewOptions(c, opened)
  // Microsoft Graph: Mail.ReadBasic does not include searching.
  if (view.basic) throw new GraphFault(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
  refuseCompany(options)
  const query = searchText(options.search ?? '')
  const size = pageSize(options.top, 10, MOST)
  const selected = selection(options.select)
  const expansion = readExpand(options.expand)
  const { at, before } = options.skiptoken === null ? { at: 0, before: mailbox.nextN } : readToken(options.skiptoken)

  const key = JSON.stringify([tail, query, before, mailbox.seq, mailbox.searchLag > 0 ? core.now() : 0])
  const known = lastFound.get(mailbox)
  const items = known?.key === key ? known.items : await find(core, opened, source, query, before)
  lastFound.set(mailbox, { key, items })

  const value = items.slice(at, at + size).map((item) => {
    const shown = viewMessage(item, selected, view)
    addExpanded(shown, item, expansion, view)
    return shown
  })
  const token = Buffer.from(`${at + size}.${before}`).toString('base64url')
  return c.json({
    '@odata.context': context(c, tail, options.select),
    value,
    ...(at + size < items.length && { '@odata.nextLink': withOptions(url, { $skiptoken: token }) }),
  })
}
