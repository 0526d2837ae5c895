// Runs at the edge: Web APIs only.

const BASE = 'https://tandem.invalid'

/** Browsers read a backslash as a slash and drop tabs and line breaks, so none of them may stand in a path. */
function isPlain(text: string): boolean {
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x21 || code === 0x5c || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029)
      return false
  }
  return true
}

/**
 * Where to go back to after a trip to Microsoft: a path on this origin, query and fragment included, or the fallback
 * for anything else (other hosts, `//host`, `/\host`, control characters, also when percent-encoded, API routes).
 */
export function safeReturnPath(value: unknown, fallback = '/inbox'): string {
  if (typeof value !== 'string' || value.length > 1024 || !value.startsWith('/') || !isPlain(value)) return fallback
  const path = value.split(/[?#]/, 1)[0] ?? ''
  let decoded = path
  try {
    // Twice: a proxy in between may decode once.
    decoded = decodeURIComponent(decodeURIComponent(path))
  } catch {
    return fallback
  }
  if (!isPlain(decoded.replaceAll(' ', '')) || decoded.startsWith('//')) return fallback
  let url: URL
  try {
    url = new URL(value, BASE)
  } catch {
    return fallback
  }
  if (url.origin !== BASE || url.pathname.startsWith('//')) return fallback
  // Coming back to a route that answers JSON, or to the sign-in page itself, would strand the person.
  if (/^\/(api|signin)(\/|$)/.test(url.pathname)) return fallback
  return url.pathname + url.search + url.hash
}
