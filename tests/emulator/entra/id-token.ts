import { createHash } from 'node:crypto'
import type { DirectoryUser } from '../seam'
import type { EntraState } from './state'

/** The subject differs from app to app. Microsoft Entra: ID token claims. */
export function subjectOf(user: DirectoryUser, clientId: string): string {
  return createHash('sha256').update(`${user.id} ${clientId}`).digest('base64url')
}

/** Claims of an ID token, v2.0. `tid` and `oid` come with scope profile, `email` with scope email. */
export function idToken(
  entra: EntraState,
  user: DirectoryUser,
  session: { scopes: string[]; nonce: string | null },
  origin: string,
): Promise<string> {
  const now = Math.floor(entra.now() / 1000)
  const has = (scope: string) => session.scopes.includes(scope)
  return entra.keys.sign({
    ver: '2.0',
    iss: `${origin}/${user.tenantId}/v2.0`,
    aud: entra.app.clientId,
    iat: now,
    nbf: now - 300,
    exp: now + 3600,
    sub: subjectOf(user, entra.app.clientId),
    tid: user.tenantId,
    ...(session.nonce !== null && { nonce: session.nonce }),
    ...(has('profile') && { oid: user.id, preferred_username: user.upn, name: user.displayName }),
    ...(has('email') && user.mail && { email: user.mail }),
  })
}
