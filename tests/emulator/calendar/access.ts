// Whose calendar a request means, and what the caller may do there: own calendars, shared ones under /me/calendars, and
// others' under /users/{id}. Microsoft Graph: "Get Outlook events in a shared or delegated calendar".

import type { Context } from 'hono'
import { looksLikeId } from '../mail/ids'
import { etagOf } from '../mail/view'
import { type Caller, type DirectoryUser, type GraphEnv, GraphFault } from '../seam'
import type { Mailbox } from './mailbox'
import type { Found, Occurrence, ShareRole, StoredCalendar } from './model'
import { contentOf, isHidden, type Shown, type ViewOptions } from './view'
import { knownZone } from './zones/zones'

export type GraphContext = Context<GraphEnv>

export interface Access {
  /** Where the events are. */
  mailbox: Mailbox
  /** The calendar that the path names; the default one when it names none. */
  calendar: StoredCalendar
  /** In `calendar`. */
  role: ViewOptions['role']
  /** The path names a calendar. */
  named: boolean
}

/** What the routes ask of the workload. */
export interface Calendars {
  opened(owner: DirectoryUser): Mailbox
  /** Undefined: no such user, or no mailbox. */
  openedById(ownerId: string): Mailbox | undefined
}

const denied = () => new GraphFault(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
export const notFound = () =>
  new GraphFault(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
const malformed = () => new GraphFault(400, 'ErrorInvalidIdMalformed', 'Id is malformed.')

const WRITERS: ReadonlySet<ViewOptions['role']> = new Set(['owner', 'write', 'delegate', 'delegateWithPrivate'])
export const mayWrite = (role: ViewOptions['role']): boolean => WRITERS.has(role)

const anyOf = ({ scopes }: Caller, names: readonly string[]) => names.some((name) => scopes.has(name))

function needsShared(c: GraphContext): void {
  const caller = c.get('caller')
  const wanted = ['Calendars.ReadWrite.Shared', ...(c.req.method === 'GET' ? ['Calendars.Read.Shared'] : [])]
  if (!caller.appOnly && !anyOf(caller, wanted)) throw denied()
}

const roleFor = (calendar: StoredCalendar, userId: string | null): ShareRole | null =>
  calendar.shares.find((share) => share.userId === userId)?.role ?? null

/**
 * @param id of the path's calendar, if it names one
 * @throws GraphFault 400, 404 for unknown calendars; 403 for those of others that are not shared, or without the scope
 */
export function access(c: GraphContext, calendars: Calendars, id?: string): Access {
  const caller = c.get('caller')
  const owner = c.get('owner')
  const own = calendars.opened(owner)
  const calendar = id === undefined ? own.defaultCalendar() : own.calendar(id)
  if (!calendar) throw looksLikeId(id ?? '') ? notFound() : malformed()
  const named = id !== undefined
  if (calendar.link) {
    if (!caller.appOnly && caller.userId !== owner.id) throw denied()
    needsShared(c)
    const there = calendars.openedById(calendar.link.ownerId)
    const target = there?.bySerial(calendar.link.serial)
    const role = target ? roleFor(target, owner.id) : null
    if (!there || !target || !role) throw notFound()
    return { mailbox: there, calendar: target, role, named }
  }
  if (caller.appOnly || caller.userId === owner.id) return { mailbox: own, calendar, role: 'owner', named }
  needsShared(c)
  const role = roleFor(calendar, caller.userId)
  if (!role) throw denied()
  return { mailbox: own, calendar, role, named }
}

/** @throws GraphFault 403: the share allows reading only. */
export function needsWrite({ role }: Pick<Access, 'role'>): void {
  if (!mayWrite(role)) throw denied()
}

/** Who may not see a private event may not change it either. @throws GraphFault 403 */
export function needsWriteOf(at: Pick<Access, 'role' | 'mailbox'>, found: Found): void {
  needsWrite(at)
  if (isHidden(contentOf(shownOf(at.mailbox, found)), at.role)) throw denied()
}

/** Id of the path's calendar, when it names one. */
export const calendarIn = (c: GraphContext): string | undefined => c.req.param('calendar')

/**
 * The event that the path names, with the caller's role in its calendar.
 * @throws GraphFault 400 for a text that is no id, 404 for an unknown one, one outside the path's calendar, or one that
 * the caller may not see
 */
export function findEvent(c: GraphContext, calendars: Calendars): Access & { found: Found } {
  const at = accessForEvent(c, calendars)
  const id = decodeURIComponent(c.req.param('event') ?? '')
  const found = at.mailbox.find(id)
  if (!found) throw looksLikeId(id) ? notFound() : malformed()
  const { calendar } = found.event
  if (at.named) {
    if (calendar !== at.calendar) throw notFound()
    return { ...at, found }
  }
  const caller = c.get('caller')
  const own = caller.appOnly || caller.userId === at.mailbox.owner.id
  const role = own ? 'owner' : roleFor(calendar, caller.userId)
  if (!role) throw notFound()
  return { ...at, calendar, role, found }
}

/** /users/{id}/events/{id} reaches every calendar that is shared, not only the default one. */
function accessForEvent(c: GraphContext, calendars: Calendars): Access {
  const id = calendarIn(c)
  if (id !== undefined) return access(c, calendars, id)
  const mailbox = calendars.opened(c.get('owner'))
  const caller = c.get('caller')
  if (!caller.appOnly && caller.userId !== mailbox.owner.id) needsShared(c)
  return { mailbox, calendar: mailbox.defaultCalendar(), role: 'owner', named: false }
}

export function shownOf(mailbox: Mailbox, { event, date }: Found): Shown {
  const occurrence: Occurrence | null = date === null ? null : (mailbox.occurrence(event, date) ?? null)
  return { event, occurrence }
}

/** Microsoft Graph: a stale If-Match fails the write. @throws GraphFault 412 */
export function checkIfMatch(c: GraphContext, mailbox: Mailbox, { event, date }: Found): void {
  const wanted = c.req.header('if-match')
  if (!wanted || wanted === '*' || wanted === etagOf(mailbox.changeKey(event, date))) return
  throw new GraphFault(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  )
}

/** Says in the answer which preferences counted. */
export function applied(c: GraphContext, preference: string): void {
  const before = c.res.headers.get('preference-applied')
  c.header('Preference-Applied', before ? `${before}, ${preference}` : preference)
}

const CONTENT_SCOPES = ['Calendars.Read', 'Calendars.ReadWrite', 'Calendars.Read.Shared', 'Calendars.ReadWrite.Shared']

/** How this request wants to see events. @throws GraphFault 400 for a zone that mailboxes do not know */
export function viewOptions(c: GraphContext, { mailbox, role }: Pick<Access, 'mailbox' | 'role'>): ViewOptions {
  const prefer = c.get('prefer')
  const zone = prefer.get('outlook.timezone')
  if (zone !== undefined) {
    if (!knownZone(zone)) {
      throw new GraphFault(
        400,
        'TimeZoneNotSupportedException',
        `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zone}'.`,
      )
    }
    applied(c, `outlook.timezone="${zone}"`)
  }
  const textBodies = prefer.get('outlook.body-content-type')?.toLowerCase() === 'text'
  if (textBodies) applied(c, 'outlook.body-content-type="text"')
  const caller = c.get('caller')
  const basic = !anyOf(caller, CONTENT_SCOPES)
  return { mailbox, role, immutableIds: c.get('immutableIds'), zone: zone ?? 'UTC', textBodies, basic }
}
