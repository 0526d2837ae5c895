// Message lists: filter, order, page. Without $filter and $orderby a page costs its own length, however deep it lies.

import { checkEfficient, comparator, compileFilter, type EntityModel, parseOrderby } from '../odata/evaluate'
import { parseFilter } from '../odata/filter'
import type { QueryOptions } from '../odata/options'
import type { Item } from './item'
import type { SortedItems } from './sorted-items'

export interface ListPage {
  items: Item[]
  /** Matches in all, for $count. */
  total: number
  more: boolean
}

/** Newest first unless `$orderby` says otherwise. @throws GraphFault 400 for what Exchange refuses. */
export function listMessages(
  source: SortedItems,
  options: QueryOptions,
  size: number,
  model: EntityModel<Item>,
): ListPage {
  const orders = options.orderby === null ? [] : parseOrderby(options.orderby, model)
  const expression = options.filter === null ? null : parseFilter(options.filter)
  if (expression && orders.length > 0) checkEfficient(expression, orders)
  const all = source.all()
  const byArrival = orders.length === 0 || (orders.length === 1 && orders[0]?.path === 'receivedDateTime')
  const oldestFirst = orders[0]?.descending === false
  if (!expression && byArrival) {
    const items: Item[] = []
    for (let i = options.skip; i < Math.min(all.length, options.skip + size); i++) {
      const item = all[oldestFirst ? i : all.length - 1 - i]
      if (item) items.push(item)
    }
    return { items, total: all.length, more: options.skip + size < all.length }
  }
  const test = expression ? compileFilter(expression, model) : () => true
  const found: Item[] = []
  // Enough for the page, unless all have to be sorted or counted.
  const enough = byArrival && !options.count ? options.skip + size + 1 : Number.POSITIVE_INFINITY
  for (let i = 0; i < all.length && found.length < enough; i++) {
    const item = all[oldestFirst && byArrival ? i : all.length - 1 - i]
    if (item && test(item)) found.push(item)
  }
  if (!byArrival) found.sort(comparator(orders, model))
  return {
    items: found.slice(options.skip, options.skip + size),
    total: found.length,
    more: found.length > options.skip + size,
  }
}
