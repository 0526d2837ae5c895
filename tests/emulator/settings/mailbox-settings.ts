// Settings of a mailbox: read, shown and changed. Microsoft Graph: mailboxSettings.

import { asEnum } from '../mail/patch'
import { GraphFault } from '../seam'
import { type AutomaticReplies, noAutomaticReplies, patchReplies, viewReplies } from './automatic-replies'
import { ianaZone } from './time-zones'

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
const DELEGATE = [
  'sendToDelegateAndInformationToPrincipal',
  'sendToDelegateAndPrincipal',
  'sendToDelegateOnly',
] as const

interface WorkingHours {
  daysOfWeek: (typeof DAYS)[number][]
  /** hh:mm:ss with seven fraction digits. */
  startTime: string
  endTime: string
  /** Windows or IANA name. */
  timeZone: string
}

export interface MailboxSettings {
  automaticReplies: AutomaticReplies
  timeZone: string
  locale: string
  dateFormat: string
  timeFormat: string
  delegateMeetingMessageDeliveryOptions: (typeof DELEGATE)[number]
  workingHours: WorkingHours
}

const bad = (code: string, message: string) => new GraphFault(400, code, message)
const unknown = (name: string, type: string) =>
  bad(
    'RequestBodyRead',
    `The property '${name}' does not exist on type 'microsoft.graph.${type}' or cannot be changed.`,
  )

/** As a new mailbox has them. */
export function defaultSettings(language: 'en' | 'de', now: number): MailboxSettings {
  const german = language === 'de'
  const timeZone = german ? 'W. Europe Standard Time' : 'GMT Standard Time'
  return {
    automaticReplies: noAutomaticReplies(now),
    timeZone,
    locale: german ? 'de-DE' : 'en-GB',
    dateFormat: german ? 'dd.MM.yyyy' : 'dd/MM/yyyy',
    timeFormat: 'HH:mm',
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
    workingHours: {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '08:00:00.0000000',
      endTime: '17:00:00.0000000',
      timeZone,
    },
  }
}

const displayName = (locale: string) =>
  new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard' }).of(locale) ?? locale

/** `{ locale, displayName }`, as Graph shows a language. */
export const localeInfo = (locale: string) => ({ locale, displayName: displayName(locale) })

/** All properties, in Graph's order. */
export function viewSettings(settings: MailboxSettings, archiveFolder: string | null): Record<string, unknown> {
  const { workingHours } = settings
  return {
    archiveFolder,
    timeZone: settings.timeZone,
    delegateMeetingMessageDeliveryOptions: settings.delegateMeetingMessageDeliveryOptions,
    dateFormat: settings.dateFormat,
    timeFormat: settings.timeFormat,
    userPurpose: 'user',
    automaticRepliesSetting: viewReplies(settings.automaticReplies),
    language: localeInfo(settings.locale),
    workingHours: { ...workingHours, timeZone: { name: workingHours.timeZone } },
  }
}

type Json = Record<string, unknown>

function object(name: string, value: unknown): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  throw bad('RequestBodyRead', `'${name}' must be an object.`)
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw bad('RequestBodyRead', `'${name}' must be a string.`)
}

function zone(value: unknown): string {
  const name = text('timeZone', value)
  if (!ianaZone(name)) throw bad('InvalidTimeZone', 'Time Zone settings provided are invalid.')
  return name
}

function timeOfDay(value: unknown): string {
  const [, start, fraction = ''] = /^((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,7}))?$/.exec(String(value)) ?? []
  if (!start)
    throw bad('RequestBodyRead', `Cannot convert the literal '${String(value)}' to the expected type 'Edm.TimeOfDay'.`)
  return `${start}.${fraction.padEnd(7, '0')}`
}

function locale(value: unknown): string {
  const given = object('language', value)
  for (const name of Object.keys(given))
    if (!name.startsWith('@') && name !== 'locale' && name !== 'displayName') throw unknown(name, 'localeInfo')
  const code = text('locale', given.locale)
  try {
    return new Intl.Locale(code).toString()
  } catch {
    throw bad('ErrorInvalidParameter', `'${code}' is no known locale.`)
  }
}

function patchHours(before: WorkingHours, value: unknown): WorkingHours {
  const next = { ...before }
  for (const [name, part] of Object.entries(object('workingHours', value))) {
    if (name.startsWith('@')) continue
    if (name === 'startTime' || name === 'endTime') next[name] = timeOfDay(part)
    else if (name === 'timeZone') {
      const given = object('timeZone', part)
      if (Object.keys(given).some((key) => key !== 'name' && !key.startsWith('@')))
        throw new GraphFault(501, 'NotImplemented', 'The emulator does not keep customised time zones.')
      next.timeZone = zone(given.name)
    } else if (name === 'daysOfWeek') {
      if (!Array.isArray(part)) throw bad('RequestBodyRead', "'daysOfWeek' must be a list.")
      next.daysOfWeek = part.map((day) => {
        const found = DAYS.find((each) => each === String(day).toLowerCase())
        if (!found) throw bad('InvalidArguments', `Requested value '${String(day)}' was not found.`)
        return found
      })
    } else throw unknown(name, 'workingHours')
  }
  if (next.startTime > next.endTime) throw bad('ErrorInvalidTimeSettings', 'Start Time should occur before End Time.')
  return next
}

/**
 * Reads the body of a PATCH.
 * @returns the new settings and the names that were changed. @throws GraphFault 400 naming what is wrong.
 */
export function patchSettings(
  before: MailboxSettings,
  body: Json,
  now: number,
): { next: MailboxSettings; names: string[] } {
  const next = { ...before }
  const names: string[] = []
  for (const [name, value] of Object.entries(body)) {
    if (name.startsWith('@')) continue
    if (name === 'automaticRepliesSetting') next.automaticReplies = patchReplies(before.automaticReplies, value, now)
    else if (name === 'timeZone') next.timeZone = zone(value)
    else if (name === 'language') next.locale = locale(value)
    else if (name === 'dateFormat' || name === 'timeFormat') next[name] = text(name, value)
    else if (name === 'delegateMeetingMessageDeliveryOptions') next[name] = asEnum(name, value, DELEGATE)
    else if (name === 'workingHours') next.workingHours = patchHours(before.workingHours, value)
    else throw unknown(name, 'mailboxSettings')
    names.push(name)
  }
  return { next, names }
}
