// Parts of a Graph event as JSON, read strictly: unknown names are refused, so a misspelt property never passes silently.

import type { Address } from '../mail/content'
import { asEnum } from '../mail/patch'
import { GraphFault } from '../seam'
import type { Attendee, AttendeeType, Place } from './model'
import { knownZone, toInstant } from './zones/zones'

export type Json = Record<string, unknown>

export const invalid = (message: string) => new GraphFault(400, 'ErrorInvalidRequest', message)
/** For the control API. */
export const refuse = (status: number, message: string) => new GraphFault(status, 'ControlError', message)
export const unknownProperty = (name: string, type: string) =>
  new GraphFault(400, 'RequestBodyRead', `The property '${name}' does not exist on type '${type}'.`)

const ATTENDEE_TYPES: readonly AttendeeType[] = ['required', 'optional', 'resource']
/** Microsoft Graph: event, attendees. */
const MOST_ATTENDEES = 500
const LOCATION_TYPES = [
  'default',
  'conferenceRoom',
  'homeAddress',
  'businessAddress',
  'geoCoordinates',
  'streetAddress',
  'hotel',
  'restaurant',
  'localBusiness',
  'postalAddress',
] as const
const UNIQUE_ID_TYPES = ['unknown', 'locationStore', 'directory', 'private', 'bing'] as const

export function object(value: unknown, name: string, allowed: readonly string[], type: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`'${name}' must be an object.`)
  for (const key of Object.keys(value))
    if (!key.startsWith('@') && !allowed.includes(key)) throw unknownProperty(key, type)
  return value as Json
}

export function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  throw invalid(`'${name}' must be a string.`)
}

const maybeText = (value: unknown, name: string): string | null =>
  value === null || value === undefined ? null : text(value, name)

export function list<T>(value: unknown, name: string, read: (each: unknown) => T): T[] {
  if (!Array.isArray(value)) throw invalid(`'${name}' must be a list.`)
  return value.map(read)
}

function address(value: unknown): Address {
  const { address: mail, name } = object(value, 'emailAddress', ['address', 'name'], 'microsoft.graph.emailAddress')
  const found = text(mail, 'address').trim()
  if (!/^[^\s@]+@[^\s@]+$/.test(found))
    throw new GraphFault(400, 'ErrorInvalidRecipients', `At least one recipient is not valid: '${found}'.`)
  return { address: found, name: typeof name === 'string' && name !== '' ? name : found }
}

/** A recipient: { emailAddress }. @throws GraphFault 400 */
export const readPerson = (value: unknown): Address =>
  address(object(value, 'recipient', ['emailAddress'], 'microsoft.graph.recipient').emailAddress)

/** `before`: people who stay keep their answers. @throws GraphFault 400 for more than 500 people or wrong addresses. */
export function readAttendees(value: unknown, before: readonly Attendee[]): Attendee[] {
  const known = new Map(before.map((each) => [each.address.toLowerCase(), each]))
  const found = new Map<string, Attendee>()
  const allowed = ['emailAddress', 'type', 'status', 'proposedNewTime']
  for (const each of list(value, 'attendees', (one) => object(one, 'attendees', allowed, 'microsoft.graph.attendee'))) {
    const who = address(each.emailAddress)
    const old = known.get(who.address.toLowerCase())
    const type = asEnum('type', each.type ?? old?.type ?? 'required', ATTENDEE_TYPES)
    const name = who.name === who.address ? (old?.name ?? who.name) : who.name
    const status = old?.status ?? { response: 'none' as const, time: null }
    found.set(who.address.toLowerCase(), { ...who, name, type, status, proposed: old?.proposed ?? null })
  }
  if (found.size > MOST_ATTENDEES)
    throw new GraphFault(400, 'ErrorTooManyRecipients', `An event has at most ${MOST_ATTENDEES} attendees.`)
  return [...found.values()]
}

const ADDRESS = ['city', 'countryOrRegion', 'postalCode', 'state', 'street']
const COORDINATES = ['accuracy', 'altitude', 'altitudeAccuracy', 'latitude', 'longitude']

export function readPlace(value: unknown): Place {
  const given = object(
    value,
    'location',
    [
      'displayName',
      'locationType',
      'uniqueId',
      'uniqueIdType',
      'locationUri',
      'locationEmailAddress',
      'address',
      'coordinates',
    ],
    'microsoft.graph.location',
  )
  const part = (name: string, allowed: readonly string[], type: string, kind: 'string' | 'number') => {
    if (given[name] === undefined || given[name] === null) return null
    const values = Object.entries(object(given[name], name, allowed, `microsoft.graph.${type}`))
    for (const [key, each] of values) {
      const numeric = kind === 'number' && typeof each === 'string' && each !== '' && !Number.isNaN(Number(each))
      if (each !== null && typeof each !== kind && !numeric) throw invalid(`'${key}' must be a ${kind}.`)
    }
    const kept = values.filter(([key, each]) => each !== null && !key.startsWith('@'))
    return kept.length > 0 ? kept : null
  }
  const strings = part('address', ADDRESS, 'physicalAddress', 'string')
  const numbers = part('coordinates', COORDINATES, 'outlookGeoCoordinates', 'number')
  return {
    displayName: maybeText(given.displayName, 'displayName') ?? '',
    locationType: asEnum('locationType', given.locationType ?? 'default', LOCATION_TYPES),
    uniqueId: maybeText(given.uniqueId, 'uniqueId'),
    uniqueIdType: asEnum('uniqueIdType', given.uniqueIdType ?? 'unknown', UNIQUE_ID_TYPES),
    uri: maybeText(given.locationUri, 'locationUri'),
    email: maybeText(given.locationEmailAddress, 'locationEmailAddress'),
    address: strings ? Object.fromEntries(strings.map(([key, each]) => [key, String(each)])) : null,
    coordinates: numbers ? Object.fromEntries(numbers.map(([key, each]) => [key, Number(each)])) : null,
  }
}

export interface Moment {
  at: number
  zone: string
}

/** dateTimeTimeZone. An offset inside dateTime is ignored, as Exchange does. @throws GraphFault 400 */
export function readMoment(value: unknown, name: string): Moment {
  const given = object(value, name, ['dateTime', 'timeZone'], 'microsoft.graph.dateTimeTimeZone')
  const zone = maybeText(given.timeZone, 'timeZone') ?? ''
  if (!knownZone(zone)) {
    throw new GraphFault(
      400,
      'TimeZoneNotSupportedException',
      `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zone}'.`,
    )
  }
  const wall = text(given.dateTime, 'dateTime')
  if (!/^\d{4}-\d\d-\d\d/.test(wall))
    throw new GraphFault(
      400,
      'RequestBodyRead',
      `Cannot convert the literal '${wall}' of '${name}' to a date and time.`,
    )
  return { at: toInstant(wall, zone), zone }
}

export function readBody(value: unknown): { type: 'html' | 'text'; content: string } {
  const { contentType, content } = object(value, 'body', ['contentType', 'content'], 'microsoft.graph.itemBody')
  const type = asEnum('contentType', contentType ?? 'text', ['html', 'text'] as const)
  return { type, content: text(content ?? '', 'content') }
}
