/** True for a host name that means this machine. Takes URL host names ("[::1]") and bare ones. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** True when a Host header (with or without a port) names this machine. */
export function isLoopbackHost(header: string | undefined): boolean {
  if (!header) return false
  try {
    return isLoopback(new URL(`http://${header}`).hostname)
  } catch {
    return false
  }
}
