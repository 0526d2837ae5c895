import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { EntraState } from './state'

const COOKIE = 'ESTSAUTHPERSISTENT'
const PREFIX = '0.'

/** Who signed in with this browser; only `prompt=none` relies on it. */
export function signedIn(c: Context, entra: EntraState): string[] {
  const sealed = getCookie(c, COOKIE)
  const found = sealed ? entra.keys.unseal(PREFIX, sealed) : null
  return Array.isArray(found) ? found.filter((id): id is string => typeof id === 'string') : []
}

export function rememberSignIn(c: Context, entra: EntraState, userId: string): void {
  const ids = [userId, ...signedIn(c, entra).filter((id) => id !== userId)]
  setCookie(c, COOKIE, entra.keys.seal(PREFIX, ids), { httpOnly: true, sameSite: 'Lax', path: '/' })
}

export function forgetSignIns(c: Context): void {
  setCookie(c, COOKIE, '', { httpOnly: true, path: '/', maxAge: 0 })
}
