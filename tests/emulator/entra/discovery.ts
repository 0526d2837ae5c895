import type { TenantPath } from './tenant-path'

/**
 * The OpenID configuration. Under `common` and `organizations` the issuer holds the literal placeholder `{tenantid}`,
 * which clients replace by the tid of the token.
 */
export function discovery(origin: string, path: TenantPath, personalTenantId: string): Record<string, unknown> {
  const issuerTenant =
    path.kind === 'tenant' ? path.tenant.id : path.kind === 'consumers' ? personalTenantId : '{tenantid}'
  const base = `${origin}/${path.text}`
  return {
    issuer: `${origin}/${issuerTenant}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    userinfo_endpoint: `${origin}/oidc/userinfo`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'oid',
      'ver',
      'email',
    ],
    request_uri_parameter_supported: false,
  }
}
