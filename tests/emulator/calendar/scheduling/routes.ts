// Graph's actions between mailboxes. Microsoft Graph: event accept, decline, tentativelyAccept, cancel, forward;
// calendar getSchedule; user findMeetingTimes.

import type { Hono } from 'hono'
import { asBoolean } from '../../mail/patch'
import { jsonBody } from '../../mail/request'
import { readOptions } from '../../odata/options'
import type { GraphEnv } from '../../seam'
import { type Calendars, findEvent, type GraphContext, needsWrite, viewOptions } from '../access'
import { invalid, type Json, list, object, readMoment, readPerson, text } from '../parts'
import { type Asking, parameters, readWanted, schedules } from './free-busy'
import { findTimes, readWanted as readTimes } from './meeting-times'
import { type Answer, type Answering, answer, cancelMeeting, forwardMeeting } from './respond'
import type { Scheduling } from './scheduling'

const ANSWERS: Readonly<Record<string, Answer>> = {
  accept: 'accepted',
  decline: 'declined',
  tentativelyAccept: 'tentativelyAccepted',
}

/** Actions may come without a body. */
async function bodyOf(c: GraphContext): Promise<Json> {
  readOptions(c.get('publicUrl'), new Set())
  return c.req.header('content-length') === '0' || (await c.req.text()) === '' ? {} : jsonBody(c)
}

const said = (value: unknown) => (value === undefined || value === null ? '' : text(value, 'comment'))

function proposal(value: unknown): Answering['proposed'] {
  if (value === undefined || value === null) return null
  const slot = object(value, 'proposedNewTime', ['start', 'end'], 'microsoft.graph.timeSlot')
  const [start, end] = [readMoment(slot.start, 'start').at, readMoment(slot.end, 'end').at]
  if (end < start) throw invalid("The 'end' of the proposed time is before its 'start'.")
  return { start, end }
}

export function readAnswer(body: Json, response: Answer, action: string): Answering {
  const known = ['comment', 'sendResponse', ...(response === 'accepted' ? [] : ['proposedNewTime'])]
  const given = parameters(body, action, known)
  const send = given.get('sendResponse')
  return {
    response,
    comment: said(given.get('comment')),
    sendResponse: send === undefined || send === null ? true : asBoolean('sendResponse', send),
    proposed: proposal(given.get('proposedNewTime')),
  }
}

export function schedulingRoutes(
  app: Hono<GraphEnv>,
  calendars: Calendars,
  scheduling: Scheduling,
  asking: Omit<Asking, 'caller'>,
): void {
  const { core } = scheduling
  const callerOf = (c: GraphContext) => {
    const { userId } = c.get('caller')
    return (userId === null ? undefined : core.userById(userId)) ?? null
  }
  for (const [action, response] of Object.entries(ANSWERS)) {
    app.post(`/events/:event/${action}`, async (c) => {
      const answering = readAnswer(await bodyOf(c), response, action)
      const { found, ...at } = findEvent(c, calendars)
      needsWrite(at)
      await answer(scheduling, at.mailbox, found, answering)
      return c.body(null, 202)
    })
  }
  app.post('/events/:event/cancel', async (c) => {
    const comment = said(parameters(await bodyOf(c), 'cancel', ['comment']).get('comment'))
    const { found, ...at } = findEvent(c, calendars)
    needsWrite(at)
    await cancelMeeting(scheduling, at.mailbox, found, comment)
    return c.body(null, 202)
  })
  app.post('/events/:event/forward', async (c) => {
    const given = parameters(await bodyOf(c), 'forward', ['comment', 'toRecipients'])
    const to = list(given.get('toRecipients'), 'toRecipients', readRecipient)
    if (to.length === 0) throw invalid("'toRecipients' holds nobody.")
    const { found, ...at } = findEvent(c, calendars)
    await forwardMeeting(scheduling, at.mailbox, found, to, said(given.get('comment')))
    return c.body(null, 202)
  })
  const answerOf = (c: GraphContext, type: string) => ({
    '@odata.context': `${new URL(c.get('publicUrl')).origin}/v1.0/$metadata#${type}`,
  })
  const zoneOf = (c: GraphContext) => viewOptions(c, { mailbox: calendars.opened(c.get('owner')), role: 'owner' }).zone
  app.post('/calendar/getSchedule', async (c) => {
    const wanted = readWanted(await bodyOf(c))
    const value = schedules({ ...asking, caller: callerOf(c) }, c.get('owner'), wanted, zoneOf(c))
    return c.json({ ...answerOf(c, 'Collection(microsoft.graph.scheduleInformation)'), value })
  })
  app.post('/findMeetingTimes', async (c) => {
    const wanted = readTimes(await bodyOf(c), core.now())
    const result = findTimes({ ...asking, caller: callerOf(c) }, c.get('owner'), wanted, zoneOf(c))
    return c.json({ ...answerOf(c, 'microsoft.graph.meetingTimeSuggestionsResult'), ...result })
  })
}

/** Microsoft's own samples write `EmailAddress` with `Address` and `Name`. */
function readRecipient(value: unknown) {
  const lower = (one: Json): Json =>
    Object.fromEntries(Object.entries(one).map(([name, each]) => [name.charAt(0).toLowerCase() + name.slice(1), each]))
  const { emailAddress } = lower(
    object(value, 'recipient', ['emailAddress', 'EmailAddress'], 'microsoft.graph.recipient'),
  )
  if (typeof emailAddress !== 'object' || emailAddress === null) throw invalid("'emailAddress' must be an object.")
  return readPerson({ emailAddress: lower(emailAddress as Json) })
}
