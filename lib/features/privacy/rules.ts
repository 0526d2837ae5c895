import { readAddress, readDomain } from '@/lib/platform/domains'

/**
 * What somebody typed into the block list, as it is kept: an address in lower case, or `@domain`, which means its
 * subdomains too. "Ann <ann@fabrikam.test>" is its address. Null for neither.
 */
export function readPattern(typed: string): string | null {
  if (typed.length > 400) return null
  const bare = typed.trim()
  const at = bare.lastIndexOf('@')
  if (at > 0 && bare !== `*@${bare.slice(at + 1)}`) return readAddress(typed)
  const domain = readDomain(bare)
  return domain && `@${domain}`
}
