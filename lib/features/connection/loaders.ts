import 'server-only'
import type { FeatureView, IntegrationsView, PickerView } from '@/components/connection/view'
import { whyPaused } from '@/lib/auth/pause-reasons'
import { safeReturnPath } from '@/lib/auth/return-path'
import { withUser } from '@/lib/auth/with-user'
import { iso, permissionView, tenantLabel } from './map'
import {
  type Connection,
  getConnection,
  getConnectPolicy,
  getEarliestExpiry,
  getLastComparison,
  getOpenApproval,
} from './queries'
import { ALWAYS, FEATURES, type FeatureRule, isFeatureOn, needsAdmin } from './rules'

/** A subscription is renewed this long before it ends. */
const RENEW_BEFORE_MS = 24 * 3600_000

/** Settings → Integrations. */
export async function loadIntegrations(): Promise<IntegrationsView> {
  return withUser(async (db, scope) => {
    const row = await getConnection(db, scope)
    const { enabled } = await getConnectPolicy(db, scope)
    const expiry = row ? await getEarliestExpiry(db, row.id) : null
    return {
      state: stateOf(row, enabled),
      account: row && {
        connectionId: row.id,
        address: row.address,
        displayName: row.displayName,
        tenant: tenantLabel(row.tenantName, row.address),
        accountKind: row.accountKind,
        connectedAt: row.createdAt.toISOString(),
      },
      attention: attentionOf(row, enabled),
      features: FEATURES.map((rule) => featureView(rule, row, enabled)),
      health: row && {
        lastSignalAt: iso(row.lastSignalAt),
        lastSyncAt: iso(row.lastSyncAt),
        lastSweepAt: iso(await getLastComparison(db, row)),
        nextRenewalAt: iso(expiry && new Date(expiry.getTime() - RENEW_BEFORE_MS)),
        slowedUntil: iso(row.throttledUntil),
      },
      approvalId: (await getOpenApproval(db, scope))?.id ?? null,
      isAdmin: scope.role === 'admin',
    }
  })
}

function stateOf(row: Connection | null, enabled: boolean): IntegrationsView['state'] {
  if (row?.state === 'disconnecting') return 'leaving'
  if (!enabled) return 'suspended'
  if (!row) return 'available'
  return row.state === 'paused' ? 'attention' : 'connected'
}

function attentionOf(row: Connection | null, enabled: boolean): IntegrationsView['attention'] {
  if (row?.state === 'disconnecting')
    return {
      title: 'Disconnecting',
      sentence: 'Tandem removes what came from Microsoft. You can close this page.',
      since: null,
      action: 'watch',
      reference: null,
    }
  if (!enabled)
    return {
      title: 'Switched off by an administrator',
      sentence: row
        ? 'Nothing is synced. What is here stays until you delete it.'
        : 'Ask an administrator of your workspace to switch Microsoft 365 on for you.',
      since: null,
      action: row ? 'delete_data' : null,
      reference: null,
    }
  if (row?.state !== 'paused') return null
  return {
    title: 'Reconnect Microsoft',
    sentence: `${whyPaused(row.pausedReason)} Nothing is lost. Tandem catches up once you reconnect.`,
    since: iso(row.pausedAt),
    action: 'reconnect',
    reference: row.pausedReason?.startsWith('AADSTS') ? row.pausedReason : null,
  }
}

function featureView(rule: FeatureRule, row: Connection | null, enabled: boolean): FeatureView {
  const { id, group, name, sentence } = rule
  const base = { id, group, name, sentence, permissions: rule.permissions.map(permissionView), why: null, whyAt: null }
  if (!row || row.state === 'disconnecting') return { ...base, state: 'offer', action: null }
  if (rule.workOnly && row.accountKind === 'personal')
    return { ...base, state: 'unavailable', why: 'Needs a work account.', action: null }
  if (!row.features.includes(id)) {
    const at = row.declined[id] ?? null
    return { ...base, state: 'off', why: at ? 'Off. You declined it.' : 'Off.', whyAt: at, action: 'turn_on' }
  }
  if (!isFeatureOn(id, row)) return { ...base, state: 'waiting', why: 'Microsoft did not grant it.', action: 'turn_on' }
  if (row.state === 'paused' || !enabled)
    return {
      ...base,
      state: 'paused',
      why: enabled ? 'Paused.' : 'Switched off.',
      whyAt: iso(row.pausedAt),
      action: 'turn_off',
    }
  return { ...base, state: 'on', action: 'turn_off' }
}

/** The feature picker, for someone who is not connected yet. */
export async function loadPicker(query: { returnTo?: unknown; features?: unknown } = {}): Promise<PickerView> {
  const { row, enabled } = await withUser(async (db, scope) => ({
    row: await getConnection(db, scope),
    enabled: (await getConnectPolicy(db, scope)).enabled,
  }))
  const wanted = typeof query.features === 'string' ? query.features.split(',') : null
  const settings = { href: '/settings/integrations', label: 'Open Integrations' }
  return {
    features: FEATURES.map((rule) => ({
      id: rule.id,
      group: rule.group,
      name: rule.name,
      sentence: rule.sentence,
      permissions: rule.permissions.map(permissionView),
      needsAdmin: needsAdmin(rule),
      workOnly: rule.workOnly === true,
      chosen: wanted ? wanted.includes(rule.id) : rule.suggested === true,
    })),
    always: ALWAYS.map(permissionView),
    returnTo: safeReturnPath(query.returnTo, '/settings/integrations'),
    refused: !enabled
      ? { sentence: 'An administrator of your workspace has switched Microsoft 365 off for you.', ...settings }
      : row
        ? { sentence: `You have ${row.address} linked already.`, ...settings }
        : null,
  }
}
