import { redirectAllowed } from './app-registration'
import { missingParameter, OAuthError } from './oauth-error'
import { parseScopes } from './scopes'
import type { EntraState } from './state'
import type { TenantPath } from './tenant-path'

export type ResponseMode = 'query' | 'fragment' | 'form_post'

/** Where an answer of the authorize endpoint goes. */
export interface ReturnAddress {
  redirectUri: string
  mode: ResponseMode
  state: string | null
}

export interface AuthorizeRequest extends ReturnAddress {
  clientId: string
  /** openid and its kin, and Graph scopes, all delegated. */
  scopes: string[]
  nonce: string | null
  challenge: { value: string; method: 'S256' | 'plain' } | null
  prompt: string | null
  loginHint: string | null
  domainHint: string | null
  cp1: boolean
  acrs: string[]
}

/** Reads a `claims` parameter: `cp1` and the authentication contexts asked for. Microsoft Entra: claims challenges. */
export function readClaims(text: string | null): { cp1: boolean; acrs: string[] } {
  if (!text) return { cp1: false, acrs: [] }
  let parsed: { access_token?: Record<string, { value?: unknown; values?: unknown } | null> }
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new OAuthError('invalid_request', 901151, 'The claims parameter is not valid JSON.')
  }
  const values = (name: string): string[] => {
    const claim = parsed.access_token?.[name]
    return [claim?.value, ...(Array.isArray(claim?.values) ? claim.values : [])].filter((v) => typeof v === 'string')
  }
  return { cp1: values('xms_cc').includes('cp1'), acrs: values('acrs') }
}

/**
 * Checks what must be right before anything may be sent to the redirect URI.
 * @throws OAuthError to be shown on a page: AADSTS900144, 700016, 50011.
 */
export function readReturnAddress(entra: EntraState, path: TenantPath, query: URLSearchParams): ReturnAddress {
  const clientId = query.get('client_id')
  const redirectUri = query.get('redirect_uri')
  if (!clientId) throw missingParameter('client_id')
  if (clientId.toLowerCase() !== entra.app.clientId.toLowerCase()) {
    throw new OAuthError(
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${path.text}'.`,
    )
  }
  if (!redirectUri || !redirectAllowed(entra.app, redirectUri)) {
    throw new OAuthError(
      'invalid_request',
      50011,
      `The redirect URI '${redirectUri ?? ''}' specified in the request does not match the redirect URIs configured for the application '${clientId}'.`,
    )
  }
  const asked = query.get('response_mode')
  const mode: ResponseMode = asked === 'fragment' || asked === 'form_post' ? asked : 'query'
  return { redirectUri, mode, state: query.get('state') }
}

/** @throws OAuthError to be sent to the redirect URI. */
export function readAuthorizeRequest(
  entra: EntraState,
  path: TenantPath,
  query: URLSearchParams,
  address: ReturnAddress,
): AuthorizeRequest {
  const responseType = query.get('response_type')
  if (!responseType) throw missingParameter('response_type')
  if (responseType !== 'code') {
    throw new OAuthError(
      'unsupported_response_type',
      700054,
      `response_type '${responseType}' is not enabled for the application.`,
    )
  }
  const mode = query.get('response_mode')
  if (mode && !['query', 'fragment', 'form_post'].includes(mode)) {
    throw new OAuthError('invalid_request', 900561, `The response_mode '${mode}' is not supported.`)
  }
  const foreign = path.kind === 'tenant' && path.tenant.id !== entra.app.homeTenantId
  if (!entra.app.multiTenant && (path.kind !== 'tenant' || foreign)) {
    throw new OAuthError(
      'unauthorized_client',
      50194,
      `Application '${entra.app.clientId}' is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such applications.`,
    )
  }
  const scope = query.get('scope')
  if (!scope) throw missingParameter('scope')
  const requested = parseScopes(scope)
  if (requested.unknown.length > 0) {
    throw new OAuthError(
      'invalid_scope',
      70011,
      `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${requested.unknown.join(' ')} is not valid.`,
    )
  }
  const prompt = query.get('prompt')
  if (prompt && !['none', 'login', 'consent', 'select_account'].includes(prompt)) {
    throw new OAuthError('invalid_request', 90023, `Unsupported prompt value '${prompt}'.`)
  }
  const challenge = query.get('code_challenge')
  const method = query.get('code_challenge_method') ?? 'plain'
  if (challenge && method !== 'S256' && method !== 'plain') {
    throw new OAuthError('invalid_request', 501491, `The code_challenge_method '${method}' is not supported.`)
  }
  const registered = requested.byDefault ? entra.app.permissions.delegated : []
  return {
    ...address,
    ...readClaims(query.get('claims')),
    clientId: entra.app.clientId,
    scopes: [...new Set([...requested.oidc, ...requested.graph, ...registered])],
    nonce: query.get('nonce'),
    challenge: challenge ? { value: challenge, method: method === 'S256' ? 'S256' : 'plain' } : null,
    prompt,
    loginHint: query.get('login_hint'),
    domainHint: query.get('domain_hint'),
  }
}
