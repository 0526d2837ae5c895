/**
 * Reads `Prefer` headers: several preferences stand in one header, separated by commas, or in several headers.
 * Names come back in lower case, values without quotes; a preference without a value is ''.
 */
export function parsePrefer(header: string | null): Map<string, string> {
  const preferences = new Map<string, string>()
  if (!header) return preferences
  for (const part of header.match(/(?:"[^"]*"|[^,])+/g) ?? []) {
    const equals = part.indexOf('=')
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase()
    const value = equals < 0 ? '' : part.slice(equals + 1).trim()
    // RFC 7240: the first of two equal preferences counts.
    if (name && !preferences.has(name)) preferences.set(name, value.replace(/^"(.*)"$/, '$1'))
  }
  return preferences
}
