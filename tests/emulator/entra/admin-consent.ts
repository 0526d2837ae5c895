// Admin consent, v2.0 (scopes in the request) and v1 (everything registered). Microsoft Entra: admin consent protocol.

import type { Context } from 'hono'
import { scopeInfo } from '../core/permissions'
import type { DirectoryUser } from '../seam'
import { sendBack, showError, showPage } from './answers'
import { type ReturnAddress, readReturnAddress } from './authorize-request'
import { OAuthError } from './oauth-error'
import { approvalPage, consentPage, pickerPage } from './pages'
import { GRAPH_RESOURCE, parseScopes } from './scopes'
import { rememberSignIn } from './session'
import { type Flow, type Stage, sealContext, sealStage } from './stage'
import type { EntraState } from './state'
import { admits, readTenantPath, type TenantPath } from './tenant-path'

type AdminFlow = Exclude<Flow, 'authorize'>

interface Asked {
  delegated: string[]
  roles: string[]
}

function whatIsAsked(entra: EntraState, kind: AdminFlow, query: URLSearchParams): Asked {
  const { delegated, application } = entra.app.permissions
  const everything = { delegated, roles: application.filter((role) => scopeInfo(role, 'application')) }
  if (kind === 'admin-v1') return everything
  const scope = query.get('scope')
  if (!scope)
    throw new OAuthError('invalid_request', 900144, "The request must contain the following parameter: 'scope'.")
  const requested = parseScopes(scope)
  if (requested.unknown.length > 0) {
    throw new OAuthError('invalid_scope', 70011, `The scope ${requested.unknown.join(' ')} is not valid.`)
  }
  if (requested.byDefault) return everything
  return { delegated: [...requested.oidc, ...requested.graph], roles: [] }
}

export async function adminConsent(
  c: Context,
  entra: EntraState,
  kind: AdminFlow,
  tenant: string,
  query: URLSearchParams,
): Promise<Response> {
  try {
    const path = readTenantPath(entra.directory, tenant)
    readReturnAddress(entra, path, query)
    whatIsAsked(entra, kind, query)
    if (path.kind === 'consumers' || (path.kind === 'common' && kind === 'admin-v2')) {
      throw new OAuthError(
        'invalid_request',
        90002,
        `Admin consent needs a tenant or 'organizations', not '${tenant}'.`,
      )
    }
    const context = sealContext(entra, { kind, tenant, query: query.toString() })
    return showPicker(c, entra, path, context)
  } catch (error) {
    return showError(c, error, entra.now())
  }
}

function showPicker(c: Context, entra: EntraState, path: TenantPath, context: string) {
  const users = entra.directory.users().filter((user) => user.kind === 'work' && admits(path, user))
  return showPage(c, pickerPage({ action: `/${path.text}/login`, context, users, appName: entra.app.displayName }))
}

export function afterAdminPick(
  c: Context,
  entra: EntraState,
  path: TenantPath,
  kind: AdminFlow,
  query: URLSearchParams,
  user: DirectoryUser,
) {
  const asked = whatIsAsked(entra, kind, query)
  rememberSignIn(c, entra, user.id)
  const stage = sealStage(entra, { kind, tenant: path.text, query: query.toString(), userId: user.id })
  const common = { action: `/${path.text}/consent`, stage, upn: user.upn, appName: entra.app.displayName }
  if (!user.roles.includes('GlobalAdministrator') || !user.accountEnabled || !admits(path, user)) {
    return showPage(
      c,
      approvalPage({
        ...common,
        text: 'asks for permissions that only a Global Administrator can grant, and this account is none.',
      }),
    )
  }
  const scopes = [...asked.delegated, ...asked.roles.map((role) => `${role} (application)`)]
  return showPage(c, consentPage({ ...common, scopes, onBehalf: 'tenant' }))
}

export function afterAdminConsent(
  c: Context,
  entra: EntraState,
  path: TenantPath,
  kind: AdminFlow,
  stage: Stage,
  decision: string,
) {
  const query = new URLSearchParams(stage.query)
  const address = readReturnAddress(entra, path, query)
  const user = entra.directory.userById(stage.userId)
  if (decision === 'other') {
    return showPicker(c, entra, path, sealContext(entra, { kind, tenant: path.text, query: stage.query }))
  }
  const mayGrant = user?.roles.includes('GlobalAdministrator') && user.accountEnabled && admits(path, user)
  if (decision !== 'accept' || !mayGrant || !user) return refused(c, entra, kind, address, decision === 'return')
  const asked = whatIsAsked(entra, kind, query)
  const to = { tenantId: user.tenantId, userId: null, clientId: entra.app.clientId }
  entra.consents.grant(to, asked.delegated, asked.roles)
  const answer = { admin_consent: 'True', tenant: user.tenantId }
  if (kind === 'admin-v1') return sendBack(c, address, answer)
  const scope = [...asked.delegated, ...asked.roles].map((name) => `${GRAPH_RESOURCE}/${name}`).join(' ')
  return sendBack(c, address, { ...answer, scope })
}

/** `admin_consent` is True on failure as well: whoever reads it must look at `error` first. */
function refused(c: Context, entra: EntraState, kind: AdminFlow, address: ReturnAddress, notAdmin: boolean) {
  if (kind === 'admin-v1') {
    return sendBack(c, address, { error: 'permission_denied', error_description: 'The admin canceled the request' })
  }
  const error = notAdmin
    ? new OAuthError('access_denied', 90094, 'The grant requires admin permission.')
    : new OAuthError('consent_required', 65004, 'User declined to consent to access the app.')
  return sendBack(c, address, {
    admin_consent: 'True',
    error: error.error,
    error_description: error.description(entra.now()),
  })
}
