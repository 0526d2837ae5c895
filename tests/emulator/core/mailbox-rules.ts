// Whose mailbox a call may address. Microsoft Graph: /me, /users/{id}, shared mailboxes, users without a mailbox.

import { type Caller, type DirectoryUser, GraphFault } from '../seam'
import type { Directory } from './directory'
import { holdsSharedScope } from './permissions'

/** First segments behind a mailbox that Exchange serves; its limits and its 404s hold for them. */
export const OUTLOOK = new Set([
  'mailfolders',
  'messages',
  'sendmail',
  'mailboxsettings',
  'outlook',
  'getmailtips',
  'translateexchangeids',
  'inferenceclassification',
  'calendar',
  'calendars',
  'calendargroups',
  'calendarview',
  'events',
  'findmeetingtimes',
  'reminderview',
  'contacts',
  'contactfolders',
  'people',
  'photo',
  'photos',
  'todo',
])

/** Directory data about other people: the plain scopes are enough. */
const ABOUT_PEOPLE = new Set(['', 'photo', 'photos', 'people', 'getmailtips'])
/** Exchange serves these without a mailbox too. */
const WITHOUT_MAILBOX = new Set(['photo', 'photos', 'people', 'getmailtips'])

interface Address {
  prefix: string
  named: string | null
  segments: string[]
}

/** @throws GraphFault 400: /me says nothing if nobody is signed in. */
export function refuseMeWithoutUser(caller: Caller, address: Address): void {
  if (address.prefix === '/me' && caller.appOnly) {
    throw new GraphFault(400, 'BadRequest', '/me request is only valid with delegated authentication flow.')
  }
}

/**
 * The user that /me or /users/{id} names; undefined outside a mailbox.
 * @throws GraphFault 404 for strangers and missing mailboxes, 403 for others' mail.
 */
export function addressMailbox(
  directory: Directory,
  caller: Caller,
  address: Address,
  template: string,
  method: string,
): DirectoryUser | undefined {
  if (address.prefix === '') return undefined
  const first = address.segments[0]?.toLowerCase() ?? ''
  const owner = address.named === null ? directory.userById(caller.userId ?? '') : directory.find(address.named)
  if (!owner || owner.tenantId !== caller.tenantId) {
    if (OUTLOOK.has(first)) {
      throw new GraphFault(404, 'ErrorInvalidUser', `The requested user '${address.named ?? 'me'}' is invalid.`)
    }
    const what = `Resource '${address.named ?? 'me'}' does not exist or one of its queried reference-property objects are not present.`
    throw new GraphFault(404, 'Request_ResourceNotFound', what)
  }
  const own = owner.id === caller.userId
  if (!own && !caller.appOnly && !ABOUT_PEOPLE.has(first) && !holdsSharedScope(template, method, caller)) {
    throw new GraphFault(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
  }
  if (!owner.hasMailbox && OUTLOOK.has(first) && !WITHOUT_MAILBOX.has(first)) {
    throw new GraphFault(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    )
  }
  return owner
}
