import { domainToASCII } from 'node:url'

/** Domains at which anybody may have an address: never a company's own, so never a colleague's either. */
const PUBLIC =
  /^(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|aol|icloud|gmx|web|mail|proton|protonmail|zoho|fastmail|tutanota|posteo|mailbox|t-online|freenet|orange|free|laposte|libero|yandex|qq|163|126|naver|comcast|verizon|att|btinternet|sky)\.(?:com|net|org|de|at|ch|fr|it|es|nl|be|co\.uk|uk|me|eu|ru|cn|jp|co\.jp|ca|com\.au|com\.br|pl|se|dk|no|fi)$|^(?:me|mac)\.com$|^pm\.me$/

export const isPublicDomain = (domain: string): boolean => PUBLIC.test(domain)

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/

/** A domain in lower case and in ASCII; null for what is none. Accepts "@domain", "*.domain" and a pasted address of a site. */
export function readDomain(typed: string): string | null {
  const bare = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/?#].*$/, '')
    .replace(/^(?:\*?@|\*\.)/, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '')
  const domain = domainToASCII(bare)
  const labels = domain.split('.')
  if (!domain || domain.length > 253 || labels.length < 2 || !labels.every((label) => LABEL.test(label))) return null
  return /^\d+$/.test(labels.at(-1) ?? '') ? null : domain
}

/**
 * What somebody typed into the block list, as it is kept: an address in lower case, or `@domain`, which means its
 * subdomains too. "Ann <ann@fabrikam.test>" is its address. Null for neither.
 */
export function readPattern(typed: string): string | null {
  const inBrackets = /<([^<>]+)>\s*$/.exec(typed)
  const bare = (inBrackets?.[1] ?? typed).trim().replace(/^mailto:/i, '')
  if (bare.length > 320) return null
  const at = bare.lastIndexOf('@')
  if (at <= 0 || bare === `*@${bare.slice(at + 1)}`) {
    const domain = readDomain(bare)
    return domain && `@${domain}`
  }
  const domain = readDomain(bare.slice(at + 1))
  const local = bare.slice(0, at).toLowerCase()
  if (!domain || local.length > 64 || !/^[^\s@<>,;"()[\]\\]+$/u.test(local)) return null
  return `${local}@${domain}`
}
