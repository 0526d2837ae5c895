import 'server-only'
import { and, eq, gt, lt } from 'drizzle-orm'
import type { OutcomeCode } from '@/components/connection/view'
import { approvals, oauthAttempts } from '@/drizzle/schema/connection'
import { endedSessions, verificationTokens } from '@/drizzle/schema/users'
import { visits } from '@/drizzle/schema/visits'
import { now } from '@/lib/platform/clock'
import { open, seal, tokenHash } from '@/lib/platform/crypto'
import { type Db, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { type HeldGrant, heldGrant, tripSecrets } from './schema'

/** A trip to Microsoft, and the choice of account after it, may take this long. */
const ATTEMPT_MS = 15 * 60_000

const place = (id: string) => ({ table: 'oauth_attempts', column: 'sealed', row: id })
const inTime = () => new Date(now().getTime() + ATTEMPT_MS)

export type Attempt = typeof oauthAttempts.$inferSelect

export interface NewAttempt {
  purpose: Attempt['purpose']
  features: string[]
  declined: string[]
  returnTo: string
  /** The state parameter itself; only its hash is kept. */
  state: string
  nonce: string
  verifier: string
}

/** Remembers a trip to Microsoft that begins now. Answers with its id. */
export async function createAttempt(db: Db, scope: UserScope, input: NewAttempt): Promise<string> {
  const id = tokenHash(input.state)
  await db.insert(oauthAttempts).values({
    id,
    workspaceId: scope.workspaceId,
    userId: scope.userId,
    purpose: input.purpose,
    features: input.features,
    declined: input.declined,
    sealed: seal(JSON.stringify({ verifier: input.verifier, nonce: input.nonce }), place(id)),
    returnTo: input.returnTo,
    createdAt: now(),
    expiresAt: inTime(),
  })
  return id
}

/**
 * Takes the attempt of a state that came back, once: whoever brings the same state again finds nothing. Null for
 * states that are unknown, used, too old or another person's.
 */
export async function claimAttempt(db: Db, scope: UserScope, state: string) {
  const id = tokenHash(state)
  const [row] = await db
    .select()
    .from(oauthAttempts)
    .where(and(mine(scope, id), eq(oauthAttempts.stage, 'sent'), gt(oauthAttempts.expiresAt, now())))
    .for('update')
  if (!row) return null
  const secrets = tripSecrets.parse(JSON.parse(open(row.sealed, place(id))))
  // Should this process die before it knows better, the page says that Microsoft did not answer.
  await db
    .update(oauthAttempts)
    .set({ stage: 'failed', outcome: 'unavailable', sealed: '' })
    .where(eq(oauthAttempts.id, id))
  return { attempt: row, secrets }
}

const mine = (scope: UserScope, id: string) =>
  and(
    eq(oauthAttempts.id, id),
    eq(oauthAttempts.userId, scope.userId),
    eq(oauthAttempts.workspaceId, scope.workspaceId),
  )

/** Ends an attempt with its result; whatever was sealed in it is gone. */
export async function settleAttempt(
  db: Db,
  scope: UserScope,
  id: string,
  outcome: OutcomeCode,
  detail: Record<string, string> = {},
): Promise<void> {
  const done = outcome === 'linked' || outcome === 'added' || outcome === 'reconnected'
  await db
    .update(oauthAttempts)
    .set({ stage: done ? 'done' : 'failed', outcome, detail: { ...detail, at: now().toISOString() }, sealed: '' })
    .where(mine(scope, id))
}

/** Keeps tokens and identity, sealed, until the person confirms the account (R6). */
export async function holdForConfirmation(db: Db, scope: UserScope, id: string, grant: HeldGrant): Promise<void> {
  await db
    .update(oauthAttempts)
    .set({
      stage: 'confirm',
      outcome: null,
      sealed: seal(JSON.stringify(grant), place(id)),
      expiresAt: inTime(),
    })
    .where(mine(scope, id))
}

/** The tokens and identity that wait for the person's word; null once decided or too late. Locks the attempt. */
export async function takeHeldGrant(db: Db, scope: UserScope, id: string) {
  const [row] = await db
    .select()
    .from(oauthAttempts)
    .where(and(mine(scope, id), eq(oauthAttempts.stage, 'confirm'), gt(oauthAttempts.expiresAt, now())))
    .for('update')
  if (!row) return null
  return { attempt: row, ...heldGrant.parse(JSON.parse(open(row.sealed, place(id)))) }
}

/** Deletes what has run out: attempts (with tokens that nobody confirmed), approvals, sign-in links. For a cron. */
export async function sweepAttempts(): Promise<void> {
  await inSystem(async (db) => {
    await db.delete(oauthAttempts).where(lt(oauthAttempts.expiresAt, now()))
    await db.delete(approvals).where(lt(approvals.expiresAt, now()))
    await db.delete(verificationTokens).where(lt(verificationTokens.expires, now()))
    await db.delete(visits).where(lt(visits.minute, new Date(now().getTime() - 10 * 60_000)))
    await db.delete(endedSessions).where(lt(endedSessions.expiresAt, now()))
  })
}
