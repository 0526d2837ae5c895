// GET /{tenant}/oauth2/v2.0/authorize, and what follows the choice of an account: consent, or the way back with a code.

import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import type { DirectoryUser } from '../seam'
import { sendBack, sendErrorBack, showError, showPage } from './answers'
import { type AuthorizeRequest, type ReturnAddress, readAuthorizeRequest, readReturnAddress } from './authorize-request'
import { OAuthError } from './oauth-error'
import { approvalPage, consentPage, pickerPage } from './pages'
import { availableFor, needsAdmin } from './scopes'
import { rememberSignIn, signedIn } from './session'
import { type Stage, sealContext, sealStage } from './stage'
import type { EntraState } from './state'
import { admits, readTenantPath, type TenantPath } from './tenant-path'

const OIDC = new Set(['openid', 'profile', 'email', 'offline_access'])

/** First visit: account picker, or an answer at once for `prompt=none`. */
export async function authorize(
  c: Context,
  entra: EntraState,
  tenant: string,
  query: URLSearchParams,
): Promise<Response> {
  let path: TenantPath
  let address: ReturnAddress
  try {
    path = readTenantPath(entra.directory, tenant)
    address = readReturnAddress(entra, path, query)
  } catch (error) {
    return showError(c, error, entra.now())
  }
  try {
    const request = readAuthorizeRequest(entra, path, query, address)
    if (request.prompt === 'none') return silently(c, entra, path, request)
    const context = sealContext(entra, { kind: 'authorize', tenant, query: query.toString() })
    return showPicker(c, entra, path, request, context)
  } catch (error) {
    if (error instanceof OAuthError) return sendErrorBack(c, address, error, entra.now())
    throw error
  }
}

function showPicker(c: Context, entra: EntraState, path: TenantPath, request: AuthorizeRequest, context: string) {
  const hint = request.loginHint?.toLowerCase()
  const domain = request.domainHint?.toLowerCase()
  // A domain hint leads straight to that organisation's sign-in page; "consumers" to the one of personal accounts.
  const hinted = (user: DirectoryUser) =>
    !domain || domain === 'organizations'
      ? true
      : domain === 'consumers'
        ? user.kind === 'personal'
        : user.upn.endsWith(`@${domain}`)
  const users = entra.directory.users().filter((user) => admits(path, user))
  const narrowed = users.filter(hinted)
  const shown = (narrowed.length > 0 ? narrowed : users).sort(
    (a, b) => Number(b.upn === hint) - Number(a.upn === hint) || a.upn.localeCompare(b.upn),
  )
  return showPage(
    c,
    pickerPage({ action: `/${path.text}/login`, context, users: shown, appName: entra.app.displayName }),
  )
}

function silently(c: Context, entra: EntraState, path: TenantPath, request: AuthorizeRequest) {
  const present = signedIn(c, entra)
    .map((id) => entra.directory.userById(id))
    .filter((user): user is DirectoryUser => user !== undefined && admits(path, user))
  const hint = request.loginHint?.toLowerCase()
  const fitting = hint ? present.filter((user) => user.upn.toLowerCase() === hint) : present
  const user = fitting[0]
  if (!user)
    throw new OAuthError('login_required', 50058, 'A silent sign-in request was sent but no user is signed in.')
  if (fitting.length > 1) {
    throw new OAuthError(
      'interaction_required',
      16000,
      'Either multiple user identities are available for the current request or selected account is not supported for the scenario.',
    )
  }
  const problem = entra.signInProblem(user, 'access_denied')
  if (problem) throw problem
  if (entra.directory.account(user.id).mfaSince !== null) {
    throw new OAuthError(
      'interaction_required',
      50076,
      'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication.',
    )
  }
  if (missingScopes(entra, user, request).length > 0) {
    throw new OAuthError(
      'consent_required',
      65001,
      `The user or administrator has not consented to use the application with ID '${request.clientId}'.`,
    )
  }
  return sendCode(c, entra, user, request)
}

/** The request's scopes that exist for this kind of account: personal accounts have fewer. */
function usableScopes(user: DirectoryUser, request: AuthorizeRequest): string[] {
  const oidc = request.scopes.filter((scope) => OIDC.has(scope))
  const graph = request.scopes.filter((scope) => !OIDC.has(scope))
  return [...oidc, ...availableFor(user, graph)]
}

function missingScopes(entra: EntraState, user: DirectoryUser, request: AuthorizeRequest): string[] {
  const held = entra.consents.scopesOf(user, request.clientId)
  return usableScopes(user, request).filter((scope) => !held.has(scope))
}

