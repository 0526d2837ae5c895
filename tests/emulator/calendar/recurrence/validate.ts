// Reads a recurrence from a request. Microsoft Graph: recurrencePattern, recurrenceRange, "Schedule repeating
// appointments". Fields that a pattern does not use are still validated, and answered with fixed values.

import { GraphFault } from '../../seam'
import type { DayOfWeek, StoredRecurrence, WeekIndex } from '../model'
import { knownZone } from '../zones/names'
import { dayNumber, monthLength } from './days'

export const WEEK: readonly DayOfWeek[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const INDEXES: readonly WeekIndex[] = ['first', 'second', 'third', 'fourth', 'last']
const PATTERNS = ['daily', 'weekly', 'absoluteMonthly', 'relativeMonthly', 'absoluteYearly', 'relativeYearly'] as const
const RANGES = ['endDate', 'noEnd', 'numbered'] as const
/** How Graph writes a date that is not used. */
const NO_DATE = '0001-01-01'
const MOST = 999

type Json = Record<string, unknown>

/** The body cannot be read at all. */
const unreadable = (message: string) => new GraphFault(400, 'UnableToDeserializePostBody', message)
/** The body can be read but makes no recurrence. */
const refused = (message: string) => new GraphFault(400, 'ErrorPropertyValidationFailure', message)

function object(name: string, value: unknown, known: readonly string[]): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unreadable(`'${name}' must be an object.`)
  const strange = Object.keys(value).find((key) => !key.startsWith('@') && !known.includes(key))
  if (strange) throw unreadable(`The property '${strange}' does not exist on type 'microsoft.graph.${name}'.`)
  return value as Json
}

function pick<T extends string>(name: string, value: unknown, values: readonly T[]): T {
  const found = values.find((each) => each.toLowerCase() === String(value).toLowerCase())
  if (!found || typeof value !== 'string')
    throw unreadable(`Requested value '${String(value)}' of '${name}' was not found.`)
  return found
}

/** Outlook takes numbers written as text. 0 (or nothing) where the pattern does not need the number. */
function whole(name: string, value: unknown, needed: boolean, most: number): number {
  if (value === undefined || value === null) {
    if (needed) throw refused(`'${name}' is missing.`)
    return 0
  }
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number)) throw unreadable(`'${name}' must be a whole number.`)
  if (number > most || number < (needed ? 1 : 0)) throw refused(`'${name}' must be 1 to ${most}.`)
  return needed ? number : 0
}

function date(name: string, value: unknown, needed: boolean): string {
  if (value === undefined || value === null) {
    if (needed) throw refused(`'${name}' is missing.`)
    return NO_DATE
  }
  if (typeof value !== 'string' || Number.isNaN(dayNumber(value)))
    throw unreadable(`Cannot convert the literal '${String(value)}' to the expected type 'Edm.Date'.`)
  if (needed && value === NO_DATE) throw refused(`'${name}' is missing.`)
  return needed ? value : NO_DATE
}

function days(value: unknown, needed: boolean): DayOfWeek[] {
  const list = value === undefined || value === null ? [] : value
  if (!Array.isArray(list)) throw unreadable("'daysOfWeek' must be a list.")
  const found = new Set(list.map((each) => pick('daysOfWeek', each, WEEK)))
  if (needed && found.size === 0) throw refused("'daysOfWeek' is missing.")
  return needed ? WEEK.filter((day) => found.has(day)) : []
}

function pattern(value: unknown): StoredRecurrence['pattern'] {
  const given = object('recurrencePattern', value, [
    'type',
    'interval',
    'month',
    'dayOfMonth',
    'daysOfWeek',
    'firstDayOfWeek',
    'index',
  ])
  if (given.type === undefined || given.type === null) throw refused("'type' is missing.")
  const type = pick('type', given.type, PATTERNS)
  const relative = type.startsWith('relative')
  const index = given.index === undefined || given.index === null ? 'first' : pick('index', given.index, INDEXES)
  const first = given.firstDayOfWeek
  const firstDay = first === undefined || first === null ? 'sunday' : pick('firstDayOfWeek', first, WEEK)
  const read = {
    type,
    interval: whole('interval', given.interval, true, MOST),
    month: whole('month', given.month, type.endsWith('Yearly'), 12),
    dayOfMonth: whole('dayOfMonth', given.dayOfMonth, type.startsWith('absolute'), 31),
    daysOfWeek: days(given.daysOfWeek, type === 'weekly' || relative),
    firstDayOfWeek: type === 'weekly' ? firstDay : ('sunday' as const),
    index: relative ? index : ('first' as const),
  }
  // The 31st of short months is their last day, 29 February is 28 February in most years; 30 February is never.
  if (type === 'absoluteYearly' && read.dayOfMonth > monthLength(2024, read.month))
    throw refused(`Month ${read.month} has no day ${read.dayOfMonth}.`)
  return read
}

function range(value: unknown): StoredRecurrence['range'] {
  const given = object('recurrenceRange', value, [
    'type',
    'startDate',
    'endDate',
    'recurrenceTimeZone',
    'numberOfOccurrences',
  ])
  if (given.type === undefined || given.type === null) throw refused("'type' is missing.")
  const type = pick('type', given.type, RANGES)
  const zone = given.recurrenceTimeZone ?? ''
  if (typeof zone !== 'string') throw unreadable("'recurrenceTimeZone' must be a string.")
  if (zone !== '' && !knownZone(zone))
    throw new GraphFault(
      400,
      'TimeZoneNotSupportedException',
      `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zone}'.`,
    )
  const read = {
    type,
    startDate: date('startDate', given.startDate, true),
    endDate: date('endDate', given.endDate, type === 'endDate'),
    recurrenceTimeZone: zone,
    numberOfOccurrences: whole('numberOfOccurrences', given.numberOfOccurrences, type === 'numbered', MOST),
  }
  if (type === 'endDate' && read.endDate < read.startDate) throw refused("'endDate' must not be before 'startDate'.")
  return read
}

/**
 * A recurrence with all its fields. `recurrenceTimeZone` stays '' when none was given: the zone of the event counts.
 * @throws GraphFault 400: UnableToDeserializePostBody for wrong types, ErrorPropertyValidationFailure for wrong values.
 */
export function validateRecurrence(json: unknown): StoredRecurrence {
  const given = object('patternedRecurrence', json, ['pattern', 'range'])
  if (given.pattern === undefined || given.range === undefined) throw refused("'pattern' and 'range' are needed.")
  return { pattern: pattern(given.pattern), range: range(given.range) }
}
