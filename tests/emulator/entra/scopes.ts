// Reading of `scope` parameters. Names compare in any case and may carry the resource in front.

import { knownScope, scopeInfo } from '../core/permissions'
import type { DirectoryUser, Tenant } from '../seam'

export const GRAPH_RESOURCE = 'https://graph.microsoft.com'
const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000'
const OIDC = ['openid', 'profile', 'email', 'offline_access'] as const

export interface RequestedScopes {
  /** openid, profile, email, offline_access */
  oidc: string[]
  /** Delegated Graph scopes in Microsoft's spelling. */
  graph: string[]
  /** `.default`: everything registered for the app. */
  byDefault: boolean
  /** Names that Graph does not have. */
  unknown: string[]
}

export function parseScopes(scope: string): RequestedScopes {
  const result: RequestedScopes = { oidc: [], graph: [], byDefault: false, unknown: [] }
  for (const raw of new Set(scope.split(/[\s+]+/).filter(Boolean))) {
    const name = withoutResource(raw)
    const lower = name.toLowerCase()
    if ((OIDC as readonly string[]).includes(lower)) result.oidc.push(lower)
    else if (lower === '.default') result.byDefault = true
    else {
      const known = knownScope(name)
      const delegated = known && (scopeInfo(known, 'delegatedWork') ?? scopeInfo(known, 'delegatedPersonal'))
      if (known && delegated) result.graph.push(known)
      else result.unknown.push(raw)
    }
  }
  return result
}

function withoutResource(scope: string): string {
  const match = /^(https:\/\/graph\.microsoft\.com|00000003-0000-0000-c000-000000000000)\/{1,2}(.+)$/i.exec(scope)
  return match?.[2] ?? scope
}

/** True if the scope names Graph's `/.default`, the only form that client credentials take. */
export function isGraphDefault(scope: string): boolean {
  const lower = scope.trim().toLowerCase()
  return lower === `${GRAPH_RESOURCE}/.default` || lower === `${GRAPH_APP_ID}/.default` || lower === '.default'
}

// "Let Microsoft manage your consent settings", the default of new tenants. Microsoft Entra: manage app consent policies.
const MANAGED_EXCLUDED =
  /^(Mail\.|Calendars\.|Contacts\.ReadWrite|MailboxSettings\.|Tasks\.|Files\.Read\.All|Files\.ReadWrite\.All|Sites\.Read\.All|OnlineMeetings\.|People\.Read|Chat\.)/

/** True if an ordinary user of the tenant may not consent to the scope. */
export function needsAdmin(scope: string, tenant: Tenant): boolean {
  if ((OIDC as readonly string[]).includes(scope)) return false
  if (scopeInfo(scope, 'delegatedWork')?.adminConsent !== false) return true
  return tenant.consentPolicy === 'managed' && MANAGED_EXCLUDED.test(scope)
}

/** Scopes that exist for the user's kind of account; personal accounts have fewer. */
export function availableFor(user: DirectoryUser, scopes: string[]): string[] {
  return scopes.filter((scope) => scopeInfo(scope, user.kind === 'personal' ? 'delegatedPersonal' : 'delegatedWork'))
}
