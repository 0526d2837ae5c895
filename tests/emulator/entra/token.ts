// POST /{tenant}/oauth2/v2.0/token. Microsoft Entra: authorization code, refresh and client credentials grants.

import { createHash, randomInt } from 'node:crypto'
import type { DirectoryUser } from '../seam'
import { readClaims } from './authorize-request'
import { idToken } from './id-token'
import { missingParameter, OAuthError } from './oauth-error'
import { availableFor, GRAPH_RESOURCE, isGraphDefault, parseScopes } from './scopes'
import type { CodeGrant, EntraState } from './state'
import { admits, readTenantPath, type TenantPath } from './tenant-path'

const OIDC_ECHOED = ['openid', 'profile', 'email']

/** @returns the body of a 200 answer. @throws OAuthError for every other one. */
export async function token(
  entra: EntraState,
  tenant: string,
  form: URLSearchParams,
  authorization: string | null,
  origin: string,
): Promise<Record<string, unknown>> {
  const path = readTenantPath(entra.directory, tenant)
  const grantType = form.get('grant_type')
  if (!grantType) throw missingParameter('grant_type')
  checkClient(entra, path, form, authorization)
  if (grantType === 'client_credentials') return appOnly(entra, path, form)
  if (grantType === 'authorization_code') return redeem(entra, path, form, origin)
  if (grantType === 'refresh_token') return refresh(entra, path, form, origin)
  throw new OAuthError('unsupported_grant_type', 70003, `The app requested an unsupported grant type '${grantType}'.`)
}

function checkClient(entra: EntraState, path: TenantPath, form: URLSearchParams, authorization: string | null): void {
  let id = form.get('client_id')
  let secret = form.get('client_secret')
  const basic = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (basic) {
    const [user = '', password = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':')
    id = decodeURIComponent(user.replace(/\+/g, ' '))
    secret = decodeURIComponent(password.replace(/\+/g, ' '))
  }
  if (!id) throw missingParameter('client_id')
  if (id.toLowerCase() !== entra.app.clientId.toLowerCase()) {
    throw new OAuthError(
      'unauthorized_client',
      700016,
      `Application with identifier '${id}' was not found in the directory '${path.text}'.`,
    )
  }
  if (form.has('client_assertion')) {
    throw new OAuthError('invalid_client', 700027, 'The emulator does not know certificates; use the client secret.')
  }
  if (!secret) {
    throw new OAuthError(
      'invalid_client',
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    )
  }
  if (secret !== entra.app.clientSecret) {
    throw new OAuthError(
      'invalid_client',
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${id}'.`,
    )
  }
}

/** Seconds: Entra spreads the life of access tokens over 60 to 90 minutes. */
const lifetime = () => randomInt(3600, 5400)

async function appOnly(entra: EntraState, path: TenantPath, form: URLSearchParams): Promise<Record<string, unknown>> {
  if (path.kind !== 'tenant') {
    throw new OAuthError(
      'invalid_request',
      9001023,
      'The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.',
    )
  }
  const scope = form.get('scope')
  if (!scope) throw missingParameter('scope')
  if (!isGraphDefault(scope)) {
    throw new OAuthError(
      'invalid_scope',
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    )
  }
  const { tenant } = path
  if (tenant.id !== entra.app.homeTenantId && !entra.consents.knowsApp(tenant.id, entra.app.clientId)) {
    throw new OAuthError(
      'unauthorized_client',
      700016,
      `Application with identifier '${entra.app.clientId}' was not found in the directory '${tenant.name}'.`,
    )
  }
  const seconds = lifetime()
  const roles = entra.consents.rolesOf(tenant.id, entra.app.clientId)
  const grant = { clientId: entra.app.clientId, roles }
  const access = await entra.accessTokens.issue({ tenantId: tenant.id }, grant, seconds)
  return { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, access_token: access }
}

async function redeem(entra: EntraState, path: TenantPath, form: URLSearchParams, origin: string) {
  const code = form.get('code')
  const redirectUri = form.get('redirect_uri')
  if (!code) throw missingParameter('code')
  if (!redirectUri) throw missingParameter('redirect_uri')
  const grant = entra.redeemCode(code)
  if (grant.redirectUri !== redirectUri) {
    throw new OAuthError(
      'invalid_grant',
      50011,
      `The redirect URI '${redirectUri}' does not match the one of the authorization request.`,
    )
  }
  checkVerifier(grant, form.get('code_verifier'))
  const user = userOf(entra, path, grant.userId)
  return answer(entra, user, form, { ...grant, cp1: grant.cp1 || readClaims(form.get('claims')).cp1 }, origin)
}

