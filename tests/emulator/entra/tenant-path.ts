// The first segment of every Entra address: a tenant, or one of three words that stand for several.

import type { Directory, TenantState } from '../core/directory'
import type { DirectoryUser } from '../seam'
import { OAuthError } from './oauth-error'

export type TenantPath =
  | { kind: 'common' | 'organizations' | 'consumers'; text: string }
  | { kind: 'tenant'; text: string; tenant: TenantState }

/** @throws OAuthError AADSTS90002: no such tenant. */
export function readTenantPath(directory: Directory, text: string): TenantPath {
  const lower = text.toLowerCase()
  if (lower === 'common' || lower === 'organizations' || lower === 'consumers') return { kind: lower, text }
  const tenant = directory.tenant(lower)
  if (!tenant) {
    throw new OAuthError(
      'invalid_request',
      90002,
      `Tenant '${text}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
    )
  }
  return { kind: 'tenant', text, tenant }
}

/** Which accounts may sign in at this address. */
export function admits(path: TenantPath, user: DirectoryUser): boolean {
  switch (path.kind) {
    case 'common':
      return true
    case 'organizations':
      return user.kind === 'work'
    case 'consumers':
      return user.kind === 'personal'
    case 'tenant':
      return user.tenantId === path.tenant.id
  }
}
