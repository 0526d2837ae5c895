// One online meeting: what a client may say about it, and how Graph shows it. Microsoft Graph: onlineMeeting.

import { createHash, randomInt, randomUUID } from 'node:crypto'
import { asBoolean, asEnum } from '../mail/patch'
import { type DirectoryUser, GraphFault } from '../seam'

const PRESENTERS = ['everyone', 'organization', 'roleIsPresenter', 'organizer'] as const
const CHAT = ['enabled', 'disabled', 'limited'] as const
const LOBBY = [
  'organizer',
  'organization',
  'organizationAndFederated',
  'everyone',
  'invited',
  'organizationExcludingGuests',
] as const
const ROLES = ['attendee', 'presenter', 'producer', 'coorganizer'] as const
/** Switches that are shown as they were set. */
const SWITCHES = {
  isEntryExitAnnounced: true,
  allowAttendeeToEnableCamera: true,
  allowAttendeeToEnableMic: true,
  allowTeamworkReactions: true,
  allowRecording: true,
  allowTranscription: true,
  recordAutomatically: false,
} as const
type Switch = keyof typeof SWITCHES

interface Participant {
  upn: string | null
  userId: string | null
  role: (typeof ROLES)[number]
}

export interface OnlineMeeting {
  id: string
  thread: string
  externalId: string | null
  subject: string | null
  /** Epoch milliseconds. */
  created: number
  start: number
  end: number
  attendees: Participant[]
  allowedPresenters: (typeof PRESENTERS)[number]
  allowMeetingChat: (typeof CHAT)[number]
  lobby: { scope: (typeof LOBBY)[number]; isDialInBypassEnabled: boolean }
  join: { joinMeetingId: string; passcode: string | null }
  switches: Record<Switch, boolean>
}

type Json = Record<string, unknown>
const bad = (message: string) => new GraphFault(400, 'BadRequest', message)
const HOUR = 3_600_000

function object(name: string, value: unknown, allowed: readonly string[]): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(`'${name}' must be an object.`)
  for (const key of Object.keys(value))
    if (!key.startsWith('@') && !allowed.includes(key)) throw bad(`The property '${key}' does not exist on '${name}'.`)
  return value as Json
}

function time(name: string, value: unknown): number {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i
  const at = typeof value === 'string' && form.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at))
    throw bad(`Cannot convert '${String(value)}' of '${name}' to the expected type 'Edm.DateTimeOffset'.`)
  return at
}

const text = (name: string, value: unknown): string | null => {
  if (value === null || typeof value === 'string') return value
  throw bad(`'${name}' must be a string.`)
}

function attendees(value: unknown): Participant[] {
  const { attendees: list = [] } = object('participants', value, ['organizer', 'attendees'])
  if (!Array.isArray(list)) throw bad("'attendees' must be a list.")
  return list.map((each) => {
    const given = object('attendees', each, ['identity', 'upn', 'role'])
    const identity =
      given.identity === undefined || given.identity === null ? {} : object('identity', given.identity, ['user'])
    const user = identity.user === undefined ? {} : object('user', identity.user, ['id', 'displayName', 'tenantId'])
    const upn = text('upn', given.upn ?? null)
    const userId = text('id', user.id ?? null)
    if (upn === null && userId === null) throw bad('An attendee needs a upn or an identity.')
    return { upn, userId, role: asEnum('role', given.role ?? 'attendee', ROLES) }
  })
}

const passcode = (wanted: boolean) => (wanted ? randomUUID().replace(/-/g, '').slice(0, 6) : null)

/** `before` with the given properties. @throws GraphFault 400 for unknown or read-only ones, or an end before the start. */
export function withProperties(before: OnlineMeeting, given: Json): OnlineMeeting {
  const next = structuredClone(before)
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith('@')) continue
    if (name === 'subject') next.subject = text(name, value)
    else if (name === 'startDateTime') next.start = time(name, value)
    else if (name === 'endDateTime') next.end = time(name, value)
    else if (name === 'participants') next.attendees = attendees(value)
    else if (name === 'allowedPresenters') next.allowedPresenters = asEnum(name, value, PRESENTERS)
    else if (name === 'allowMeetingChat') next.allowMeetingChat = asEnum(name, value, CHAT)
    else if (name === 'lobbyBypassSettings') {
      const lobby = object(name, value, ['scope', 'isDialInBypassEnabled'])
      if (lobby.scope !== undefined) next.lobby.scope = asEnum('scope', lobby.scope, LOBBY)
      if (lobby.isDialInBypassEnabled !== undefined)
        next.lobby.isDialInBypassEnabled = asBoolean('isDialInBypassEnabled', lobby.isDialInBypassEnabled)
    } else if (name === 'joinMeetingIdSettings') {
      const { isPasscodeRequired = false } = object(name, value, ['isPasscodeRequired'])
      next.join.passcode = passcode(asBoolean('isPasscodeRequired', isPasscodeRequired))
    } else if (Object.hasOwn(SWITCHES, name)) next.switches[name as Switch] = asBoolean(name, value)
    else throw bad(`The property '${name}' does not exist on type 'microsoft.graph.onlineMeeting' or cannot be set.`)
  }
  const isNew = before.created === 0
  if (isNew && given.endDateTime === undefined) next.end = next.start + HOUR
  if (isNew && given.endDateTime !== undefined && given.startDateTime === undefined)
    throw bad('endDateTime needs startDateTime.')
  if (next.end < next.start) throw bad('endDateTime must not be before startDateTime.')
  return next
}

