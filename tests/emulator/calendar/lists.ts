// Lists of events: filter, order, page, in Graph's envelope.

import { context } from '../mail/request'
import { comparator, parseOrderby } from '../odata/evaluate'
import { pageSize, type QueryOptions, withOptions } from '../odata/options'
import type { GraphContext } from './access'
import { addExpanded, readExpand } from './expand'
import { eventFilter, eventModel } from './filter-model'
import { compileSelect, contentOf, type Shown, type ViewOptions, viewEvent } from './view'

const PAGE = 10
const PAGE_MAX = 1000

/** Answers with one page of `all`. @param inOrder how they come without $orderby @throws GraphFault 400 */
export function listEvents(
  c: GraphContext,
  all: Shown[],
  options: QueryOptions,
  view: ViewOptions,
  { tail, inOrder }: { tail: string; inOrder: 'newest' | 'start' },
): Response {
  const size = pageSize(options.top, PAGE, PAGE_MAX)
  const names = compileSelect(options.select)
  const expansion = readExpand(options.expand)
  const model = eventModel(view)
  const found = options.filter === null ? all : all.filter(eventFilter(options.filter, model))
  if (options.orderby !== null) found.sort(comparator(parseOrderby(options.orderby, model), model))
  else if (inOrder === 'newest') found.sort((a, b) => b.event.n - a.event.n)
  else found.sort((a, b) => contentOf(a).times.start - contentOf(b).times.start || a.event.n - b.event.n)
  const page = found.slice(options.skip, options.skip + size)
  const more = found.length > options.skip + size
  return c.json({
    '@odata.context': context(c, tail, options.select),
    ...(options.count && { '@odata.count': found.length }),
    value: page.map((shown) => addExpanded(viewEvent(shown, names, view), shown, expansion, view)),
    ...(more && { '@odata.nextLink': withOptions(c.get('publicUrl'), { $skip: String(options.skip + size) }) }),
  })
}
