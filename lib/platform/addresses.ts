/** An address's two sides. */
export interface AddressParts {
  local: string
  domain: string
}

/**
 * What stands before and after the sign that counts, the last one: a quoted local part may hold others
 * (`"a@b"@norrvik.example`). Null if either side is empty. The database has the same rule as `tandem_domain`.
 */
export function partAddress(address: string): AddressParts | null {
  const at = address.lastIndexOf('@')
  return at > 0 && at < address.length - 1 ? { local: address.slice(0, at), domain: address.slice(at + 1) } : null
}

/** What stands behind the last sign of an address; empty for what has none, as addresses of Exchange itself. */
export const domainOf = (address: string): string => partAddress(address)?.domain ?? ''

const WORDS = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
/** RFC 5321: anything in quotes, quotes and backslashes after a backslash. */
const QUOTED = /^"(?:[^"\\\p{Cc}]|\\["\\])+"$/u
const TURNING = /[\u202a-\u202e\u2066-\u2069]/
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u

/** Whether this can stand before the sign: words and dots, or anything in quotes. */
export const isLocalPart = (local: string): boolean =>
  local.length <= 64 && !TURNING.test(local) && (WORDS.test(local) || QUOTED.test(local))

/** An address that a mail can be sent to: `name@host.example`, no display name, no comments, no addresses by number. */
export function isAddress(text: string): boolean {
  const parts = text.length <= 254 ? partAddress(text) : null
  if (!parts || !isLocalPart(parts.local)) return false
  const labels = parts.domain.split('.')
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\p{N}+$/u.test(labels.at(-1) ?? '')
}
