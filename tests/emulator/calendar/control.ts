// The person's side of the calendars: truth for tests, new events, edits made in Outlook.

import { createHash } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { jsonBody } from '../mail/request'
import { type Core, type GraphEnv, GraphFault } from '../seam'
import { type Calendars, shownOf } from './access'
import { calendarControl } from './control-calendars'
import type { Edits } from './edits'
import type { Mailbox } from './mailbox'
import { createMany } from './many'
import type { EventContent, Found, StoredCalendar } from './model'
import { type Json, readPerson, refuse } from './parts'
import { uidOf } from './uid'
import { compileSelect, contentOf, instant, type Shown, type ViewOptions, viewEvent } from './view'
import { readWindow } from './view-routes'

/** By name, id or nothing (the default one); the first of a name. @throws GraphFault 404 */
function calendarNamed(mailbox: Mailbox, name: string | undefined): StoredCalendar {
  if (name === undefined) return mailbox.defaultCalendar()
  const found = mailbox.calendar(name) ?? mailbox.calendars().find((each) => each.name === name && !each.link)
  if (!found) throw refuse(404, `No calendar '${name}'.`)
  return found
}

const typeOf = ({ event, occurrence }: Shown) =>
  occurrence
    ? occurrence.exception
      ? 'exception'
      : 'occurrence'
    : event.recurrence
      ? 'seriesMaster'
      : 'singleInstance'

function truth(mailbox: Mailbox, shown: Shown): Json {
  const { event, occurrence } = shown
  const content = contentOf(shown)
  const date = occurrence?.date ?? null
  return {
    id: mailbox.immutableId(event, date),
    restId: mailbox.restId(event, date),
    changeKey: mailbox.changeKey(event, date),
    calendar: event.calendar.name,
    calendarId: event.calendar.id,
    type: typeOf(shown),
    ...(date !== null && { date, seriesMasterId: mailbox.immutableId(event) }),
    subject: content.subject,
    start: instant(content.times.start),
    end: instant(content.times.end),
    startZone: content.times.startZone,
    endZone: content.times.endZone,
    isAllDay: content.times.isAllDay,
    showAs: content.showAs,
    sensitivity: content.sensitivity,
    importance: content.importance,
    reminder: content.reminder,
    categories: content.categories,
    location: content.locations[0]?.displayName ?? null,
    bodyHash: createHash('sha256').update(content.body.content).digest('hex'),
    iCalUId: uidOf(event.uid, date),
    transactionId: event.transactionId,
    organizer: content.organizer,
    isOrganizer: content.isOrganizer,
    response: content.response.response,
    isCancelled: content.isCancelled,
    attendees: content.attendees.map(({ name, address, type, status }) => ({
      name,
      address,
      type,
      response: status.response,
    })),
    isOnlineMeeting: content.isOnlineMeeting,
    joinUrl: content.onlineMeeting?.joinUrl ?? null,
    ...(Object.keys(content.extended).length > 0 && { extended: content.extended }),
    ...(event.recurrence && date === null && seriesTruth(mailbox, shown)),
  }
}

function seriesTruth(mailbox: Mailbox, { event }: Shown): Json {
  const exceptions = [...event.exceptions.keys()].sort().flatMap((date) => {
    const occurrence = mailbox.occurrence(event, date)
    return occurrence ? [truth(mailbox, { event, occurrence })] : []
  })
  return { recurrence: event.recurrence, exceptions, cancelled: [...event.cancelled].sort() }
}

/** What a person's calendar may hold and a program may not write: meetings of others, and the own answer to them. */
function foreign(json: Json): { rest: Json; change: Partial<EventContent> } {
  const { organizer, response, isCancelled, ...rest } = json
  const change: Partial<EventContent> = {}
  if (organizer !== undefined) {
    change.organizer = readPerson(organizer)
    change.isOrganizer = false
    change.response = { response: 'notResponded', time: null }
  }
  if (response !== undefined) {
    const known = ['none', 'organizer', 'tentativelyAccepted', 'accepted', 'declined', 'notResponded'] as const
    const found = known.find((each) => each === response)
    if (!found) throw refuse(400, `'${String(response)}' is no response.`)
    change.response = { response: found, time: null }
  }
  if (isCancelled !== undefined) change.isCancelled = isCancelled === true
  return { rest, change }
}

