import 'server-only'
import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import { z } from 'zod'
import { now } from '@/lib/platform/clock'
import { env } from '@/lib/platform/env'
import { AppError } from '@/lib/platform/errors'
import { classifyEntra, EntraError } from './entra-errors'
import { normaliseScopes } from './microsoft-scopes'

/** Tenant id of personal Microsoft accounts. */
const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad'
/** Every call to Entra ID ends after so many milliseconds. */
const TIMEOUT_MS = 10_000

const authority = (tenant: string) => `${env().ENTRA_BASE_URL}/${tenant}`

/** Endpoints of one authority; `tenant` is common, organizations or a tenant id. */
export const endpoints = (tenant: string) => ({
  authorize: `${authority(tenant)}/oauth2/v2.0/authorize`,
  token: `${authority(tenant)}/oauth2/v2.0/token`,
  keys: `${authority(tenant)}/discovery/v2.0/keys`,
  adminConsent: `${authority(tenant)}/v2.0/adminconsent`,
})

/** Where Microsoft sends people back to; each must be registered with the app, as platform "web". */
export const redirectUris = () => ({
  signIn: `${env().APP_URL}/api/auth/callback/microsoft`,
  connect: `${env().APP_URL}/api/connect/callback`,
  adminConsent: `${env().APP_URL}/api/connect/admin-consent`,
})

const server = (): oauth.AuthorizationServer => ({
  issuer: `${env().ENTRA_BASE_URL}/common/v2.0`,
  token_endpoint: endpoints('common').token,
})
const client = (): oauth.Client => ({ client_id: env().ENTRA_CLIENT_ID })
const clientAuth = () => oauth.ClientSecretPost(env().ENTRA_CLIENT_SECRET)

const requestOptions = () => ({
  signal: () => AbortSignal.timeout(TIMEOUT_MS),
  // The environment allows plain http on loopback only.
  [oauth.allowInsecureRequests]: env().ENTRA_BASE_URL.startsWith('http://'),
})

/** Secrets of one trip to Microsoft: state, nonce, and PKCE verifier with its S256 challenge. */
export async function newTrip() {
  const verifier = oauth.generateRandomCodeVerifier()
  return {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier,
    challenge: await oauth.calculatePKCECodeChallenge(verifier),
  }
}

export interface AuthorizeInput {
  scopes: readonly string[]
  state: string
  nonce: string
  challenge: string
  redirectUri: string
  /** Fills the address in; the person may still choose another account. */
  loginHint?: string | null
  /** Claims challenge from an earlier refusal, JSON. */
  claims?: string | null
  authority?: 'common' | 'organizations'
}

/** Where to send the person. Account choice is always forced: a leftover cookie must not link the wrong account (R6). */
export function authorizeUrl(input: AuthorizeInput): string {
  const url = new URL(endpoints(input.authority ?? 'common').authorize)
  url.search = new URLSearchParams({
    client_id: env().ENTRA_CLIENT_ID,
    response_type: 'code',
    response_mode: 'query',
    redirect_uri: input.redirectUri,
    scope: input.scopes.join(' '),
    state: input.state,
    nonce: input.nonce,
    code_challenge: input.challenge,
    code_challenge_method: 'S256',
    prompt: 'select_account',
    ...(input.loginHint ? { login_hint: input.loginHint } : {}),
    ...(input.claims ? { claims: input.claims } : {}),
  }).toString()
  return url.href
}

/** Where a tenant admin approves `scopes` for everybody. Works with `organizations` or a tenant id only. */
export function adminConsentUrl(input: { tenant?: string; scopes: readonly string[]; state: string }): string {
  const url = new URL(endpoints(input.tenant ?? 'organizations').adminConsent)
  url.search = new URLSearchParams({
    client_id: env().ENTRA_CLIENT_ID,
    scope: input.scopes.join(' '),
    redirect_uri: redirectUris().adminConsent,
    state: input.state,
  }).toString()
  return url.href
}

/** Tokens as Microsoft answered them. Access tokens are opaque: nothing in Tandem looks inside. */
export interface EntraTokens {
  accessToken: string
  /** Instant, by Tandem's clock. */
  expiresAt: Date
  /** Absent when offline_access was not granted. */
  refreshToken: string | null
  /** Granted permissions, normalised. May be more than was asked for: Microsoft adds earlier consents. */
  scopes: string[]
  idToken: string | null
}

const tokenAnswer = z.object({
  token_type: z.string().regex(/^bearer$/i),
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  refresh_token: z.string().min(1).optional(),
  id_token: z.string().optional(),
  scope: z.string().default(''),
})
const errorAnswer = z.object({
  error: z.string(),
  error_description: z.string().optional(),
  error_codes: z.array(z.number()).optional(),
  suberror: z.string().optional(),
  claims: z.string().optional(),
  correlation_id: z.string().optional(),
  trace_id: z.string().optional(),
})

