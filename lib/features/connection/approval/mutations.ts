import 'server-only'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { approvals, tenantConsents } from '@/drizzle/schema/connection'
import { auditLog } from '@/drizzle/schema/sync'
import { adminConsentUrl, parseRedirect } from '@/lib/auth/entra'
import { normaliseScopes } from '@/lib/auth/microsoft-scopes'
import { now } from '@/lib/platform/clock'
import { randomToken, sameSecret, seal, tokenHash, open as unseal } from '@/lib/platform/crypto'
import { type Db, inSystem } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import type { UserScope } from '@/lib/platform/scope'
import type { Attempt } from '../attempt/mutations'
import { allScopes, scopesToAsk } from '../rules'

/** A link for an administrator works this long. */
const APPROVAL_MS = 30 * 24 * 3600_000
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const place = (hash: string) => ({ table: 'approvals', column: 'sealed_token', row: hash })

/**
 * Makes the link that a person sends to their administrator. An open one for the same features goes on, since it may
 * be on its way already; any other of theirs ends. Answers with the approval's id.
 */
export async function createApproval(db: Db, scope: UserScope, attempt: Attempt): Promise<string> {
  const [open] = await db
    .select()
    .from(approvals)
    .where(and(eq(approvals.userId, scope.userId), isNull(approvals.grantedAt), gt(approvals.expiresAt, now())))
  if (open && [...open.features].sort().join() === [...attempt.features].sort().join()) return open.id
  await endApprovals(db, scope)
  const token = randomToken()
  const hash = tokenHash(token)
  const [row] = await db
    .insert(approvals)
    .values({
      workspaceId: scope.workspaceId,
      userId: scope.userId,
      tokenHash: hash,
      sealedToken: seal(token, place(hash)),
      features: attempt.features,
      declined: attempt.declined,
      scopes: scopesToAsk(attempt.features, []),
      returnTo: attempt.returnTo,
      createdAt: now(),
      expiresAt: new Date(now().getTime() + APPROVAL_MS),
    })
    .returning({ id: approvals.id })
  await db.insert(auditLog).values({
    workspaceId: scope.workspaceId,
    actorId: scope.userId,
    action: 'approval.requested',
    detail: { features: attempt.features.join(' ') },
  })
  return row?.id ?? ''
}

/** The link's token, to show it to the person again. */
export const approvalToken = (row: { tokenHash: string; sealedToken: string }): string =>
  unseal(row.sealedToken, place(row.tokenHash))

/** Ends the person's wait; the links stop working. */
export async function endApprovals(db: Db, scope: UserScope): Promise<void> {
  await db.delete(approvals).where(eq(approvals.userId, scope.userId))
}

/** Where Microsoft asks the administrator who opened the link, or null when the link is unknown, used or too old. */
export async function beginApproval(token: string): Promise<string | null> {
  const state = randomToken()
  const [row] = await inSystem((db) =>
    db
      .update(approvals)
      .set({ stateHash: tokenHash(state) })
      .where(
        and(eq(approvals.tokenHash, tokenHash(token)), gt(approvals.expiresAt, now()), isNull(approvals.grantedAt)),
      )
      .returning({ scopes: approvals.scopes }),
  )
  return row ? adminConsentUrl({ scopes: row.scopes, state }) : null
}

/** The same for /consent, the whole feature set; the state is kept by the administrator's own browser. */
export function beginTenantConsent(): { url: string; state: string } {
  const state = randomToken()
  return { url: adminConsentUrl({ scopes: allScopes(), state }), state }
}

/**
 * Microsoft sent an administrator back. The tenant in the answer is unauthenticated input, so it is kept as a hint
 * only: what was really granted shows in the tokens of the next sign-in. Answers with the page to show.
 */
export async function acceptAdminConsent(params: URLSearchParams, browserState: string | null): Promise<string> {
  const { state, refusal } = parseRedirect(params)
  if (!state) return '/consent?result=stale'
  const tenant = params.get('tenant') ?? ''
  const granted = !refusal && GUID.test(tenant)
  const told = { tenantId: tenant.toLowerCase(), scopes: normaliseScopes(params.get('scope') ?? '') }
  const result = granted ? 'granted' : refusal?.refusal === 'declined' ? 'declined' : 'failed'
  const token = await inSystem(async (db) => {
    const [row] = await db
      .update(approvals)
      // One answer for one state: bringing it again finds nothing.
      .set(granted ? { stateHash: null, grantedAt: now(), tenantId: told.tenantId } : { stateHash: null })
      .where(
        and(eq(approvals.stateHash, tokenHash(state)), gt(approvals.expiresAt, now()), isNull(approvals.grantedAt)),
      )
      .returning()
    if (!row) return null
    if (granted) {
      await noteTenantConsent(db, told)
      await db.insert(auditLog).values({
        workspaceId: row.workspaceId,
        actorId: row.userId,
        action: 'approval.granted',
        detail: { tenantId: told.tenantId },
      })
      await notifyLive(db, { workspaceId: row.workspaceId, userId: row.userId, topics: ['connection'] })
    }
    return approvalToken(row)
  })
  if (token) return `/approve/${token}${granted ? '' : `?result=${result}`}`
  if (!browserState || !sameSecret(browserState, state)) return '/consent?result=stale'
  if (granted) await inSystem((db) => noteTenantConsent(db, told))
  return `/consent?result=${result}`
}

async function noteTenantConsent(db: Db, told: { tenantId: string; scopes: string[] }): Promise<void> {
  const values = { ...told, grantedAt: now() }
  await db.insert(tenantConsents).values(values).onConflictDoUpdate({ target: tenantConsents.tenantId, set: values })
}
