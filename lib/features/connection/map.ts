import type { PermissionView } from '@/components/connection/view'
import type { PermissionRule } from './rules'

/** A permission as the screens show it. */
export const permissionView = ({ scope, reason, adminOnly }: PermissionRule): PermissionView => ({
  scope,
  reason,
  needsAdmin: adminOnly === true,
})

/** The organisation as a person knows it: its name, or the domain of the address. */
export const tenantLabel = (tenantName: string | null, address: string): string =>
  tenantName ?? address.split('@').at(-1) ?? ''

/** ISO 8601 or null. */
export const iso = (date: Date | null): string | null => date?.toISOString() ?? null
