// Access tokens for Graph: JWTs in v1.0 format for work accounts, opaque strings for personal ones.

import { randomUUID } from 'node:crypto'
import { PERSONAL_TENANT_ID } from '../defaults'
import { type Caller, type DirectoryUser, GraphFault } from '../seam'
import type { Keys } from './keys'
import { GRAPH_RESOURCE } from './scopes'

const OPAQUE_PREFIX = 'EwB4A8l6BAAU'
const CACHED = 5_000

export interface TokenClaims {
  aud: string
  iss: string
  appid: string
  tid: string
  oid?: string
  upn?: string
  /** Delegated scopes, space separated. */
  scp?: string
  /** Application permissions. */
  roles?: string[]
  /** Epoch seconds. */
  iat: number
  nbf: number
  exp: number
  /** `cp1`: the client handles claims challenges. */
  xms_cc?: string[]
  /** Authentication contexts that a claims challenge asked for. */
  acrs?: string[]
  /** Emulator's own: sessions of the user that were revoked since, and the reset that voids all. */
  epoch: number
  gen: string
  [claim: string]: unknown
}

/** A valid token, with everything that the core asks about it. */
export interface Bearer {
  caller: Caller
  claims: TokenClaims
}

interface Deps {
  keys: Keys
  now: () => number
  epochOf: (userId: string) => number
}

export class AccessTokens {
  private cache = new Map<string, TokenClaims>()

  constructor(private readonly deps: Deps) {}

  /** @param lifetime seconds. */
  async issue(
    subject: { user: DirectoryUser } | { tenantId: string },
    grant: { clientId: string; scopes?: string[]; roles?: string[]; cp1?: boolean; acrs?: string[] },
    lifetime: number,
  ): Promise<string> {
    const { keys, now, epochOf } = this.deps
    const user = 'user' in subject ? subject.user : undefined
    const tid = 'user' in subject ? subject.user.tenantId : subject.tenantId
    const iat = Math.floor(now() / 1000)
    const claims: TokenClaims = {
      aud: GRAPH_RESOURCE,
      iss: `https://sts.windows.net/${tid}/`,
      iat,
      nbf: iat - 300,
      exp: iat + lifetime,
      appid: grant.clientId,
      appidacr: '1',
      idtyp: user ? 'user' : 'app',
      tid,
      uti: randomUUID(),
      ver: '1.0',
      ...(user && { oid: user.id, upn: user.upn, unique_name: user.upn, name: user.displayName, amr: ['pwd'] }),
      ...(grant.scopes && { scp: grant.scopes.join(' ') }),
      ...(grant.roles && grant.roles.length > 0 && { roles: grant.roles }),
      ...(grant.cp1 && { xms_cc: ['cp1'] }),
      ...(grant.acrs && grant.acrs.length > 0 && { acrs: grant.acrs }),
      epoch: user ? epochOf(user.id) : 0,
      gen: keys.generation(),
    }
    return user?.kind === 'personal' ? keys.seal(OPAQUE_PREFIX, claims) : keys.sign(claims)
  }

  /**
   * Reads an Authorization header.
   * @throws GraphFault 401 InvalidAuthenticationToken: missing, not ours, for another audience, expired, revoked.
   */
  async read(authorization: string | null): Promise<Bearer> {
    const token = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1]
    if (!token) throw unauthenticated('Access token is empty.')
    const claims = this.cache.get(token) ?? (await this.open(token))
    if (!claims) throw unauthenticated('Access token validation failure. Invalid signature or format.')
    if (claims.aud !== GRAPH_RESOURCE) throw unauthenticated('Access token validation failure. Invalid audience.')
    const seconds = this.deps.now() / 1000
    if (claims.exp <= seconds) throw unauthenticated('Lifetime validation failed, the token is expired.')
    if (claims.nbf > seconds) throw unauthenticated('Lifetime validation failed, the token is not yet valid.')
    if (claims.gen !== this.deps.keys.generation()) throw unauthenticated('Access token has been revoked.')
    if (claims.oid && claims.epoch !== this.deps.epochOf(claims.oid)) {
      throw unauthenticated('Continuous access evaluation resulted in claims challenge: the session was revoked.')
    }
    const names = claims.scp === undefined ? (claims.roles ?? []) : claims.scp.split(' ')
    return {
      claims,
      caller: {
        tenantId: claims.tid,
        userId: claims.oid ?? null,
        appId: claims.appid,
        scopes: new Set(names),
        appOnly: claims.oid === undefined,
      },
    }
  }

  private async open(token: string): Promise<TokenClaims | null> {
    const found = token.startsWith(OPAQUE_PREFIX)
      ? this.deps.keys.unseal(OPAQUE_PREFIX, token)
      : await this.deps.keys.verify(token)
    if (!found) return null
    const claims = found as TokenClaims
    if (this.cache.size >= CACHED) this.cache.clear()
    this.cache.set(token, claims)
    return claims
  }
}

function unauthenticated(message: string): GraphFault {
  return new GraphFault(401, 'InvalidAuthenticationToken', message, {
    'www-authenticate': `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`,
  })
}

/** True for the tenant of personal accounts. */
export const isPersonalTenant = (tenantId: string): boolean => tenantId === PERSONAL_TENANT_ID
