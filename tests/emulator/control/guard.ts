// The control API changes everything without asking who calls, so only this machine may use it, and no web page.

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

function isLoopbackOrigin(text: string): boolean {
  return URL.canParse(text) && LOOPBACK_HOSTS.has(new URL(text).hostname)
}

/**
 * Why the request may not reach the control API, or null. The Host and Origin headers are checked as well: a page
 * whose name was rebound to 127.0.0.1 comes from a loopback address too.
 */
export function refusal(remoteAddress: string, host: string | null, origin: string | null): string | null {
  const address = remoteAddress.replace(/^::ffff:/, '')
  if (address !== '::1' && !address.startsWith('127.')) return 'the control API answers to this machine only'
  if (!host || !isLoopbackOrigin(`http://${host}`)) return 'the control API answers to a loopback host name only'
  if (origin !== null && !isLoopbackOrigin(origin)) return 'the control API answers to pages of this machine only'
  return null
}
