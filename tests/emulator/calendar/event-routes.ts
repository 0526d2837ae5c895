// Events: list, create, read, change, delete. Microsoft Graph: event.

import type { Hono } from 'hono'
import { context, jsonBody } from '../mail/request'
import { checkRoom } from '../mail/submission'
import { etagOf } from '../mail/view'
import { readOptions } from '../odata/options'
import type { GraphEnv } from '../seam'
import {
  type Access,
  access,
  type Calendars,
  calendarIn,
  checkIfMatch,
  findEvent,
  type GraphContext,
  needsWrite,
  needsWriteOf,
  shownOf,
  viewOptions,
} from './access'
import type { Edits } from './edits'
import { addExpanded, readExpand } from './expand'
import { asksForExceptions, eventFilter, eventModel } from './filter-model'
import { listEvents } from './lists'
import type { Found } from './model'
import { compileSelect, type Shown, viewEvent } from './view'

const LIST = new Set(['$select', '$top', '$skip', '$count', '$filter', '$orderby', '$expand'])
const ONE = new Set(['$select', '$expand'])
const COUNT = new Set(['$filter'])

const tailOf = (c: GraphContext) => {
  const id = calendarIn(c)
  return id === undefined ? 'events' : `calendars('${encodeURIComponent(id)}')/events`
}

/** Single events and masters; with a filter by master their exceptions too. */
const listed = ({ mailbox, calendar }: Access, filter: string | null): Shown[] => {
  const exceptions = asksForExceptions(filter)
  return mailbox.events(calendar).flatMap((event): Shown[] => {
    const days = exceptions ? [...event.exceptions.keys()] : []
    return [null, ...days].map((date) => shownOf(mailbox, { event, date }))
  })
}

/** One event as the answer to a read or a write. */
function eventAnswer(c: GraphContext, at: Access, found: Found, status: 200 | 201): Response {
  const options = status === 200 && c.req.method === 'GET' ? readOptions(c.get('publicUrl'), ONE) : null
  const shown = shownOf(at.mailbox, found)
  const view = viewOptions(c, at)
  const out = viewEvent(shown, compileSelect(options?.select ?? null), view)
  addExpanded(out, shown, readExpand(options?.expand ?? null), view)
  c.header('ETag', etagOf(at.mailbox.changeKey(found.event, found.date)))
  return c.json({ '@odata.context': context(c, `${tailOf(c)}/$entity`, options?.select ?? null), ...out }, status)
}

export function eventRoutes(app: Hono<GraphEnv>, calendars: Calendars, edits: Edits): void {
  for (const base of ['', '/calendar', '/calendars/:calendar']) {
    app.get(`${base}/events`, (c) => {
      const at = access(c, calendars, calendarIn(c))
      const options = readOptions(c.get('publicUrl'), LIST)
      return listEvents(c, listed(at, options.filter), options, viewOptions(c, at), {
        tail: tailOf(c),
        inOrder: 'newest',
      })
    })
    app.get(`${base}/events/$count`, (c) => {
      const at = access(c, calendars, calendarIn(c))
      const { filter } = readOptions(c.get('publicUrl'), COUNT)
      const test = filter === null ? () => true : eventFilter(filter, eventModel(viewOptions(c, at)))
      return c.text(String(listed(at, filter).filter(test).length))
    })
    app.post(`${base}/events`, async (c) => {
      readOptions(c.get('publicUrl'), new Set())
      const at = access(c, calendars, calendarIn(c))
      needsWrite(at)
      checkRoom(at.mailbox.owner)
      const event = await edits.create(at.mailbox, at.calendar, await jsonBody(c))
      return eventAnswer(c, at, { event, date: null }, 201)
    })
  }
  for (const base of ['', '/calendars/:calendar']) {
    const one = `${base}/events/:event`
    app.get(one, (c) => {
      const { found, ...at } = findEvent(c, calendars)
      return eventAnswer(c, at, found, 200)
    })
    app.patch(one, async (c) => {
      readOptions(c.get('publicUrl'), new Set())
      const json = await jsonBody(c)
      const { found, ...at } = findEvent(c, calendars)
      needsWriteOf(at, found)
      checkIfMatch(c, at.mailbox, found)
      await edits.patch(at.mailbox, found, json)
      return eventAnswer(c, at, found, 200)
    })
    app.delete(one, async (c) => {
      readOptions(c.get('publicUrl'), new Set())
      const { found, ...at } = findEvent(c, calendars)
      needsWriteOf(at, found)
      checkIfMatch(c, at.mailbox, found)
      await edits.remove(at.mailbox, found)
      return c.body(null, 204)
    })
  }
}
