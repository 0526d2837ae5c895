// Calendars: list, create, read, change, delete. Microsoft Graph: calendar.

import type { Hono } from 'hono'
import { extendedPropertyPaths, idsOf } from '../mail/extended-properties-expand'
import { looksLikeId } from '../mail/ids'
import { context, jsonBody } from '../mail/request'
import { comparator, compileFilter, type EntityModel, parseOrderby } from '../odata/evaluate'
import { parseFilter } from '../odata/filter'
import { pageSize, type QueryOptions, readOptions, withOptions } from '../odata/options'
import { type GraphEnv, GraphFault } from '../seam'
import { access, type Calendars, type GraphContext, notFound } from './access'
import { type CalendarSight, calendarValue, checkName, readCalendar, sightOf, viewCalendar } from './calendar-json'
import { shownValues } from './expand'

const LIST = new Set(['$select', '$top', '$skip', '$count', '$filter', '$orderby', '$expand'])
const ONE = new Set(['$select', '$expand'])

const plain = (sight: CalendarSight, name: Parameters<typeof calendarValue>[1]) => {
  const value = calendarValue(sight, name)
  return typeof value === 'string' || typeof value === 'boolean' ? value : null
}

const MODEL: EntityModel<CalendarSight> = {
  type: 'microsoft.graph.calendar',
  properties: {
    name: { kind: 'string', get: (sight) => sight.listed.name },
    color: { kind: 'enum', get: (sight) => sight.listed.color },
    isDefaultCalendar: { kind: 'boolean', get: (sight) => plain(sight, 'isDefaultCalendar') },
    canEdit: { kind: 'boolean', get: (sight) => plain(sight, 'canEdit') },
    canShare: { kind: 'boolean', get: (sight) => plain(sight, 'canShare') },
    'owner/address': { kind: 'string', get: ({ mailbox }) => mailbox.address.address },
    'owner/name': { kind: 'string', get: ({ mailbox }) => mailbox.address.name },
  },
  collections: {
    singleValueExtendedProperties: {
      ...extendedPropertyPaths,
      elements: ({ listed }) => Object.entries(listed.extended).map(([id, value]) => ({ id, value })),
    },
  },
}

/** @throws GraphFault 400 for extended properties without their ids, 501 for anything else */
function readExpand(text: string | null): readonly string[] | null {
  if (text === null) return null
  const [, filter] = /^singleValueExtendedProperties\(\s*\$filter=(.+)\)$/is.exec(text.trim()) ?? []
  if (filter) return idsOf(parseFilter(filter))
  throw new GraphFault(501, 'NotImplemented', `The emulator does not expand ${text} of calendars.`)
}

function show(sight: CalendarSight, { select, expand }: Pick<QueryOptions, 'select' | 'expand'>) {
  const values = shownValues(sight.listed.extended, readExpand(expand))
  return { ...viewCalendar(sight, select), ...(values && { singleValueExtendedProperties: values }) }
}

/** What the caller sees in the list of this mailbox: everything of the own one, the shared ones of somebody else's. */
function sights(c: GraphContext, calendars: Calendars): CalendarSight[] {
  const caller = c.get('caller')
  const mailbox = calendars.opened(c.get('owner'))
  const own = caller.appOnly || caller.userId === mailbox.owner.id
  return mailbox.calendars().flatMap((listed): CalendarSight[] => {
    if (!own) {
      const role = listed.shares.find(({ userId }) => userId === caller.userId)?.role
      return role ? [{ listed, mailbox, kept: listed, role }] : []
    }
    if (!listed.link) return [sightOf(mailbox, listed)]
    const there = calendars.openedById(listed.link.ownerId)
    const kept = there?.bySerial(listed.link.serial)
    const role = kept?.shares.find(({ userId }) => userId === mailbox.owner.id)?.role
    return there && kept && role ? [{ listed, mailbox: there, kept, role }] : []
  })
}

function one(c: GraphContext, calendars: Calendars): CalendarSight {
  const all = sights(c, calendars)
  const id = c.req.param('calendar')
  const found = all.find(({ listed }) => (id === undefined ? listed.isDefault : listed.id === id))
  if (found) return found
  if (id === undefined) access(c, calendars)
  if (id === undefined || looksLikeId(id)) throw notFound()
  throw new GraphFault(400, 'ErrorInvalidIdMalformed', 'Id is malformed.')
}

/** Changes are made to the own list only. @throws GraphFault 403 */
function ownOne(c: GraphContext, calendars: Calendars): CalendarSight {
  const caller = c.get('caller')
  if (!caller.appOnly && caller.userId !== c.get('owner').id)
    throw new GraphFault(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
  return one(c, calendars)
}

const entity = (c: GraphContext, sight: CalendarSight, options: QueryOptions, status: 200 | 201) =>
  c.json({ '@odata.context': context(c, 'calendars/$entity', options.select), ...show(sight, options) }, status)

export function calendarRoutes(app: Hono<GraphEnv>, calendars: Calendars): void {
  const none = (c: GraphContext) => readOptions(c.get('publicUrl'), new Set())
  app.get('/calendars', (c) => {
    const options = readOptions(c.get('publicUrl'), LIST)
    const size = pageSize(options.top, 10, 1000)
    const all = sights(c, calendars)
    const found = options.filter === null ? all : all.filter(compileFilter(parseFilter(options.filter), MODEL))
    if (options.orderby !== null) found.sort(comparator(parseOrderby(options.orderby, MODEL), MODEL))
    const more = found.length > options.skip + size
    return c.json({
      '@odata.context': context(c, 'calendars', options.select),
      ...(options.count && { '@odata.count': found.length }),
      value: found.slice(options.skip, options.skip + size).map((sight) => show(sight, options)),
      ...(more && { '@odata.nextLink': withOptions(c.get('publicUrl'), { $skip: String(options.skip + size) }) }),
    })
  })
  app.post('/calendars', async (c) => {
    const options = none(c)
    const caller = c.get('caller')
    if (!caller.appOnly && caller.userId !== c.get('owner').id)
      throw new GraphFault(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
    const mailbox = calendars.opened(c.get('owner'))
    const { name = '', ...rest } = readCalendar(await jsonBody(c), null)
    checkName(mailbox, name, null)
    return entity(c, sightOf(mailbox, mailbox.addCalendar({ name, ...rest })), options, 201)
  })
  for (const path of ['/calendar', '/calendars/:calendar']) {
    app.get(path, (c) => entity(c, one(c, calendars), readOptions(c.get('publicUrl'), ONE), 200))
    app.patch(path, async (c) => {
      const options = none(c)
      const sight = ownOne(c, calendars)
      const change = readCalendar(await jsonBody(c), sight.listed)
      const mailbox = calendars.opened(c.get('owner'))
      checkName(mailbox, change.name, sight.listed)
      mailbox.updateCalendar(sight.listed, change)
      return entity(c, sight, options, 200)
    })
  }
  app.delete('/calendars/:calendar', (c) => {
    const { listed } = ownOne(c, calendars)
    if (!listed.isRemovable)
      throw new GraphFault(400, 'ErrorDeleteDistinguishedFolder', 'Distinguished folders cannot be deleted.')
    calendars.opened(c.get('owner')).removeCalendar(listed)
    return c.body(null, 204)
  })
}
