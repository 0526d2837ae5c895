// calendarView and instances: what happens between two times, occurrences included. Microsoft Graph: calendarView.

import type { Hono } from 'hono'
import { type QueryOptions, readOptions } from '../odata/options'
import { type GraphEnv, GraphFault } from '../seam'
import { access, type Calendars, calendarIn, findEvent, type GraphContext, viewOptions } from './access'
import { listEvents } from './lists'
import type { Mailbox } from './mailbox'
import type { StoredCalendar } from './model'
import { touches } from './series'
import type { Shown } from './view'

const VIEW = new Set([
  'startdatetime',
  'enddatetime',
  '$select',
  '$top',
  '$skip',
  '$count',
  '$filter',
  '$orderby',
  '$expand',
])
/** Microsoft Graph: a view spans 1825 days at most. */
const MOST_DAYS = 1825
const DAY = 86_400_000

export interface Window {
  from: number
  to: number
}

const parameterFault = (message: string) => new GraphFault(400, 'ErrorInvalidParameter', message)

function moment(name: string, text: string | undefined): number {
  if (text === undefined || text === '')
    throw parameterFault(
      'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
    )
  const form = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/i
  const at = form.test(text)
    ? Date.parse(/T/i.test(text) && !/(Z|[+-]\d\d:\d\d)$/i.test(text) ? `${text}Z` : text)
    : NaN
  if (Number.isNaN(at)) throw parameterFault(`The value '${text}' of parameter '${name}' is invalid.`)
  return at
}

/** The window of a request; times without an offset are UTC. @throws GraphFault 400 */
export function readWindow({ custom }: Pick<QueryOptions, 'custom'>): Window {
  const from = moment('StartDateTime', custom.get('startdatetime'))
  const to = moment('EndDateTime', custom.get('enddatetime'))
  if (to < from) throw parameterFault('The end of the window is before its start.')
  if (to - from > MOST_DAYS * DAY)
    throw new GraphFault(400, 'ErrorCalendarViewRangeTooBig', `A calendar view spans at most ${MOST_DAYS} days.`)
  return { from, to }
}

/** Single events, occurrences and exceptions of a calendar that touch the window. */
function inWindow(mailbox: Mailbox, calendar: StoredCalendar, { from, to }: Window): Shown[] {
  return mailbox.events(calendar).flatMap((event): Shown[] => {
    if (event.recurrence) return mailbox.occurrences(event, from, to).map((occurrence) => ({ event, occurrence }))
    return touches(event.content.times, from, to) ? [{ event, occurrence: null }] : []
  })
}

function view(c: GraphContext, calendars: Calendars): Response {
  const at = access(c, calendars, calendarIn(c))
  const options = readOptions(c.get('publicUrl'), VIEW)
  const shown = inWindow(at.mailbox, at.calendar, readWindow(options))
  return listEvents(c, shown, options, viewOptions(c, at), { tail: 'calendarView', inOrder: 'start' })
}

function instances(c: GraphContext, calendars: Calendars): Response {
  const { found, ...at } = findEvent(c, calendars)
  const options = readOptions(c.get('publicUrl'), VIEW)
  const { from, to } = readWindow(options)
  const { event, date } = found
  if (date !== null || !event.recurrence)
    throw new GraphFault(400, 'ErrorInvalidRequest', 'Only the master of a series has instances.')
  const shown = at.mailbox.occurrences(event, from, to).map((occurrence) => ({ event, occurrence }))
  return listEvents(c, shown, options, viewOptions(c, at), { tail: 'events/instances', inOrder: 'start' })
}

export function viewRoutes(app: Hono<GraphEnv>, calendars: Calendars): void {
  for (const base of ['', '/calendar', '/calendars/:calendar'])
    app.get(`${base}/calendarView`, (c) => view(c, calendars))
  for (const base of ['', '/calendars/:calendar'])
    app.get(`${base}/events/:event/instances`, (c) => instances(c, calendars))
}
