import 'server-only'
import type { AdminApprovalView, ApprovalView, ConsentPageView } from '@/components/connection/view'
import { withUser } from '@/lib/auth/with-user'
import { now } from '@/lib/platform/clock'
import { env } from '@/lib/platform/env'
import { permissionView } from '../map'
import { getConnection, getConnectPolicy } from '../queries'
import { allScopes, knownFeatures, needsAdmin, permissionRules } from '../rules'
import { approvalToken } from './mutations'
import { findApprovalByToken, getApproval } from './queries'

const permissions = (scopes: readonly string[]) => permissionRules(scopes).map(permissionView)

/** The page of the person who waits. Null: no such approval (any more). */
export async function loadApproval(id: string): Promise<ApprovalView | null> {
  const found = await withUser(async (db, scope) => ({
    row: await getApproval(db, scope, id),
    connection: await getConnection(db, scope),
    policy: await getConnectPolicy(db, scope),
  }))
  const { row, connection, policy } = found
  if (!row) return null
  const link = `${env().APP_URL}/approve/${approvalToken(row)}`
  const features = knownFeatures(row.features)
  const without = features.filter((rule) => !needsAdmin(rule))
  const text = [
    'Hello,',
    '',
    `please approve Tandem for Microsoft 365, so that I can use it in ${policy.workspace}. The page lists each permission with its reason:`,
    link,
    '',
    "Approving gives Tandem no one's data. Data flows only when a person connects.",
  ].join('\r\n')
  return {
    id: row.id,
    state: row.grantedAt ? 'granted' : row.expiresAt <= now() ? 'expired' : 'waiting',
    tenant: connection?.address.split('@').at(-1) ?? null,
    link,
    mailto: `mailto:?subject=${encodeURIComponent('Approve Tandem for Microsoft 365')}&body=${encodeURIComponent(text)}`,
    permissions: permissions(row.scopes),
    features: features.map(({ name }) => name),
    since: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    without: without.length < features.length ? without.map(({ name }) => name) : [],
    returnTo: row.returnTo,
  }
}

const PROBLEM: Record<string, string> = {
  declined: 'Nothing was approved. You can still do it here.',
  failed: 'Microsoft could not complete the approval. Sign in with an administrator of your organisation.',
  often: 'That was a lot at once. Wait a minute, then try again.',
  stale: 'This answer of Microsoft is too old or was used before. Begin again.',
}
const problemOf = (result: unknown): string | null => (typeof result === 'string' ? (PROBLEM[result] ?? null) : null)

/** /approve/{token}: public; who holds the link may see it. `result` is the query's. */
export async function loadAdminApproval(token: string, result?: unknown): Promise<AdminApprovalView> {
  const row = token.length <= 64 ? await findApprovalByToken(token) : null
  if (!row) return { state: 'unknown', workspace: '', askedBy: null, permissions: [], problem: null, expiresAt: null }
  return {
    state: row.grantedAt ? 'granted' : row.expiresAt <= now() ? 'expired' : 'open',
    workspace: row.workspace,
    askedBy: row.askedBy,
    permissions: permissions(row.scopes),
    problem: row.grantedAt ? null : problemOf(result),
    expiresAt: row.expiresAt.toISOString(),
  }
}

/** /consent: public, the whole feature set. `result` is the query's. */
export async function loadConsentPage(result?: unknown): Promise<ConsentPageView> {
  const problem = problemOf(result)
  return {
    state: result === 'granted' ? 'granted' : problem ? 'failed' : 'open',
    permissions: permissions(allScopes()),
    problem,
  }
}