export function controlRoutes(app: Hono<GraphEnv>, core: Core, calendars: Calendars, edits: Edits): void {
  const guarded =
    (run: (c: Context<GraphEnv>, mailbox: Mailbox) => Promise<Response> | Response) => async (c: Context<GraphEnv>) => {
      const owner = c.get('owner')
      if (!owner.hasMailbox) return c.json({ error: 'This user has no mailbox.' }, 404)
      try {
        return await run(c, calendars.opened(owner))
      } catch (error) {
        if (error instanceof GraphFault) return c.json({ error: error.message }, error.status as 400)
        throw error
      }
    }
  const foundOf = (c: Context<GraphEnv>, mailbox: Mailbox): Found => {
    const found = mailbox.find(c.req.param('id') ?? '')
    if (!found) throw refuse(404, 'No such event.')
    return found
  }
  calendarControl(app, core, calendars, guarded)

  app.get(
    '/events',
    guarded((c, mailbox) => {
      const name = c.req.query('calendar')
      const events = mailbox.events(name === undefined ? undefined : calendarNamed(mailbox, name))
      return c.json(events.map((event) => truth(mailbox, { event, occurrence: null })))
    }),
  )
  app.get(
    '/events/:id',
    guarded((c, mailbox) => {
      const shown = shownOf(mailbox, foundOf(c, mailbox))
      const view: ViewOptions = {
        mailbox,
        role: 'owner',
        immutableIds: true,
        zone: 'UTC',
        textBodies: false,
        basic: false,
      }
      return c.json({ ...truth(mailbox, shown), graph: viewEvent(shown, compileSelect(null), view) })
    }),
  )
  app.get(
    '/events/:id/occurrences',
    guarded((c, mailbox) => {
      const { event } = foundOf(c, mailbox)
      const query = new Map(Object.entries(c.req.query()).map(([name, value]) => [name.toLowerCase(), value]))
      const { from, to } = readWindow({ custom: query })
      const found = mailbox.occurrences(event, from, to)
      return c.json(found.map((occurrence) => truth(mailbox, { event, occurrence })))
    }),
  )
  app.post(
    '/events',
    guarded(async (c, mailbox) => {
      const { calendar: name = c.req.query('calendar'), ...json } = await jsonBody(c)
      const calendar = calendarNamed(mailbox, name === undefined ? undefined : String(name))
      if ('count' in json) {
        const made = createMany(mailbox, calendar, json, core.now())
        return c.json({ ids: made.map((event) => mailbox.immutableId(event)) }, 201)
      }
      const { rest, change } = foreign(json)
      const event = await edits.create(mailbox, calendar, rest, change)
      return c.json({ ids: [mailbox.immutableId(event)] }, 201)
    }),
  )
  app.patch(
    '/events/:id',
    guarded(async (c, mailbox) => {
      const found = foundOf(c, mailbox)
      const { rest, change } = foreign(await jsonBody(c))
      await edits.patch(mailbox, found, rest, change)
      return c.json(truth(mailbox, shownOf(mailbox, found)))
    }),
  )
  app.delete(
    '/events/:id',
    guarded(async (c, mailbox) => {
      const found = foundOf(c, mailbox)
      const told = c.req.query('cancel') !== undefined && c.req.query('cancel') !== 'false'
      if (told) await edits.remove(mailbox, found)
      else if (found.date === null) mailbox.remove(found.event)
      else mailbox.cancelOccurrence(found.event, found.date)
      return c.body(null, 204)
    }),
  )
}
