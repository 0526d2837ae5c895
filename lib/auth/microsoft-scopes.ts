/** Permissions that every connection asks for; they carry no mail, calendar or files. */
export const BASE_SCOPES = ['openid', 'profile', 'email', 'offline_access', 'User.Read'] as const

/**
 * Permission names as Tandem compares them: short and in lower case. Microsoft answers some prefixed
 * (`https://graph.microsoft.com/Mail.Read`), and in another case than they were asked for.
 */
const plain = (scope: string): string => scope.replace(/^https?:\/\/[^/]+\//i, '').toLowerCase()

/** Splits and shortens Microsoft's scope answer, keeps its spelling, drops doubles. */
export function normaliseScopes(scopes: string | readonly string[]): string[] {
  const list = typeof scopes === 'string' ? scopes.split(/\s+/) : scopes
  const seen = new Map<string, string>()
  for (const scope of list) {
    const short = scope.replace(/^https?:\/\/[^/]+\//i, '')
    if (short && !seen.has(short.toLowerCase())) seen.set(short.toLowerCase(), short)
  }
  return [...seen.values()].sort()
}

/** What of `needed` is not among `granted`. offline_access is never echoed by Microsoft and so never missing here. */
export function missingScopes(granted: readonly string[], needed: readonly string[]): string[] {
  const have = new Set(granted.map(plain))
  return needed.filter((scope) => plain(scope) !== 'offline_access' && !have.has(plain(scope)))
}

/** True when everything needed was granted. */
export const hasScopes = (granted: readonly string[], needed: readonly string[]): boolean =>
  missingScopes(granted, needed).length === 0