function checkVerifier(grant: CodeGrant, verifier: string | null): void {
  const mismatch = () =>
    new OAuthError(
      'invalid_grant',
      501481,
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    )
  if (!grant.challenge) {
    if (verifier) throw mismatch()
    return
  }
  if (!verifier) throw missingParameter('code_verifier')
  const { value, method } = grant.challenge
  const seen = method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url')
  if (seen !== value) throw mismatch()
}

async function refresh(entra: EntraState, path: TenantPath, form: URLSearchParams, origin: string) {
  const sent = form.get('refresh_token')
  if (!sent) throw missingParameter('refresh_token')
  const grant = entra.refreshTokens.read(sent, entra.app.clientId)
  const user = userOf(entra, path, grant.userId)
  const wanted = readClaims(form.get('claims'))
  const account = entra.directory.account(user.id)
  if (account.mfaSince !== null && grant.signedInAt <= account.mfaSince) {
    throw new OAuthError(
      'invalid_grant',
      50076,
      'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication.',
      { suberror: 'basic_action' },
    )
  }
  const unmet = wanted.acrs.filter((acr) => !grant.acrs.includes(acr))
  if (unmet.length > 0) {
    throw new OAuthError('interaction_required', 50076, 'The person must satisfy a claims challenge.', {
      suberror: 'basic_action',
      claims: form.get('claims') ?? '',
    })
  }
  return answer(entra, user, form, { ...grant, cp1: wanted.cp1, nonce: null }, origin)
}

function userOf(entra: EntraState, path: TenantPath, userId: string): DirectoryUser {
  const user = entra.directory.userById(userId)
  if (!user) throw new OAuthError('invalid_grant', 50034, 'The user account does not exist.')
  if (!admits(path, user)) {
    throw new OAuthError('invalid_grant', 50020, `User account '${user.upn}' does not exist in tenant '${path.text}'.`)
  }
  const problem = entra.signInProblem(user, 'invalid_grant')
  if (problem) throw problem
  return user
}

type Session = Pick<CodeGrant, 'scopes' | 'nonce' | 'cp1' | 'acrs' | 'signedInAt'>

async function answer(
  entra: EntraState,
  user: DirectoryUser,
  form: URLSearchParams,
  session: Session,
  origin: string,
): Promise<Record<string, unknown>> {
  const clientId = entra.app.clientId
  const consented = entra.consents.scopesOf(user, clientId)
  const scopes = requestedScopes(form.get('scope'), session.scopes, user)
  const missing = scopes.filter((scope) => !consented.has(scope))
  if (missing.length > 0) {
    throw new OAuthError(
      'invalid_grant',
      65001,
      `The user or administrator has not consented to use the application with ID '${clientId}' named '${entra.app.displayName}'. Send an interactive authorization request for this user and resource.`,
      { suberror: 'consent_required' },
    )
  }
  // The answer holds everything that was ever consented, not only what was asked for.
  const graph = availableFor(user, [...consented])
  const oidc = OIDC_ECHOED.filter((scope) => consented.has(scope) && session.scopes.includes(scope))
  const seconds = lifetime()
  const access = await entra.accessTokens.issue(
    { user },
    { clientId, scopes: [...graph, ...oidc], cp1: session.cp1, acrs: session.acrs },
    seconds,
  )
  const offline = session.scopes.includes('offline_access')
  const { signedInAt, acrs } = session
  return {
    token_type: 'Bearer',
    // Work accounts answer with prefixed names, personal ones with short names: clients must cope with both.
    scope: [...oidc, ...graph.map((name) => (user.kind === 'work' ? `${GRAPH_RESOURCE}/${name}` : name))].join(' '),
    expires_in: seconds,
    ext_expires_in: seconds,
    access_token: access,
    ...(offline && {
      refresh_token: entra.refreshTokens.issue({ userId: user.id, clientId, scopes: session.scopes, signedInAt, acrs }),
    }),
    ...(oidc.includes('openid') && { id_token: await idToken(entra, user, session, origin) }),
  }
}

function requestedScopes(scope: string | null, before: string[], user: DirectoryUser): string[] {
  if (!scope) return before
  const requested = parseScopes(scope)
  if (requested.unknown.length > 0) {
    throw new OAuthError(
      'invalid_scope',
      70011,
      `The provided value for the input parameter 'scope' is not valid. The scope ${requested.unknown.join(' ')} is not valid.`,
    )
  }
  // At the token endpoint openid and its kin cannot widen the session, they are simply what it has.
  return availableFor(user, requested.graph)
}
