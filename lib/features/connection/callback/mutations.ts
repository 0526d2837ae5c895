import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import type { OutcomeCode } from '@/components/connection/view'
import { connections } from '@/drizzle/schema/connection'
import { auditLog } from '@/drizzle/schema/sync'
import {
  type EntraIdentity,
  type EntraTokens,
  exchangeCode,
  parseRedirect,
  redirectUris,
  refreshTokens,
  verifyIdToken,
} from '@/lib/auth/entra'
import { EntraError, type EntraRefusal } from '@/lib/auth/entra-errors'
import { normaliseScopes } from '@/lib/auth/microsoft-scopes'
import { storeTokens } from '@/lib/auth/vault'
import { inScope } from '@/lib/platform/db/handle'
import { toAppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import { log } from '@/lib/platform/log'
import type { UserScope } from '@/lib/platform/scope'
import { createApproval, endApprovals } from '../approval/mutations'
import { type Attempt, claimAttempt, holdForConfirmation, settleAttempt } from '../attempt/mutations'
import { announceLinked, conflictDetail, PAGES } from '../link/mutations'
import { findBindingConflict, getConnectPolicy } from '../queries'
import { leftOut, scopesOf } from '../rules'

/** What came of a trip; `detail` is for the page. */
interface Ending {
  outcome: OutcomeCode
  detail?: Record<string, string>
}

/** A grant that may be kept: verified identity, and tokens that can be refreshed. */
interface Grant {
  identity: EntraIdentity
  tokens: EntraTokens & { refreshToken: string }
}

/**
 * Microsoft sent the person back. Checks that it is this person's own trip, made once, in time; then code, nonce,
 * issuer and tenant. Answers with the page to show; nothing is kept of a trip that fails.
 */
export async function acceptCallback(scope: UserScope, params: URLSearchParams): Promise<string> {
  const answer = parseRedirect(params)
  const state = answer.state
  const claimed = state ? await inScope(scope, (db) => claimAttempt(db, scope, state)) : null
  if (!claimed) return PAGES.outcomeOf('stale')
  const { attempt, secrets } = claimed
  if (answer.refusal) return refuse(scope, attempt, answer.refusal)
  if (!answer.code) return end(scope, attempt, { outcome: 'mismatch' })
  let grant: Grant
  try {
    const tokens = await exchangeCode({
      code: answer.code,
      verifier: secrets.verifier,
      redirectUri: redirectUris().connect,
    })
    if (!tokens.idToken) return end(scope, attempt, { outcome: 'mismatch' })
    const identity = await verifyIdToken(tokens.idToken, { nonce: secrets.nonce })
    const refreshToken = tokens.refreshToken
    if (!refreshToken) return end(scope, attempt, { outcome: 'consent_missing' })
    grant = { identity, tokens: { ...tokens, refreshToken } }
  } catch (error) {
    if (error instanceof EntraError) return refuse(scope, attempt, error.entra)
    const { code, reason } = toAppError(error)
    log.warn({ err: error }, 'the answer of Microsoft was refused')
    return end(scope, attempt, {
      outcome: code === 'invalid_input' ? 'mismatch' : 'unavailable',
      ...(reason ? { detail: { number: reason } } : {}),
    })
  }
  return attempt.purpose === 'connect' ? hold(scope, attempt, grant) : renew(scope, attempt, grant)
}

async function end(scope: UserScope, attempt: Attempt, { outcome, detail }: Ending): Promise<string> {
  await inScope(scope, (db) => settleAttempt(db, scope, attempt.id, outcome, detail))
  return PAGES.outcome(attempt.id)
}

/** Microsoft said no. Only "an administrator has to approve" leads on, to a link that can be forwarded (R8). */
async function refuse(scope: UserScope, attempt: Attempt, refusal: EntraRefusal): Promise<string> {
  const detail = {
    number: refusal.number,
    ...(refusal.correlationId ? { correlationId: refusal.correlationId } : {}),
    ...(refusal.traceId ? { traceId: refusal.traceId } : {}),
    ...(refusal.claims && refusal.claims.length <= 2000 ? { claims: refusal.claims } : {}),
  }
  if (refusal.refusal === 'admin_approval') {
    return inScope(scope, async (db) => {
      await settleAttempt(db, scope, attempt.id, 'admin_approval', detail)
      return PAGES.approval(await createApproval(db, scope, attempt))
    })
  }
  return end(scope, attempt, { outcome: refusal.refusal === 'revoked' ? 'expired' : refusal.refusal, detail })
}

/** First link: refuse what can be refused already, else wait for "Link this account". */
async function hold(scope: UserScope, attempt: Attempt, { identity, tokens }: Grant): Promise<string> {
  return inScope(scope, async (db) => {
    const policy = await getConnectPolicy(db, scope)
    const conflict = await findBindingConflict(db, scope, identity)
    const refusal: Ending | null = !policy.enabled
      ? { outcome: 'suspended' }
      : identity.accountKind === 'personal' && !policy.allowPersonal
        ? { outcome: 'personal_refused' }
        : conflict && { outcome: conflict.code, detail: conflictDetail(conflict) }
    if (refusal) {
      await settleAttempt(db, scope, attempt.id, refusal.outcome, refusal.detail)
      return PAGES.outcome(attempt.id)
    }
    await holdForConfirmation(db, scope, attempt.id, { identity, tokens: { ...tokens, idToken: null } })
    return PAGES.confirm(attempt.id)
  })
}

/** The tokens of an added feature, widened to everything that was granted before: also the proof that it still is. */
async function widen(tokens: Grant['tokens'], earlier: readonly string[]): Promise<Grant['tokens']> {
  const scopes = normaliseScopes([...earlier, ...tokens.scopes])
  try {
    const wide = await refreshTokens({ refreshToken: tokens.refreshToken, scopes })
    return { ...wide, refreshToken: wide.refreshToken ?? tokens.refreshToken }
  } catch (error) {
    // Some earlier permission is gone, or Microsoft is busy: the next refresh will tell.
    log.warn({ err: error }, 'tokens were not widened')
    return tokens
  }
}

/** Reconnect, or one more feature: the same account only (R7). Cursors and history stay. */
async function renew(scope: UserScope, attempt: Attempt, grant: Grant): Promise<string> {
  const { identity } = grant
  const known = await inScope(scope, async (db) => {
    const [row] = await db
      .select()
      .from(connections)
      .where(and(eq(connections.userId, scope.userId), ne(connections.state, 'disconnecting')))
    return { row, policy: await getConnectPolicy(db, scope) }
  })
  if (!known.policy.enabled) return end(scope, attempt, { outcome: 'suspended' })
  const { row } = known
  if (!row) return end(scope, attempt, { outcome: 'stale' })
  if (row.tenantId !== identity.tenantId || row.objectId !== identity.objectId)
    return end(scope, attempt, { outcome: 'wrong_account', detail: { address: row.address } })
  const tokens = attempt.purpose === 'add' ? await widen(grant.tokens, row.grantedScopes) : grant.tokens
  const missing = leftOut({ features: attempt.features, grantedScopes: tokens.scopes, accountKind: row.accountKind })
  const outcome = missing.length > 0 ? 'consent_missing' : attempt.purpose === 'add' ? 'added' : 'reconnected'
  const done = await inScope(scope, async (db) => {
    const declined = Object.fromEntries(Object.entries(row.declined).filter(([id]) => !attempt.features.includes(id)))
    const changed = await db
      .update(connections)
      .set({
        state: 'active',
        pausedReason: null,
        pausedAt: null,
        reconnectMailedAt: null,
        features: attempt.features,
        declined,
        grantedScopes: tokens.scopes,
        address: identity.address,
        displayName: identity.displayName,
      })
      .where(and(eq(connections.id, row.id), ne(connections.state, 'disconnecting')))
      .returning({ id: connections.id })
    if (changed.length === 0) {
      await settleAttempt(db, scope, attempt.id, 'stale')
      return false
    }
    await storeTokens(db, scope, row.id, tokens)
    await settleAttempt(db, scope, attempt.id, outcome)
    if (missing.length === 0) await endApprovals(db, scope)
    await db.insert(auditLog).values({
      workspaceId: scope.workspaceId,
      actorId: scope.userId,
      action: attempt.purpose === 'add' ? 'connection.feature_added' : 'connection.reconnected',
      detail: { connectionId: row.id, scopes: scopesOf(attempt.features).join(' ') },
    })
    await notifyLive(db, { workspaceId: scope.workspaceId, userId: scope.userId, topics: ['connection'] })
    return true
  })
  if (done) await announceLinked(row.id)
  return PAGES.outcome(attempt.id)
}