/** A new meeting. Without times it begins now and lasts an hour. @throws GraphFault 400 as withProperties does. */
export function newMeeting(owner: DirectoryUser, given: Json, externalId: string | null, now: number): OnlineMeeting {
  const thread = `19:meeting_${Buffer.from(randomUUID()).toString('base64url')}@thread.v2`
  const digits = () => String(randomInt(100, 1000))
  const blank: OnlineMeeting = {
    id: Buffer.from(`1*${owner.id}*0**${thread}`).toString('base64'),
    thread,
    externalId,
    subject: null,
    // Zero until it is complete: a meeting that is being made cannot have an end alone.
    created: 0,
    start: now,
    end: now + HOUR,
    attendees: [],
    allowedPresenters: 'everyone',
    allowMeetingChat: 'enabled',
    lobby: { scope: 'organization', isDialInBypassEnabled: false },
    join: { joinMeetingId: `2${digits()}${digits()}${digits()}${digits()}`, passcode: null },
    switches: { ...SWITCHES },
  }
  return { ...withProperties(blank, given), created: now }
}

/** The link that people press. */
export function joinWebUrl(
  meeting: Pick<OnlineMeeting, 'thread'>,
  owner: Pick<DirectoryUser, 'id' | 'tenantId'>,
): string {
  const about = encodeURIComponent(JSON.stringify({ Tid: owner.tenantId, Oid: owner.id }))
  return `https://teams.microsoft.com/l/meetup-join/${encodeURIComponent(meeting.thread)}/0?context=${about}`
}

const instant = (at: number) => new Date(at).toISOString().replace('Z', '0000Z')
const identity = (id: string | null, displayName: string | null) => ({ user: { id, displayName } })

export function viewMeeting(meeting: OnlineMeeting, owner: DirectoryUser): Record<string, unknown> {
  const link = joinWebUrl(meeting, owner)
  const conference = String(
    parseInt(createHash('sha256').update(meeting.id).digest('hex').slice(0, 8), 16) % 1_000_000_000,
  )
  return {
    id: meeting.id,
    creationDateTime: instant(meeting.created),
    startDateTime: instant(meeting.start),
    endDateTime: instant(meeting.end),
    joinWebUrl: link,
    meetingOptionsWebUrl: `https://teams.microsoft.com/meetingOptions/?organizerId=${owner.id}&tenantId=${owner.tenantId}&threadId=${encodeURIComponent(meeting.thread)}&messageId=0`,
    subject: meeting.subject,
    isBroadcast: false,
    externalId: meeting.externalId,
    allowedPresenters: meeting.allowedPresenters,
    allowMeetingChat: meeting.allowMeetingChat,
    ...meeting.switches,
    videoTeleconferenceId: null,
    broadcastSettings: null,
    meetingTemplateId: null,
    participants: {
      organizer: { upn: owner.upn, role: 'presenter', identity: identity(owner.id, owner.displayName) },
      attendees: meeting.attendees.map(({ upn, userId, role }) => ({ upn, role, identity: identity(userId, null) })),
    },
    lobbyBypassSettings: meeting.lobby,
    joinMeetingIdSettings: {
      isPasscodeRequired: meeting.join.passcode !== null,
      joinMeetingId: meeting.join.joinMeetingId,
      passcode: meeting.join.passcode,
    },
    joinInformation: {
      content: `data:text/html,${encodeURIComponent(`<div><a href="${link}">Join the meeting now</a></div>`)}`,
      contentType: 'html',
    },
    audioConferencing: {
      conferenceId: conference,
      tollNumber: null,
      tollFreeNumber: null,
      dialinUrl: `https://dialin.teams.microsoft.com/${owner.tenantId}?id=${conference}`,
    },
    chatInfo: { threadId: meeting.thread, messageId: '0', replyChainMessageId: null },
  }
}
