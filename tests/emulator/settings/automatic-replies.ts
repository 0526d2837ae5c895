// Automatic replies: what a person set, and whether they are on at an instant. Microsoft Graph: automaticRepliesSetting.

import { asEnum } from '../mail/patch'
import { GraphFault } from '../seam'
import { instantOf } from './time-zones'

const STATUS = ['disabled', 'alwaysEnabled', 'scheduled'] as const
const AUDIENCE = ['none', 'contactsOnly', 'all'] as const

export interface AutomaticReplies {
  status: (typeof STATUS)[number]
  externalAudience: (typeof AUDIENCE)[number]
  internalReplyMessage: string
  externalReplyMessage: string
  /** Epoch milliseconds. */
  scheduledStart: number
  scheduledEnd: number
}

const DAY = 86_400_000
const bad = (code: string, message: string) => new GraphFault(400, code, message)

/** As a mailbox has it that nobody has touched. */
export function noAutomaticReplies(now: number): AutomaticReplies {
  const hour = Math.floor(now / 3_600_000) * 3_600_000
  return {
    status: 'disabled',
    externalAudience: 'all',
    internalReplyMessage: '',
    externalReplyMessage: '',
    scheduledStart: hour,
    scheduledEnd: hour + DAY,
  }
}

/** Are the replies on? The dates mean something only while they are scheduled. */
export function isAway({ status, scheduledStart, scheduledEnd }: AutomaticReplies, now: number): boolean {
  return status === 'alwaysEnabled' || (status === 'scheduled' && scheduledStart <= now && now < scheduledEnd)
}

/** An instant as Outlook writes it, always in UTC. */
export const utcTime = (at: number) => ({ dateTime: new Date(at).toISOString().replace('Z', '0000'), timeZone: 'UTC' })

export function viewReplies(setting: AutomaticReplies): Record<string, unknown> {
  const { scheduledStart, scheduledEnd, ...rest } = setting
  return {
    status: rest.status,
    externalAudience: rest.externalAudience,
    internalReplyMessage: rest.internalReplyMessage,
    externalReplyMessage: rest.externalReplyMessage,
    scheduledStartDateTime: utcTime(scheduledStart),
    scheduledEndDateTime: utcTime(scheduledEnd),
  }
}

function readTime(name: string, value: unknown): number {
  const { dateTime, timeZone } =
    typeof value === 'object' && value !== null ? (value as { dateTime?: unknown; timeZone?: unknown }) : {}
  if (typeof dateTime !== 'string' || typeof timeZone !== 'string')
    throw bad('RequestBodyRead', `'${name}' must be { dateTime, timeZone }.`)
  const at = instantOf(dateTime, timeZone)
  if (at === null) throw bad('ErrorInvalidParameter', `'${name}' is no local time of a known time zone.`)
  return at
}

function readMessage(name: string, value: unknown): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  throw bad('RequestBodyRead', `'${name}' must be a string.`)
}

/**
 * The setting with the given properties changed.
 * @throws GraphFault 400 for unknown properties, an end before the start, or a plan that is over before it begins.
 */
export function patchReplies(before: AutomaticReplies, given: unknown, now: number): AutomaticReplies {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw bad('RequestBodyRead', "'automaticRepliesSetting' must be an object.")
  const next = { ...before }
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith('@')) continue
    if (name === 'status') next.status = asEnum(name, value, STATUS)
    else if (name === 'externalAudience') next.externalAudience = asEnum(name, value, AUDIENCE)
    else if (name === 'internalReplyMessage') next.internalReplyMessage = readMessage(name, value)
    else if (name === 'externalReplyMessage') next.externalReplyMessage = readMessage(name, value)
    else if (name === 'scheduledStartDateTime') next.scheduledStart = readTime(name, value)
    else if (name === 'scheduledEndDateTime') next.scheduledEnd = readTime(name, value)
    else
      throw bad(
        'RequestBodyRead',
        `The property '${name}' does not exist on type 'microsoft.graph.automaticRepliesSetting'.`,
      )
  }
  if (next.status === 'scheduled') {
    if (next.scheduledEnd <= next.scheduledStart)
      throw bad('ErrorInvalidParameter', 'The scheduled end must be after the scheduled start.')
    if (next.scheduledEnd <= now) throw bad('ErrorInvalidParameter', 'The scheduled end must be in the future.')
  }
  return next
}
