// Who sees what of whose mail (R20). Pure: the queries narrow by the same rules in SQL, these decide.

import { domainOf } from '@/lib/platform/addresses'

export type Visibility = 'metadata' | 'subject' | 'everything'
export type AccessState = 'asked' | 'granted' | 'declined'

/** Whose mail is meant: every message in which one of the addresses, or somebody of one of the domains, takes part. */
export interface Reach {
  addresses: string[]
  domains: string[]
}

/** Patterns of a block list, parted: addresses, and domains (with their subdomains). */
export interface Blocked {
  addresses: string[]
  domains: string[]
}

/** One colleague's mailbox as the viewer may look into it. */
export interface Mailbox {
  connectionId: string
  owner: { id: string; name: string }
  visibility: Visibility
  /** The workspace's list and the owner's own. */
  blocked: Blocked
  /** What became of the viewer's requests, by conversation. */
  asked: ReadonlyMap<string, AccessState>
}

/** Everything that decides what one viewer sees. */
export interface Sight {
  viewerId: string
  mailboxes: ReadonlyMap<string, Mailbox>
  /** Folders whose mail is no contact: drafts, junk, deleted items, and what lies below them. */
  hiddenFolders: string[]
  /** Domains of colleagues. */
  internal: ReadonlySet<string>
  /** Addresses of colleagues' mailboxes, also at public domains. */
  ours: ReadonlySet<string>
}

/** What finding a message tells, before its words are read. */
export interface Found {
  id: string
  connectionId: string
  conversationId: string | null
  internetMessageId: string | null
  fromAddress: string
  receivedAt: Date
  participants: string[]
}

/** Addresses of Exchange itself have no domain; they are inside. */
export const isColleague = (address: string, { internal, ours }: Pick<Sight, 'internal' | 'ours'>): boolean =>
  !address.includes('@') || ours.has(address) || internal.has(domainOf(address))

/** Mail among colleagues is not logged. */
export const isInternal = (participants: readonly string[], sight: Pick<Sight, 'internal' | 'ours'>): boolean =>
  participants.every((address) => isColleague(address, sight))

/**
 * A reach without colleagues. Somebody who entered one of them (or our own domain) as a contact would else read on one
 * timeline with whom that colleague corresponds at all.
 */
export const outsideOf = <R extends Reach>(reach: R, sight: Pick<Sight, 'internal' | 'ours'>): R => ({
  ...reach,
  addresses: reach.addresses.filter((address) => !isColleague(address, sight)),
  domains: reach.domains.filter((domain) => !sight.internal.has(domain)),
})

/** An address, or `@domain` (also without the sign), as block lists hold them. */
export function partBlocked(patterns: readonly string[]): Blocked {
  const blocked: Blocked = { addresses: [], domains: [] }
  for (const pattern of patterns) {
    const plain = pattern.trim().toLowerCase()
    if (plain.startsWith('@')) blocked.domains.push(plain.slice(1))
    else if (plain.includes('@')) blocked.addresses.push(plain)
    else if (plain) blocked.domains.push(plain)
  }
  return blocked
}

/** One blocked participant keeps the whole mail off timelines, that of the past too. */
export const isBlocked = (participants: readonly string[], { addresses, domains }: Blocked): boolean =>
  participants.some((address) => {
    const domain = domainOf(address)
    return addresses.includes(address) || domains.some((each) => domain === each || domain.endsWith(`.${each}`))
  })

/** Whether a message stands on timelines at all, whoever looks. */
export function isLogged({ connectionId, participants }: Found, sight: Sight): boolean {
  const mailbox = sight.mailboxes.get(connectionId)
  return mailbox !== undefined && !isInternal(participants, sight) && !isBlocked(participants, mailbox.blocked)
}

/** How much the viewer sees: own and open with preview and text, then the subject, then time and people only. */
export type Level = 'own' | 'open' | 'subject' | 'metadata'
const RANK: Record<Level, number> = { own: 3, open: 2, subject: 1, metadata: 0 }

export function levelOf({ connectionId, conversationId }: Found, sight: Sight): Level {
  const mailbox = sight.mailboxes.get(connectionId)
  if (!mailbox) return 'metadata'
  if (mailbox.owner.id === sight.viewerId) return 'own'
  if (conversationId !== null && mailbox.asked.get(conversationId) === 'granted') return 'open'
  return mailbox.visibility === 'everything' ? 'open' : mailbox.visibility
}

/** Whether asking the owner makes sense, was done, or was answered. */
export function accessOf(found: Found, sight: Sight): 'none' | 'may-ask' | AccessState {
  const { connectionId, conversationId } = found
  const state = conversationId === null ? undefined : sight.mailboxes.get(connectionId)?.asked.get(conversationId)
  const level = levelOf(found, sight)
  if (level === 'own') return 'none'
  if (level === 'open') return state === 'granted' ? 'granted' : 'none'
  return state ?? (conversationId === null ? 'none' : 'may-ask')
}

/**
 * The same mail in several mailboxes has one name. A Message-ID alone says nothing: whoever knows one can write it on a
 * mail of their own. Without a Message-ID a message is only itself.
 */
export function nameOf({ id, internetMessageId, fromAddress, participants }: Found): string {
  const name = internetMessageId?.trim()
  return name ? [name, fromAddress, ...participants.toSorted()].join('\n') : id
}

/**
 * Of copies of one mail the one that shows the viewer most; among equals the one that was there first, so that nothing
 * which comes later takes its place.
 */
export function bestOf(copies: readonly Found[], sight: Sight): Found | undefined {
  return copies
    .filter((copy) => isLogged(copy, sight))
    .reduce<Found | undefined>((best, copy) => {
      if (!best) return copy
      const more = RANK[levelOf(copy, sight)] - RANK[levelOf(best, sight)] || compare(copy, best)
      return more > 0 ? copy : best
    }, undefined)
}

/** They wrote, or we did. */
export const directionOf = (from: string, reach: Reach, sight: Pick<Sight, 'internal' | 'ours'>): 'in' | 'out' =>
  !reach.addresses.includes(from) && isColleague(from, sight) ? 'out' : 'in'

/** A place on a timeline: the last entry of a page, newest first. */
export interface Place {
  at: Date
  id: string
}

/** Newest first: negative when `a` stands before `b`. */
export const byPlace = (a: Place, b: Place): number =>
  b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)

const compare = (a: Found, b: Found): number => byPlace({ at: a.receivedAt, id: a.id }, { at: b.receivedAt, id: b.id })

/** Opaque to the browser. */
export const encodePlace = ({ at, id }: Place): string => `${at.getTime().toString(36)}.${id}`

/** Null for anything that is no place. */
export function decodePlace(text: string): Place | null {
  const match = /^(-?[0-9a-z]{1,11})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text)
  if (!match?.[1] || !match[2]) return null
  const at = new Date(Number.parseInt(match[1], 36))
  return Number.isNaN(at.getTime()) ? null : { at, id: match[2] }
}
