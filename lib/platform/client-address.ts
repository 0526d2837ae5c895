import { isIP, isIPv4 } from 'node:net'

/**
 * The network that a request came from, as far as proxies of ours vouch for it: each puts the address that it was asked
 * by at the end of X-Forwarded-For; what stands further left anybody can write. `proxies`: how many of them stand in
 * front of the app. Of IPv6 the first 64 bits, which one household or server has to itself. Null: nobody can tell.
 */
export function clientNetwork(headers: Headers, proxies: number): string | null {
  if (proxies < 1) return null
  const chain = (headers.get('x-forwarded-for') ?? '').split(',')
  const address = bare(chain.at(-proxies)?.trim() ?? '')
  if (isIPv4(address)) return address
  return isIP(address) === 6 ? prefixOf(address) : null
}

/** Without a port and brackets, and an IPv4 address in IPv6 clothes as itself. */
const bare = (text: string): string =>
  text
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/^::ffff:(?=[\d.]+$)/i, '')

function prefixOf(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const [left, right] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean)) as [string[], string[]]
  const whole =
    tail === undefined ? left : [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return `${whole
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')}::/64`
}