/** The person picked an account: sign in, then consent if something is missing. */
export function afterPick(
  c: Context,
  entra: EntraState,
  path: TenantPath,
  query: URLSearchParams,
  user: DirectoryUser,
) {
  const address = readReturnAddress(entra, path, query)
  try {
    const request = readAuthorizeRequest(entra, path, query, address)
    if (!admits(path, user)) {
      throw new OAuthError(
        'access_denied',
        50020,
        `User account '${user.upn}' does not exist in tenant '${path.text}' and cannot access the application.`,
      )
    }
    const problem = entra.signInProblem(user, 'access_denied')
    if (problem) throw problem
    rememberSignIn(c, entra, user.id)
    const missing = missingScopes(entra, user, request)
    if (missing.length === 0 && request.prompt !== 'consent') return sendCode(c, entra, user, request)
    return askConsent(c, entra, path, query, user, request, missing)
  } catch (error) {
    if (error instanceof OAuthError) return sendErrorBack(c, address, error, entra.now())
    throw error
  }
}

function askConsent(
  c: Context,
  entra: EntraState,
  path: TenantPath,
  query: URLSearchParams,
  user: DirectoryUser,
  request: AuthorizeRequest,
  missing: string[],
) {
  const admin = user.roles.includes('GlobalAdministrator')
  const stage = sealStage(entra, { kind: 'authorize', tenant: path.text, query: query.toString(), userId: user.id })
  const common = { action: `/${path.text}/consent`, stage, upn: user.upn, appName: entra.app.displayName }
  const tenant = entra.tenantOf(user)
  if (user.kind === 'work' && !admin && missing.some((scope) => needsAdmin(scope, tenant))) {
    return showPage(
      c,
      approvalPage({
        ...common,
        text: 'needs permission to access resources in your organization that only an admin can grant. Please ask an admin to grant permission to this app before you can use it.',
      }),
    )
  }
  const scopes = usableScopes(user, request)
  return showPage(c, consentPage({ ...common, scopes, onBehalf: admin && user.kind === 'work' ? 'offer' : 'no' }))
}

/** Accept, Cancel, or the way out of "Need admin approval". Consent is all or nothing. */
export function afterConsent(
  c: Context,
  entra: EntraState,
  path: TenantPath,
  stage: Stage,
  decision: string,
  onBehalf: boolean,
) {
  const query = new URLSearchParams(stage.query)
  const address = readReturnAddress(entra, path, query)
  try {
    const request = readAuthorizeRequest(entra, path, query, address)
    const user = entra.directory.userById(stage.userId)
    if (!user) throw new OAuthError('access_denied', 50034, 'The user account does not exist.')
    if (decision === 'other') {
      const context = sealContext(entra, { kind: 'authorize', tenant: path.text, query: stage.query })
      return showPicker(c, entra, path, request, context)
    }
    if (decision === 'return') {
      throw new OAuthError('access_denied', 90094, 'The grant requires admin permission.', { subcode: 'cancel' })
    }
    if (decision !== 'accept') {
      throw new OAuthError('access_denied', 65004, 'User declined to consent to access the app.', { subcode: 'cancel' })
    }
    const admin = user.roles.includes('GlobalAdministrator') && user.kind === 'work'
    const scopes = usableScopes(user, request)
    const tenant = entra.tenantOf(user)
    const forbidden = missingScopes(entra, user, request).some((scope) => needsAdmin(scope, tenant))
    if (user.kind === 'work' && !admin && forbidden) {
      throw new OAuthError('access_denied', 90094, 'The grant requires admin permission.')
    }
    const userId = admin && onBehalf ? null : user.id
    entra.consents.grant({ tenantId: user.tenantId, userId, clientId: request.clientId }, scopes)
    return sendCode(c, entra, user, request)
  } catch (error) {
    if (error instanceof OAuthError) return sendErrorBack(c, address, error, entra.now())
    throw error
  }
}

function sendCode(c: Context, entra: EntraState, user: DirectoryUser, request: AuthorizeRequest) {
  const code = entra.issueCode({
    userId: user.id,
    clientId: request.clientId,
    redirectUri: request.redirectUri,
    scopes: usableScopes(user, request),
    nonce: request.nonce,
    challenge: request.challenge,
    cp1: request.cp1,
    acrs: request.acrs,
    signedInAt: entra.now(),
  })
  return sendBack(c, request, { code, session_state: randomUUID() })
}
