// POST …/getMailTips: what a sender may know about recipients before sending. Microsoft Graph: user getMailTips.

import { type Core, type DirectoryUser, GraphFault } from '../seam'
import { GROUPS, ROOMS } from '../seed/people-ranking'
import { type AutomaticReplies, isAway, utcTime } from './automatic-replies'
import { localeInfo, type MailboxSettings } from './mailbox-settings'

const MOST = 100
const OPTIONS = [
  'automaticReplies',
  'mailboxFullStatus',
  'customMailTip',
  'externalMemberCount',
  'totalMemberCount',
  'maxMessageSize',
  'deliveryRestriction',
  'moderationStatus',
  'recipientScope',
  'recipientSuggestions',
] as const
type Option = (typeof OPTIONS)[number]

/** Exchange Online's default for a message with its attachments. */
const MAX_MESSAGE_SIZE = 35 * 1024 * 1024

const bad = (message: string) => new GraphFault(400, 'ErrorInvalidRequest', message)

interface Wanted {
  addresses: string[]
  options: ReadonlySet<Option>
}

/** @throws GraphFault 400 for unknown parameters and options, and for none or more than 100 addresses. */
export function parseWanted(body: Record<string, unknown>): Wanted {
  const given = new Map<string, unknown>()
  for (const [name, value] of Object.entries(body)) {
    const key = name.toLowerCase()
    if (name.startsWith('@')) continue
    if (key !== 'emailaddresses' && key !== 'mailtipsoptions')
      throw new GraphFault(400, 'RequestBodyRead', `The parameter '${name}' is not known to getMailTips.`)
    given.set(key, value)
  }
  const addresses = given.get('emailaddresses')
  if (!Array.isArray(addresses) || addresses.length === 0 || addresses.some((each) => typeof each !== 'string'))
    throw bad("'EmailAddresses' must be a list of addresses.")
  if (addresses.length > MOST)
    throw bad(`'EmailAddresses' holds ${addresses.length} addresses, ${MOST} at most are possible.`)
  const text = given.get('mailtipsoptions')
  if (typeof text !== 'string') throw bad("'MailTipsOptions' must name the wanted tips.")
  const options = text.split(',').map((part) => {
    const found = OPTIONS.find((each) => each.toLowerCase() === part.trim().toLowerCase())
    if (!found) throw bad(`'${part.trim()}' is not a value of mailTipsType.`)
    return found
  })
  return { addresses, options: new Set(options) }
}

/** Empty when nobody is away: the message is always there. */
function repliesTip(replies: AutomaticReplies | null, inside: boolean, locale: string, now: number): object {
  if (!replies || !isAway(replies, now)) return { message: '' }
  const message = inside
    ? replies.internalReplyMessage
    : replies.externalAudience === 'all'
      ? replies.externalReplyMessage
      : ''
  if (message === '') return { message: '' }
  return {
    message,
    messageLanguage: localeInfo(locale),
    ...(replies.status === 'scheduled' && {
      scheduledStartTime: utcTime(replies.scheduledStart),
      scheduledEndTime: utcTime(replies.scheduledEnd),
    }),
  }
}

interface Recipient {
  inside: boolean
  user: DirectoryUser | null
  members: number
  outsideMembers: number
}

/** Null: the caller's own organisation has no such address. */
function recipientOf(core: Core, owner: DirectoryUser, address: string): Recipient | null {
  const wanted = address.toLowerCase()
  const domain = wanted.slice(wanted.lastIndexOf('@') + 1)
  const user = core.users().find(({ mail }) => mail?.toLowerCase() === wanted) ?? null
  const ownDomain = owner.kind === 'work' ? core.tenants().find(({ id }) => id === owner.tenantId)?.domain : undefined
  if (domain !== ownDomain) return { inside: false, user, members: 1, outsideMembers: 1 }
  if (user) return { inside: true, user, members: 1, outsideMembers: 0 }
  const group = GROUPS.find((each) => each.address === wanted)
  if (group) {
    const outside = group.members.filter((member) => !member.endsWith(`@${domain}`)).length
    return { inside: true, user: null, members: group.members.length, outsideMembers: outside }
  }
  return ROOMS.some((each) => each.address === wanted)
    ? { inside: true, user: null, members: 1, outsideMembers: 0 }
    : null
}

/** `settingsOf`: settings of a user with a mailbox. */
export function mailTips(
  core: Core,
  owner: DirectoryUser,
  { addresses, options }: Wanted,
  settingsOf: (user: DirectoryUser) => MailboxSettings,
): object[] {
  return addresses.map((address) => {
    const emailAddress = { name: '', address }
    const failed = (code: string, message: string) => ({ emailAddress, error: { code, message } })
    if (!/^[^\s@]+@[^\s@]+$/.test(address)) return failed('ErrorInvalidRecipients', 'The address is not valid.')
    const recipient = recipientOf(core, owner, address)
    if (!recipient) return failed('ErrorMailRecipientNotFound', 'The recipient could not be found.')
    const { inside, user, members, outsideMembers } = recipient
    // Other organisations keep their tips to themselves; their replies come as mail.
    const settings = inside && user?.hasMailbox ? settingsOf(user) : null
    const values: Record<Option, [name: string, value: unknown]> = {
      automaticReplies: [
        'automaticReplies',
        repliesTip(settings?.automaticReplies ?? null, inside, settings?.locale ?? 'en-GB', core.now()),
      ],
      mailboxFullStatus: ['mailboxFull', inside && user?.mailboxFull === true],
      customMailTip: ['customMailTip', ''],
      externalMemberCount: ['externalMemberCount', outsideMembers],
      totalMemberCount: ['totalMemberCount', members],
      maxMessageSize: ['maxMessageSize', MAX_MESSAGE_SIZE],
      deliveryRestriction: ['deliveryRestricted', false],
      moderationStatus: ['isModerated', false],
      recipientScope: ['recipientScope', inside ? 'internal' : 'external'],
      recipientSuggestions: ['recipientSuggestions', []],
    }
    const asked = OPTIONS.filter((option) => options.has(option)).map((option) => values[option])
    return { emailAddress, ...Object.fromEntries(asked) }
  })
}
