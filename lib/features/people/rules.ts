import { domainOf } from '@/lib/platform/addresses'
import { isPublicDomain, readAddress, readDomain } from '@/lib/platform/domains'
import { ownerWord, wordsOf } from '@/lib/platform/words'

/** A name without case and accents: what lists are sorted by. */
export const sortNameOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 200)

/** The domain that may stand for a company: null at public mail providers. */
export function companyDomainOf(address: string): string | null {
  const domain = domainOf(address)
  return domain && !isPublicDomain(domain) ? domain : null
}

/** Country endings whose second label says what kind it is, not whose (co.uk, com.br). */
const KINDS = new Set(['co', 'com', 'org', 'net', 'gov', 'ac', 'edu', 'gob', 'gouv', 'or', 'ne', 'go'])

/** "norrvik-health.co.uk" → "Norrvik Health". */
export function companyNameOf(domain: string): string {
  const labels = domain.split('.').slice(0, -1)
  if (labels.length > 1 && KINDS.has(labels.at(-1) ?? '')) labels.pop()
  return (labels.at(-1) ?? domain)
    .split('-')
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}

/** Addresses as they are kept, each once, in the order typed; and what is none. Empty lines are nothing. */
export function readAddresses(typed: readonly string[]): { addresses: string[]; bad: string[] } {
  return readEach(typed, readAddress)
}

/** Domains as they are kept; the same. */
export function readDomains(typed: readonly string[]): { domains: string[]; bad: string[] } {
  const { addresses: domains, bad } = readEach(typed, readDomain)
  return { domains, bad }
}

function readEach(typed: readonly string[], read: (one: string) => string | null) {
  const addresses: string[] = []
  const bad: string[] = []
  for (const one of typed) {
    if (!one.trim()) continue
    const known = read(one)
    if (known === null) bad.push(one.trim())
    else if (!addresses.includes(known)) addresses.push(known)
  }
  return { addresses, bad }
}

/** An address of the web for a company's site; null for anything else (javascript: and the like). */
export function readWebsite(typed: string): string | null {
  if (!typed.trim()) return null
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`)
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href.replace(/\/$/, '') : null
  } catch {
    return null
  }
}

/** The words by which a record of this workspace is found. */
export const searchWords = (workspaceId: string, texts: readonly (string | null)[]): string[] => [
  ownerWord(workspaceId),
  ...wordsOf(texts),
]

/** A place in a list: its last row. */
export interface NamePlace {
  sortName: string
  id: string
}

/** Opaque to the browser. */
export const encodePlace = ({ sortName, id }: NamePlace): string =>
  Buffer.from(JSON.stringify([sortName, id])).toString('base64url')

/** Null for anything that is no place. */
export function decodePlace(text: string): NamePlace | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(value) || value.length !== 2) return null
    const [sortName, id] = value as unknown[]
    const known = typeof sortName === 'string' && typeof id === 'string' && !sortName.includes('\u0000')
    return known && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? { sortName, id } : null
  } catch {
    return null
  }
}
