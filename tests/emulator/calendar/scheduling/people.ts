// Whose mailboxes are behind the addresses of a meeting.

import type { Address } from '../../mail/content'
import type { Core, DirectoryUser } from '../../seam'
import { GROUPS, ROOMS } from '../../seed/people-ranking'
import type { Attendee, CalendarMailbox } from '../model'

export type OpenCalendar = (owner: DirectoryUser) => CalendarMailbox

export interface World {
  core: Core
  /** The calendars of a user who has a mailbox. */
  open: OpenCalendar
}

export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

export const roomOf = (address: string) => ROOMS.find((room) => same(room.address, address))
const groupOf = (address: string) => GROUPS.find((group) => same(group.address, address))

/** The person of an address in any emulated tenant; sub-addresses (name+tag) count. */
export function userOf(core: Core, address: string): DirectoryUser | undefined {
  const [local = '', domain = ''] = address.split('@')
  const plain = `${local.split('+')[0]}@${domain}`
  return core.users().find(({ upn, mail }) => same(upn, plain) || (mail !== null && same(mail, plain)))
}

/** People whose calendars a meeting reaches: members of groups, each once, without the organizer. */
export function reached(core: Core, attendees: readonly Address[], organizer: Address): DirectoryUser[] {
  const found = new Map<string, DirectoryUser>()
  for (const { address } of attendees) {
    for (const member of groupOf(address)?.members ?? [address]) {
      const user = userOf(core, member)
      if (!user?.hasMailbox || user.mailboxFull || isSelf(core, user, organizer)) continue
      found.set(user.id, user)
    }
  }
  return [...found.values()]
}

const isSelf = (core: Core, user: DirectoryUser, { address }: Address) => userOf(core, address)?.id === user.id

/** Attendees who are told things: all but the organizer, who may stand in the own list. */
export const invited = (attendees: readonly Attendee[], organizer: Address): Attendee[] =>
  attendees.filter(({ address }) => !same(address, organizer.address))
