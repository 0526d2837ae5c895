// calendarView/delta: one window of one calendar. Microsoft Graph: event delta.

import type { Hono } from 'hono'
import { readOptions, withOptions } from '../odata/options'
import { type Core, type GraphEnv, GraphFault } from '../seam'
import { access, applied, type Calendars, calendarIn, type GraphContext, viewOptions } from './access'
import { type DeltaEntry, deltaPage, isPlainOccurrence } from './delta'
import { type DeltaState, readToken, stateLost, writeToken } from './delta-token'
import type { Mailbox } from './mailbox'
import type { StoredCalendar } from './model'
import { compileSelect, idOf, type ViewOptions, viewEvent } from './view'
import { readWindow } from './view-routes'

const REFUSED = ['$orderby', '$filter', '$select', '$expand', '$search', '$top']
const OPTIONS = new Set(['startdatetime', 'enddatetime', '$skiptoken', '$deltatoken', ...REFUSED])
const PAGE = 10
const PAGE_MAX = 1000

const bad = (message: string) => new GraphFault(400, 'BadRequest', message)
const ALL = compileSelect(null)
/** Microsoft Graph: what an occurrence item carries; the rest stands in the master. */
const FEW = compileSelect(['start', 'end', 'type', 'seriesMasterId'])

/** Microsoft Graph: Prefer: odata.maxpagesize, on every page request. */
function maxPageSize(c: GraphContext): number {
  const preferred = c.get('prefer').get('odata.maxpagesize')
  if (preferred === undefined) return PAGE
  const size = Number(preferred)
  if (!Number.isInteger(size) || size < 1) throw bad('odata.maxpagesize must be a positive integer.')
  applied(c, `odata.maxpagesize=${Math.min(size, PAGE_MAX)}`)
  return Math.min(size, PAGE_MAX)
}

const about = (c: GraphContext) => ({
  upn: c.get('owner').upn,
  path: new URL(c.get('publicUrl')).pathname,
  method: 'GET',
})

/** State of this request: from its token, or a new round. */
function openState(c: GraphContext, core: Core, mailbox: Mailbox, calendar: StoredCalendar): DeltaState {
  const options = readOptions(c.get('publicUrl'), OPTIONS)
  const refused = options.names.filter((name) => REFUSED.includes(name))
  if (refused.length > 0) {
    throw new GraphFault(
      400,
      'ErrorInvalidUrlQuery',
      `The following parameters are not supported with change tracking over the 'CalendarView' resource: '${REFUSED.join(', ')}'.`,
    )
  }
  const token = options.deltatoken ?? options.skiptoken
  if (token !== null) {
    if (options.names.length > 1) throw bad('Query options are part of the token and must not be repeated with it.')
    if (core.takeFault('delta-reset', about(c))) throw stateLost()
    return readToken(token, mailbox.generation, calendar.serial, core.now())
  }
  return {
    generation: mailbox.generation,
    calendar: calendar.serial,
    ...readWindow(options),
    issued: core.now(),
    phase: 'initial',
    done: 0,
    until: null,
    at: 0,
    key: null,
    page: 0,
  }
}

/** Highest sequence that this request may see (fault delta-lag). */
function visibleSeq(c: GraphContext, core: Core, mailbox: Mailbox): number {
  const lag = core.takeFault('delta-lag', about(c))
  return lag ? mailbox.seqAt(core.now() - (lag.delayMs ?? 5000)) : mailbox.seq
}

function shown(entry: DeltaEntry, view: ViewOptions): Record<string, unknown> {
  const { mailbox, immutableIds } = view
  if ('gone' in entry) {
    const { event, date } = entry.gone
    const id = immutableIds ? mailbox.immutableId(event, date) : mailbox.restId(event, date)
    return { '@odata.type': '#microsoft.graph.event', '@removed': { reason: 'deleted' }, id }
  }
  if (!isPlainOccurrence(entry.shown) || mailbox.wholeOccurrences)
    return { '@odata.type': '#microsoft.graph.event', ...viewEvent(entry.shown, ALL, view) }
  const { '@odata.etag': _, ...few } = viewEvent(entry.shown, FEW, view)
  return { '@odata.type': '#microsoft.graph.event', ...few, id: idOf(entry.shown, view) }
}

function delta(c: GraphContext, core: Core, calendars: Calendars): Response {
  const at = access(c, calendars, calendarIn(c))
  const { mailbox, calendar } = at
  const opened = openState(c, core, mailbox, calendar)
  const size = maxPageSize(c)
  const visible = visibleSeq(c, core, mailbox)
  const isNew = opened.phase === 'initial' && opened.page === 0
  const state = isNew ? { ...opened, done: visible } : opened
  const view = viewOptions(c, at)
  const { entries, next, complete } = deltaPage(mailbox, calendar, state, size, visible)
  const { origin, pathname } = new URL(c.get('publicUrl'))
  const token = writeToken(complete ? { ...next, issued: core.now() } : next)
  const link = withOptions(origin + pathname, complete ? { $deltatoken: token } : { $skiptoken: token })
  return c.json({
    '@odata.context': `${origin}/v1.0/$metadata#Collection(event)`,
    value: entries.map((entry) => shown(entry, view)),
    ...(complete ? { '@odata.deltaLink': link } : { '@odata.nextLink': link }),
  })
}

export function deltaRoutes(app: Hono<GraphEnv>, core: Core, calendars: Calendars): void {
  for (const base of ['', '/calendars/:calendar'])
    app.get(`${base}/calendarView/delta`, (c) => delta(c, core, calendars))
}
