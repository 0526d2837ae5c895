// A calendar as Graph shows it, and what a client may say about one. Microsoft Graph: calendar.

import { readExtended } from '../mail/extended-properties'
import { asBoolean, asEnum } from '../mail/patch'
import { type DirectoryUser, GraphFault } from '../seam'
import { mayWrite } from './access'
import type { Mailbox } from './mailbox'
import type { StoredCalendar } from './model'
import { type Json, text, unknownProperty } from './parts'
import { SEES_PRIVATE, type ViewOptions } from './view'

const COLORS = [
  'auto',
  'lightBlue',
  'lightGreen',
  'lightOrange',
  'lightGray',
  'lightYellow',
  'lightTeal',
  'lightPink',
  'lightBrown',
  'lightRed',
  'maxColor',
] as const
const HEX: Readonly<Record<string, string>> = {
  lightBlue: '#a6d1f5',
  lightGreen: '#87d28e',
  lightOrange: '#fcab73',
  lightGray: '#c0c0c0',
  lightYellow: '#fde35c',
  lightTeal: '#6cd5d0',
  lightPink: '#f68dc0',
  lightBrown: '#bba79f',
  lightRed: '#f88c9b',
}

type CalendarChange = Partial<Pick<StoredCalendar, 'name' | 'color' | 'hexColor' | 'extended'>>

const NAMES = [
  'name',
  'color',
  'hexColor',
  'isDefaultCalendar',
  'changeKey',
  'canShare',
  'canViewPrivateItems',
  'canEdit',
  'allowedOnlineMeetingProviders',
  'defaultOnlineMeetingProvider',
  'isTallyingResponses',
  'isRemovable',
  'owner',
] as const
export type CalendarName = (typeof NAMES)[number]

/** How a calendar looks from the mailbox that lists it: an own one, or one that is shared with its owner. */
export interface CalendarSight {
  /** As listed: id, name, colour. */
  listed: StoredCalendar
  /** Where it is kept. */
  mailbox: Mailbox
  kept: StoredCalendar
  role: ViewOptions['role']
}

function values({ listed, mailbox, kept, role }: CalendarSight): Record<CalendarName, unknown> {
  const personal = mailbox.owner.kind === 'personal'
  return {
    name: listed.name,
    color: listed.color,
    hexColor: listed.hexColor,
    isDefaultCalendar: listed.isDefault && role === 'owner',
    changeKey: mailbox.ids.changeKey(Math.max(kept.seq, listed.link ? 0 : listed.seq)),
    canShare: role === 'owner',
    canViewPrivateItems: SEES_PRIVATE.has(role),
    canEdit: mayWrite(role),
    allowedOnlineMeetingProviders: personal ? [] : ['teamsForBusiness'],
    defaultOnlineMeetingProvider: personal ? 'unknown' : 'teamsForBusiness',
    isTallyingResponses: kept.isDefault,
    isRemovable: listed.isRemovable,
    owner: mailbox.address,
  }
}

export function viewCalendar(sight: CalendarSight, select: readonly string[] | null): Record<string, unknown> {
  const all = values(sight)
  const names = NAMES.filter((name) => !select || select.includes(name) || select.includes('*'))
  for (const name of select ?? []) {
    if (name !== 'id' && name !== '*' && !(NAMES as readonly string[]).includes(name))
      throw new GraphFault(
        400,
        'RequestBroker--ParseUri',
        `Could not find a property named '${name}' on type 'microsoft.graph.calendar'.`,
      )
  }
  return { id: sight.listed.id, ...Object.fromEntries(names.map((name) => [name, all[name]])) }
}

export const calendarValue = (sight: CalendarSight, name: CalendarName): unknown => values(sight)[name]

function hexColor(value: unknown): string {
  const found = text(value, 'hexColor')
  if (/^(#?[0-9a-f]{6})?$/i.test(found)) return found
  throw new GraphFault(400, 'ErrorInvalidRequest', `'${found}' is not a colour.`)
}

/** @throws GraphFault 400 for unknown and read-only properties */
export function readCalendar(given: Json, before: Pick<StoredCalendar, 'extended'> | null): CalendarChange {
  const change: CalendarChange = {}
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith('@')) continue
    if (name === 'name') change.name = text(value, name).trim()
    else if (name === 'color') {
      change.color = asEnum(name, value, COLORS)
      change.hexColor = HEX[change.color] ?? ''
    } else if (name === 'hexColor') change.hexColor = hexColor(value)
    else if (name === 'singleValueExtendedProperties') change.extended = { ...before?.extended, ...readExtended(value) }
    else if (name === 'isDefaultCalendar') {
      if (asBoolean(name, value))
        throw new GraphFault(501, 'NotImplemented', 'The emulator keeps the first calendar as the default one.')
    } else if ((NAMES as readonly string[]).includes(name) || name === 'id')
      throw new GraphFault(400, 'ErrorInvalidPropertySet', `The property '${name}' cannot be set by this request.`)
    else throw unknownProperty(name, 'microsoft.graph.calendar')
  }
  if (change.name === '' || (!before && change.name === undefined))
    throw new GraphFault(400, 'ErrorInvalidRequest', "'name' is needed.")
  return change
}

/** @throws GraphFault 409: Exchange knows no two calendars of one name */
export function checkName(mailbox: Mailbox, name: string | undefined, except: StoredCalendar | null): void {
  const taken = mailbox
    .calendars()
    .some((each) => each !== except && !each.link && each.name.toLowerCase() === name?.toLowerCase())
  if (taken) throw new GraphFault(409, 'ErrorFolderExists', `A folder with the specified name already exists.`)
}

export const sightOf = (mailbox: Mailbox, calendar: StoredCalendar): CalendarSight => ({
  listed: calendar,
  mailbox,
  kept: calendar,
  role: 'owner',
})

/** The link in another mailbox that a share of a calendar makes. */
export const linkName = (calendar: Pick<StoredCalendar, 'isDefault' | 'name'>, owner: DirectoryUser): string =>
  calendar.isDefault ? owner.displayName : calendar.name
