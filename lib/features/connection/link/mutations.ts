import 'server-only'
import type { OutcomeCode } from '@/components/connection/view'
import { connections } from '@/drizzle/schema/connection'
import { auditLog } from '@/drizzle/schema/sync'
import { inngest } from '@/inngest/client'
import { connectionLinked } from '@/inngest/events'
import { authorizeUrl, newTrip, redirectUris } from '@/lib/auth/entra'
import { safeReturnPath } from '@/lib/auth/return-path'
import { storeTokens } from '@/lib/auth/vault'
import { inScope } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import { log } from '@/lib/platform/log'
import { isWithin } from '@/lib/platform/rate'
import type { UserScope } from '@/lib/platform/scope'
import { endApprovals } from '../approval/mutations'
import { type Attempt, createAttempt, settleAttempt, takeHeldGrant } from '../attempt/mutations'
import { type BindingConflict, findBindingConflict, getConnection, getConnectPolicy } from '../queries'
import { FEATURES, knownFeatures, scopesToAsk } from '../rules'

/** How often a person may set out for Microsoft: each time leaves a row for a quarter of an hour. */
const TRIPS = { times: 20, perMs: 60_000 }

/** Where the pages of a trip to Microsoft stand. */
export const PAGES = {
  confirm: (attemptId: string) => `/settings/integrations/confirm?attempt=${attemptId}`,
  outcome: (attemptId: string) => `/settings/integrations/done?attempt=${attemptId}`,
  outcomeOf: (code: OutcomeCode) => `/settings/integrations/done?code=${code}`,
  approval: (id: string) => `/settings/integrations/approval?id=${id}`,
}

export interface BeginInput {
  purpose: Attempt['purpose']
  /** Feature ids: all chosen ones for connect, the new ones for add; reconnect keeps what is chosen. */
  features: readonly string[]
  returnTo: unknown
  /** Claims challenge of an earlier refusal. */
  claims?: string | null
}

/**
 * Begins a trip to Microsoft and answers with the address to send the person to: Microsoft's sign-in, or a page of
 * ours that says why it cannot begin.
 */
export async function beginConnect(scope: UserScope, input: BeginInput): Promise<string> {
  if (!isWithin(`trip ${scope.userId}`, TRIPS)) return PAGES.outcomeOf('too_often')
  const trip = await newTrip()
  return inScope(scope, async (db) => {
    const policy = await getConnectPolicy(db, scope)
    if (!policy.enabled) return PAGES.outcomeOf('suspended')
    const known = await getConnection(db, scope)
    if (input.purpose === 'connect' ? known : !known || known.state === 'disconnecting')
      return PAGES.outcomeOf(known ? 'already_linked' : 'stale')
    const asked = knownFeatures(input.features).map(({ id }) => id)
    const features = known ? [...new Set([...known.features, ...(input.purpose === 'add' ? asked : [])])] : asked
    const declined = known ? [] : FEATURES.map(({ id }) => id).filter((id) => !features.includes(id))
    const granted = known && input.purpose === 'add' ? known.grantedScopes : []
    await createAttempt(db, scope, {
      purpose: input.purpose,
      features,
      declined,
      returnTo: safeReturnPath(input.returnTo, '/settings/integrations'),
      ...trip,
    })
    return authorizeUrl({
      scopes: scopesToAsk(features, granted),
      redirectUri: redirectUris().connect,
      loginHint: known?.address,
      claims: input.claims,
      ...trip,
    })
  })
}

/** Begins the same trip again after it failed. */
export async function beginAgain(scope: UserScope, attempt: Attempt): Promise<string> {
  return beginConnect(scope, {
    purpose: attempt.purpose,
    features: attempt.features,
    returnTo: attempt.returnTo,
    claims: attempt.detail?.claims ?? null,
  })
}

/**
 * The person said "Link this account": the connection begins to exist. Answers with the page to show. Two people who
 * confirm the same account at once: the database lets one of them.
 */
export async function linkAccount(scope: UserScope, attemptId: string): Promise<string> {
  const linked = await inScope(scope, async (db) => {
    const held = await takeHeldGrant(db, scope, attemptId)
    if (!held) return null
    const { attempt, identity, tokens } = held
    const policy = await getConnectPolicy(db, scope)
    if (!policy.enabled) return settleAttempt(db, scope, attemptId, 'suspended')
    if (identity.accountKind === 'personal' && !policy.allowPersonal)
      return settleAttempt(db, scope, attemptId, 'personal_refused')
    const at = new Date().toISOString()
    const [row] = await db
      .insert(connections)
      .values({
        workspaceId: scope.workspaceId,
        userId: scope.userId,
        ...identity,
        features: attempt.features,
        declined: Object.fromEntries(attempt.declined.map((id) => [id, at])),
        grantedScopes: tokens.scopes,
      })
      .onConflictDoNothing()
      .returning({ id: connections.id })
    if (!row) {
      const conflict = await findBindingConflict(db, scope, identity)
      return settleAttempt(db, scope, attemptId, conflict?.code ?? 'taken', conflictDetail(conflict))
    }
    await storeTokens(db, scope, row.id, tokens)
    await settleAttempt(db, scope, attemptId, 'linked')
    await endApprovals(db, scope)
    await db.insert(auditLog).values({
      workspaceId: scope.workspaceId,
      actorId: scope.userId,
      action: 'connection.linked',
      detail: { connectionId: row.id, tenantId: identity.tenantId, kind: identity.accountKind },
    })
    await notifyLive(db, { workspaceId: scope.workspaceId, userId: scope.userId, topics: ['connection'] })
    return row.id
  })
  if (linked === null) return PAGES.outcomeOf('stale')
  if (typeof linked === 'string') await announceLinked(linked)
  return PAGES.outcome(attemptId)
}

/** What the page needs to name who stands in the way. */
export const conflictDetail = (conflict: BindingConflict | null): Record<string, string> =>
  conflict?.code === 'taken' ? { name: conflict.name } : conflict ? { address: conflict.address } : {}

/** "Use another account": the held tokens are thrown away. */
export async function rejectAccount(scope: UserScope, attemptId: string): Promise<string | null> {
  return inScope(scope, async (db) => {
    const held = await takeHeldGrant(db, scope, attemptId)
    if (!held) return null
    await settleAttempt(db, scope, attemptId, 'declined')
    return attemptId
  })
}

/** Starts syncing, after the commit. An engine that is away is made up for by the sweep. */
export async function announceLinked(connectionId: string): Promise<void> {
  try {
    await inngest.send(connectionLinked.create({ connectionId }))
  } catch (err) {
    log.error({ err, connectionId }, 'connection/linked was not taken')
  }
}