async function readTokens(request: Promise<Response>): Promise<EntraTokens> {
  let status: number
  let body: unknown
  let retryAfter: number | undefined
  try {
    const response = await request
    status = response.status
    retryAfter = Number(response.headers.get('retry-after')) || undefined
    body = await response.json().catch(() => null)
  } catch (cause) {
    throw new AppError('unavailable', 'the token endpoint does not answer', { cause })
  }
  const failure = errorAnswer.safeParse(body)
  if (status === 429) throw new AppError('throttled', 'the token endpoint is busy', { retryAfter })
  if (status < 500 && failure.success) {
    const { data } = failure
    throw new EntraError(
      classifyEntra({
        error: data.error,
        description: data.error_description,
        codes: data.error_codes,
        suberror: data.suberror,
        claims: data.claims,
        correlationId: data.correlation_id,
        traceId: data.trace_id,
      }),
    )
  }
  const answer = tokenAnswer.safeParse(body)
  if (status !== 200 || !answer.success) {
    throw new AppError('unavailable', `the token endpoint answered ${status} without tokens`, { retryAfter })
  }
  return {
    accessToken: answer.data.access_token,
    expiresAt: new Date(now().getTime() + answer.data.expires_in * 1000),
    refreshToken: answer.data.refresh_token ?? null,
    scopes: normaliseScopes(answer.data.scope),
    idToken: answer.data.id_token ?? null,
  }
}

/** Redeems an authorization code (one use, about 10 minutes). Throws EntraError when Microsoft refuses. */
export function exchangeCode(input: { code: string; verifier: string; redirectUri: string }): Promise<EntraTokens> {
  // Only values that this process checked reach here: the state was compared by the caller before the code is used.
  const params = oauth.validateAuthResponse(
    server(),
    client(),
    new URLSearchParams({ code: input.code }),
    oauth.skipStateCheck,
  )
  return readTokens(
    oauth.authorizationCodeGrantRequest(server(), client(), clientAuth(), params, input.redirectUri, input.verifier, {
      ...requestOptions(),
    }),
  )
}

/** Fetches new tokens. Microsoft rotates the refresh token: the caller must keep the new one. */
export function refreshTokens(input: { refreshToken: string; scopes: readonly string[] }): Promise<EntraTokens> {
  const scope = [...new Set([...input.scopes, 'offline_access'])].join(' ')
  return readTokens(
    oauth.refreshTokenGrantRequest(server(), client(), clientAuth(), input.refreshToken, {
      ...requestOptions(),
      additionalParameters: { scope },
    }),
  )
}

/** Who signed in, as the verified id token says. Identity is tenant id + object id; the rest is for display. */
export interface EntraIdentity {
  tenantId: string
  objectId: string
  address: string
  displayName: string
  accountKind: 'work' | 'personal'
}

const store = globalThis as typeof globalThis & { tandemEntraKeys?: Map<string, JWTVerifyGetKey> }

/** Microsoft's signing keys, cached for ten minutes and read again when a token names a new one. */
function signingKeys(): JWTVerifyGetKey {
  store.tandemEntraKeys ??= new Map()
  const url = endpoints('common').keys
  const known = store.tandemEntraKeys.get(url)
  if (known) return known
  const keys = createRemoteJWKSet(new URL(url), { timeoutDuration: TIMEOUT_MS, cooldownDuration: 5_000 })
  store.tandemEntraKeys.set(url, keys)
  return keys
}

const guid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  .transform((value) => value.toLowerCase())
const identityClaims = z.object({
  tid: guid,
  oid: guid,
  preferred_username: z.string().max(320).optional(),
  email: z.string().max(320).optional(),
  name: z.string().max(256).optional(),
})

/**
 * Verifies an id token: signature by Microsoft's keys, audience, expiry, and the issuer of the token's own tenant
 * (Entra ID: the issuer under `common` is a template to be filled with tid). Without a nonce only the sign-in of
 * Auth.js may call it, which binds the code by PKCE and state. Throws invalid_input.
 */
export async function verifyIdToken(idToken: string, expected: { nonce: string | null }): Promise<EntraIdentity> {
  let payload: JWTPayload
  try {
    const verified = await jwtVerify(idToken, signingKeys(), {
      audience: env().ENTRA_CLIENT_ID,
      algorithms: ['RS256'],
      requiredClaims: ['iss', 'exp', 'tid', 'oid'],
      clockTolerance: 300,
      currentDate: now(),
    })
    payload = verified.payload
  } catch (cause) {
    const code = (cause as { code?: string }).code ?? ''
    if (code === 'ERR_JWKS_TIMEOUT' || cause instanceof TypeError)
      throw new AppError('unavailable', 'signing keys cannot be read', { cause })
    throw new AppError('invalid_input', 'the id token does not verify', { cause, reason: code })
  }
  const claims = identityClaims.safeParse(payload)
  if (!claims.success) throw new AppError('invalid_input', 'the id token lacks tid or oid', { reason: 'claims' })
  const { tid, oid, preferred_username, email, name } = claims.data
  if (String(payload.iss).toLowerCase() !== `${authority(tid)}/v2.0`.toLowerCase())
    throw new AppError('invalid_input', 'the id token has another issuer', { reason: 'issuer' })
  if (expected.nonce !== null && payload.nonce !== expected.nonce)
    throw new AppError('invalid_input', 'the id token has another nonce', { reason: 'nonce' })
  const address = preferred_username ?? email ?? ''
  return {
    tenantId: tid,
    objectId: oid,
    address,
    displayName: name?.trim() || address,
    accountKind: tid === PERSONAL_TENANT ? 'personal' : 'work',
  }
}

/** Reads Microsoft's redirect back. `error` is looked at first: `admin_consent=True` also comes with failures. */
export function parseRedirect(params: URLSearchParams) {
  const error = params.get('error')
  const state = params.get('state')
  if (error) {
    const refusal = classifyEntra({
      error,
      description: params.get('error_description') ?? undefined,
      claims: params.get('claims') ?? undefined,
    })
    return { state, refusal, code: null }
  }
  return { state, refusal: null, code: params.get('code') }
}
