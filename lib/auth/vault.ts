import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { connections, vault } from '@/drizzle/schema/connection'
import { now } from '@/lib/platform/clock'
import { open, type SealPlace, seal } from '@/lib/platform/crypto'
import { type Db, inScope } from '@/lib/platform/db/handle'
import { AppError, toAppError } from '@/lib/platform/errors'
import { log } from '@/lib/platform/log'
import type { ConnectionScope, UserScope } from '@/lib/platform/scope'
import { type EntraTokens, refreshTokens } from './entra'

/** An access token is refreshed when it has less than this left. */
const MARGIN_MS = 5 * 60_000
/** How often a failed refresh looks whether a rival stored newer tokens, and the pause before each look. */
const RIVAL_LOOKS_MS = [0, 1_000]

const place = (connectionId: string, column: 'access_token' | 'refresh_token'): SealPlace => ({
  table: 'vault',
  column,
  row: connectionId,
})

/** The values of a vault row, sealed with the newest key. A missing refresh token keeps the given one. */
function sealTokens(connectionId: string, tokens: EntraTokens, keepRefresh?: string) {
  const refresh = tokens.refreshToken ?? keepRefresh
  if (!refresh) throw new AppError('reauth_required', 'no refresh token', { reason: 'offline_access' })
  return {
    accessToken: seal(tokens.accessToken, place(connectionId, 'access_token')),
    accessExpiresAt: tokens.expiresAt,
    refreshToken: seal(refresh, place(connectionId, 'refresh_token')),
  }
}

/** Puts tokens of a fresh sign-in into the vault, in the caller's transaction. Any refresh under way loses to them. */
export async function storeTokens(
  db: Db,
  scope: UserScope | ConnectionScope,
  connectionId: string,
  tokens: EntraTokens,
): Promise<void> {
  const values = sealTokens(connectionId, tokens)
  await db
    .insert(vault)
    .values({ connectionId, workspaceId: scope.workspaceId, ...values })
    .onConflictDoUpdate({ target: vault.connectionId, set: { ...values, version: sql`${vault.version} + 1` } })
}

async function readVault(scope: ConnectionScope) {
  const [row] = await inScope(scope, (db) =>
    db
      .select({
        accessToken: vault.accessToken,
        accessExpiresAt: vault.accessExpiresAt,
        refreshToken: vault.refreshToken,
        version: vault.version,
        state: connections.state,
        pausedReason: connections.pausedReason,
        grantedScopes: connections.grantedScopes,
        epoch: connections.epoch,
      })
      .from(vault)
      .innerJoin(connections, eq(connections.id, vault.connectionId))
      .where(eq(vault.connectionId, scope.connectionId)),
  )
  if (!row || row.epoch !== scope.epoch) throw new AppError('not_found', 'the connection is gone')
  return row
}

const store = globalThis as typeof globalThis & { tandemRefreshes?: Map<string, Promise<string>> }

/**
 * An access token for the connection's mailbox, refreshed when it has under five minutes left, or always with
 * forceRefresh (after a 401). Throws reauth_required or consent_required (with Microsoft's number as reason) when
 * the grant is dead or the connection is paused, unavailable or throttled when Microsoft does not answer, not_found
 * when the connection is gone. Call pauseConnection for the first two.
 */
export async function accessToken(scope: ConnectionScope, options: { forceRefresh?: boolean } = {}): Promise<string> {
  const row = await readVault(scope)
  // A paused grant is not tried again and again: only a person can mend it.
  if (row.state === 'paused')
    throw new AppError('reauth_required', 'the connection is paused', { reason: row.pausedReason ?? undefined })
  const fresh = row.accessExpiresAt.getTime() - now().getTime() > MARGIN_MS
  if (fresh && !options.forceRefresh) return open(row.accessToken, place(scope.connectionId, 'access_token'))
  return refreshOnce(scope)
}

/** One refresh at a time for a connection in this process; others wait for the same answer. */
function refreshOnce(scope: ConnectionScope): Promise<string> {
  store.tandemRefreshes ??= new Map()
  const running = store.tandemRefreshes
  const key = `${scope.connectionId}/${scope.epoch}`
  const known = running.get(key)
  if (known) return known
  const mine = refresh(scope).finally(() => running.delete(key))
  running.set(key, mine)
  return mine
}

/**
 * Other processes are kept apart by compare-and-set on `version`: of two refreshes the first to store wins, the other
 * takes what was stored. Entra ID lets both succeed; should it ever refuse the second, the winner's tokens are used.
 * No transaction is open while Microsoft is asked.
 */
async function refresh(scope: ConnectionScope): Promise<string> {
  const before = await readVault(scope)
  const refreshToken = open(before.refreshToken, place(scope.connectionId, 'refresh_token'))
  let tokens: EntraTokens
  try {
    tokens = await refreshTokens({ refreshToken, scopes: before.grantedScopes })
  } catch (error) {
    if (toAppError(error).job !== 'pause') throw error
    const rival = await rivalToken(scope, before.version)
    if (rival) return rival
    throw error
  }
  const values = sealTokens(scope.connectionId, tokens, refreshToken)
  const stored = await inScope(scope, async (db) => {
    const rows = await db
      .update(vault)
      .set({ ...values, version: before.version + 1 })
      .where(and(eq(vault.connectionId, scope.connectionId), eq(vault.version, before.version)))
      .returning({ version: vault.version })
    // What Microsoft grants may shrink or grow between sign-ins; features follow it.
    if (rows.length && tokens.scopes.length)
      await db
        .update(connections)
        .set({ grantedScopes: tokens.scopes })
        .where(and(eq(connections.id, scope.connectionId), eq(connections.epoch, scope.epoch)))
    return rows.length > 0
  })
  if (stored) return tokens.accessToken
  log.debug({ connectionId: scope.connectionId }, 'a rival refresh was first')
  const after = await readVault(scope)
  return open(after.accessToken, place(scope.connectionId, 'access_token'))
}

/** The access token that somebody else stored since `version`, or null. */
async function rivalToken(scope: ConnectionScope, version: number): Promise<string | null> {
  for (const wait of RIVAL_LOOKS_MS) {
    if (wait) await new Promise((resolve) => setTimeout(resolve, wait))
    const row = await readVault(scope)
    if (row.version !== version) return open(row.accessToken, place(scope.connectionId, 'access_token'))
  }
  return null
}
