// Online meetings without a calendar entry. Microsoft Graph: onlineMeeting create, createOrGet, get, update, delete.

import type { Hono } from 'hono'
import { decodeJson, encodeJson } from '../core/store'
import { context, type GraphContext, jsonBody } from '../mail/request'
import { parseFilter } from '../odata/filter'
import { readOptions } from '../odata/options'
import { type Core, type DirectoryUser, type GraphEnv, GraphFault, type Workload } from '../seam'
import { joinWebUrl, newMeeting, type OnlineMeeting, viewMeeting, withProperties } from './meeting'

const NAME = 'meetings'
const CREATE_OR_GET = ['chatInfo', 'startDateTime', 'endDateTime', 'externalId', 'participants', 'subject']
const bad = (message: string) => new GraphFault(400, 'BadRequest', message)

/** Meetings are found by their link or their number only; there is no list of all. @throws GraphFault 400 */
function finder(filter: string | null, owner: DirectoryUser): (meeting: OnlineMeeting) => boolean {
  if (filter === null) throw bad('A $filter by JoinWebUrl or joinMeetingIdSettings/joinMeetingId is needed.')
  const parsed = parseFilter(filter)
  if (parsed.kind === 'compare' && parsed.operator === 'eq' && typeof parsed.value.value === 'string') {
    const wanted = parsed.value.value
    const path = parsed.path.toLowerCase()
    if (path === 'joinweburl') return (meeting) => joinWebUrl(meeting, owner) === wanted
    if (path === 'joinmeetingidsettings/joinmeetingid') return (meeting) => meeting.join.joinMeetingId === wanted
  }
  throw bad('Meetings are found by JoinWebUrl eq or joinMeetingIdSettings/joinMeetingId eq only.')
}

export function createMeetings(core: Core): Workload {
  /** By owner, then by id. */
  const kept = new Map<string, Map<string, OnlineMeeting>>()

  const of = (owner: DirectoryUser): Map<string, OnlineMeeting> => {
    const own = kept.get(owner.id) ?? new Map<string, OnlineMeeting>()
    kept.set(owner.id, own)
    return own
  }
  const keep = (owner: DirectoryUser, meeting: OnlineMeeting) => {
    of(owner).set(meeting.id, meeting)
    core.touched(NAME, owner.id)
    return meeting
  }
  const entity = (c: GraphContext, meeting: OnlineMeeting, status: 200 | 201) =>
    c.json(
      { '@odata.context': context(c, 'onlineMeetings/$entity', null), ...viewMeeting(meeting, c.get('owner')) },
      status,
    )
  const found = (c: GraphContext): OnlineMeeting => {
    const meeting = of(c.get('owner')).get(decodeURIComponent(c.req.param('meeting') ?? ''))
    if (meeting) return meeting
    throw new GraphFault(404, 'NotFound', 'The meeting does not exist, or its organizer is somebody else.')
  }
  const plain = (c: GraphContext) => void readOptions(c.get('publicUrl'), new Set())

  function routes(app: Hono<GraphEnv>): void {
    app.get('/onlineMeetings', (c) => {
      const { filter } = readOptions(c.get('publicUrl'), new Set(['$filter']))
      const owner = c.get('owner')
      const value = [...of(owner).values()].filter(finder(filter, owner)).map((each) => viewMeeting(each, owner))
      return c.json({ '@odata.context': context(c, 'onlineMeetings', null), value })
    })
    app.post('/onlineMeetings', async (c) => {
      plain(c)
      const owner = c.get('owner')
      return entity(c, keep(owner, newMeeting(owner, await jsonBody(c), null, core.now())), 201)
    })
    app.post('/onlineMeetings/createOrGet', async (c) => {
      plain(c)
      const owner = c.get('owner')
      const body = await jsonBody(c)
      const strange = Object.keys(body).find((name) => !name.startsWith('@') && !CREATE_OR_GET.includes(name))
      if (strange) throw bad(`The parameter '${strange}' is not known to createOrGet.`)
      const { externalId, chatInfo: _, ...rest } = body
      if (typeof externalId !== 'string' || externalId === '') throw bad("'externalId' is missing.")
      const before = [...of(owner).values()].find((meeting) => meeting.externalId === externalId)
      return before
        ? entity(c, before, 200)
        : entity(c, keep(owner, newMeeting(owner, rest, externalId, core.now())), 201)
    })
    app.get('/onlineMeetings/:meeting', (c) => {
      plain(c)
      return entity(c, found(c), 200)
    })
    app.patch('/onlineMeetings/:meeting', async (c) => {
      plain(c)
      return entity(c, keep(c.get('owner'), withProperties(found(c), await jsonBody(c))), 200)
    })
    app.delete('/onlineMeetings/:meeting', (c) => {
      of(c.get('owner')).delete(found(c).id)
      core.touched(NAME, c.get('owner').id)
      return c.body(null, 204)
    })
  }

  return {
    name: NAME,
    mailboxRoutes: routes,
    controlRoutes(app) {
      app.get('/onlineMeetings', (c) => {
        const owner = c.get('owner')
        return c.json([...of(owner).values()].map((each) => viewMeeting(each, owner)))
      })
    },
    counts: () => ({}),
    reset: () => kept.clear(),
    snapshot(ownerId) {
      const own = kept.get(ownerId)
      return own && own.size > 0 ? encodeJson([...own.values()]) : null
    },
    restore(ownerId, data) {
      kept.set(ownerId, new Map((decodeJson(data) as OnlineMeeting[]).map((each) => [each.id, each])))
    },
  }
}
