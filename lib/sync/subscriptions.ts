import 'server-only'
import { and, eq, inArray, isNotNull, isNull, ne, or } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { connections, subscriptions } from '@/drizzle/schema/connection'
import { connectionScope } from '@/lib/auth/scope'
import { type Graph, graphFor } from '@/lib/graph/client'
import { signClientState } from '@/lib/platform/client-state'
import { now } from '@/lib/platform/clock'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import { env } from '@/lib/platform/env'
import { AppError } from '@/lib/platform/errors'
import type { ConnectionScope } from '@/lib/platform/scope'
import { assertActive, type SyncContext } from './job'
import { type LedgerEntry, writeLedger } from './ledger'

const MINUTE = 60_000
/** An Outlook subscription lives 7 days at most (Microsoft Graph: subscription); our clock may run ahead of Graph's. */
const LIFE = 10_080 * MINUTE - 60 * MINUTE
/** Renewed so long before its end. */
const RENEW_BEFORE = 24 * 60 * MINUTE

/** Where Graph sends signals: the edge door. */
const notificationUrl = (): string => `${env().APP_URL}/api/webhooks/graph`

/** What a feature wants to hear of. */
export interface SignalSource {
  /** Stream name in clientState, e.g. `mail`. */
  resource: string
  /** Graph's resource, e.g. `/me/messages`. */
  path: string
}

interface GraphSubscription {
  id?: unknown
  resource?: unknown
  notificationUrl?: unknown
  expirationDateTime?: unknown
}

const entry = (what: string, requestId: string | null): LedgerEntry => ({
  direction: 'out',
  kind: 'signals',
  what,
  why: 'upkeep',
  requestId,
})

/**
 * Makes sure that Graph tells of changes: nothing to do, renewed, or made anew. Safe to repeat after any crash. Answers
 * whether it was made anew: what happened before is to be compared.
 */
export async function ensureSubscription(context: SyncContext, source: SignalSource): Promise<boolean> {
  const { scope } = context
  const row = await inScope(scope, async (db) => {
    await assertActive(db, scope)
    const [found] = await db
      .insert(subscriptions)
      .values({ workspaceId: scope.workspaceId, connectionId: scope.connectionId, resource: source.resource })
      .onConflictDoUpdate({
        target: [subscriptions.connectionId, subscriptions.resource],
        set: { resource: source.resource },
      })
      .returning()
    return found
  })
  if (!row) return false
  const left = row.expiresAt ? row.expiresAt.getTime() - now().getTime() : 0
  if (left > RENEW_BEFORE) return false
  if (row.graphId && (await renew(context, row.id, row.graphId))) return false
  await create(context, row.id, source)
  return true
}

/** Renews now, whatever its expiry: Graph asked for it. Answers whether it had to be made anew. */
export async function renewSubscription(context: SyncContext, source: SignalSource): Promise<boolean> {
  const { scope } = context
  const [row] = await inScope(scope, (db) => db.select().from(subscriptions).where(mine(scope, source.resource)))
  if (row?.graphId && (await renew(context, row.id, row.graphId))) return false
  if (row?.graphId) await forgetSubscription(scope, row.graphId)
  return ensureSubscription(context, source)
}

/** Graph said that the subscription is gone: forget its id, so that the next `ensure` makes a new one. */
export async function forgetSubscription(scope: ConnectionScope, graphId: string): Promise<void> {
  await inScope(scope, (db) =>
    db
      .update(subscriptions)
      .set({ graphId: null, expiresAt: null })
      .where(and(eq(subscriptions.connectionId, scope.connectionId), eq(subscriptions.graphId, graphId))),
  )
}

/**
 * Whether one of these subscription ids is ours, or one is being made just now (others' signals are dropped), and which
 * connections to the same account have to be told along.
 */
export async function holdsSubscription(
  scope: ConnectionScope,
  resource: string,
  ids: string[],
): Promise<{ held: boolean; sharedWith: string[] }> {
  const rows = await inScope(scope, (db) =>
    db
      .select({ sharedWith: subscriptions.sharedWith })
      .from(subscriptions)
      .where(and(mine(scope, resource), or(isNull(subscriptions.graphId), inArray(subscriptions.graphId, ids)))),
  )
  return { held: rows.length > 0, sharedWith: rows[0]?.sharedWith ?? [] }
}

/** Ends a stream's signals, if there are any: its feature was switched off. What was taken in stays until Disconnect. */
export async function stopSignals(connectionId: string, { resource }: SignalSource): Promise<void> {
  const scope = await connectionScope(connectionId)
  if (!scope) return
  const [row] = await inScope(scope, (db) =>
    db
      .select({ id: subscriptions.id, graphId: subscriptions.graphId, state: connections.state })
      .from(subscriptions)
      .innerJoin(connections, eq(connections.id, subscriptions.connectionId))
      .where(mine(scope, resource)),
  )
  if (row?.state !== 'active') return
  if (row.graphId) await deleteSubscription(graphFor(scope, 'bulk'), row.graphId)
  await inScope(scope, (db) => db.delete(subscriptions).where(eq(subscriptions.id, row.id)))
}

/** A connection leaves: those that heard through its subscriptions need one of their own. */
export async function releaseShared(scope: ConnectionScope): Promise<void> {
  await inSystem(async (db) => {
    const rows = await db
      .select({ sharedWith: subscriptions.sharedWith })
      .from(subscriptions)
      .where(eq(subscriptions.connectionId, scope.connectionId))
    const others = rows.flatMap(({ sharedWith }) => sharedWith)
    if (others.length === 0) return
    await db
      .update(subscriptions)
      .set({ expiresAt: null })
      .where(and(inArray(subscriptions.connectionId, others), isNull(subscriptions.graphId)))
  })
}

/** Ends one subscription at Microsoft. 404 counts: it is gone. */
export async function deleteSubscription(graph: Graph, graphId: string): Promise<void> {
  await graph.send({ method: 'DELETE', path: `/subscriptions/${encodeURIComponent(graphId)}` }).catch(ignoreMissing)
}

/** Ids of this account's subscriptions that point at this Tandem and belong to no other connection. */
export async function listOwnSubscriptions(graph: Graph, path?: string): Promise<string[]> {
  const { body } = await graph.send<{ value?: GraphSubscription[] }>({ path: '/subscriptions' })
  const ids = (body?.value ?? []).flatMap((each) => {
    const sameResource = !path || normalise(String(each.resource)) === normalise(path)
    return typeof each.id === 'string' && each.notificationUrl === notificationUrl() && sameResource ? [each.id] : []
  })
  if (ids.length === 0) return []
  // Two workspaces may be connected to one account: never end the other one's.
  const others = await inSystem((db) =>
    db
      .select({ graphId: subscriptions.graphId })
      .from(subscriptions)
      .where(and(inArray(subscriptions.graphId, ids), ne(subscriptions.connectionId, graph.scope.connectionId))),
  )
  const taken = new Set(others.map(({ graphId }) => graphId))
  return ids.filter((id) => !taken.has(id))
}

async function renew({ scope, graph }: SyncContext, rowId: string, graphId: string): Promise<boolean> {
  try {
    const { body, requestId } = await graph.send<GraphSubscription>({
      method: 'PATCH',
      path: `/subscriptions/${encodeURIComponent(graphId)}`,
      body: { expirationDateTime: expiry() },
    })
    await save(scope, rowId, { graphId, body, requestId, what: 'renewed' })
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return false
    throw error
  }
}

async function create(context: SyncContext, rowId: string, source: SignalSource): Promise<void> {
  const { scope, graph } = context
  const post = async () =>
    graph.send<GraphSubscription>({
      method: 'POST',
      path: '/subscriptions',
      body: {
        changeType: 'created,updated,deleted',
        notificationUrl: notificationUrl(),
        lifecycleNotificationUrl: notificationUrl(),
        resource: source.path,
        expirationDateTime: expiry(),
        clientState: await signClientState({ connectionId: scope.connectionId, resource: source.resource }),
        latestSupportedTlsVersion: 'v1_2',
      },
    })
  let answer: Awaited<ReturnType<typeof post>>
  try {
    answer = await post()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error
    // Left over from a crash between Graph's answer and our commit: list, delete, create.
    const leftOver = await listOwnSubscriptions(graph, source.path)
    if (leftOver.length === 0 && (await share(scope, rowId, source))) return
    for (const id of leftOver) await deleteSubscription(graph, id)
    answer = await post()
  }
  const { body, requestId } = answer
  if (typeof body?.id !== 'string') throw new AppError('unavailable', 'a subscription without id')
  try {
    await save(scope, rowId, { graphId: body.id, body, requestId, what: 'subscribed' })
  } catch (error) {
    // The connection was left meanwhile: nobody else knows of this subscription.
    await deleteSubscription(graph, body.id)
    throw error
  }
}

/** Another workspace is connected to this account and has the one subscription that Graph allows: be told along. */
async function share(scope: ConnectionScope, rowId: string, source: SignalSource): Promise<boolean> {
  return inSystem(async (db) => {
    const other = alias(connections, 'other')
    const [theirs] = await db
      .select({ id: subscriptions.id, expiresAt: subscriptions.expiresAt, sharedWith: subscriptions.sharedWith })
      .from(subscriptions)
      .innerJoin(other, and(eq(other.id, subscriptions.connectionId), ne(other.id, scope.connectionId)))
      .innerJoin(
        connections,
        and(
          eq(connections.id, scope.connectionId),
          eq(connections.tenantId, other.tenantId),
          eq(connections.objectId, other.objectId),
        ),
      )
      .where(and(eq(subscriptions.resource, source.resource), isNotNull(subscriptions.graphId)))
    if (!theirs) return false
    await db
      .update(subscriptions)
      .set({ sharedWith: [...new Set([...theirs.sharedWith, scope.connectionId])] })
      .where(eq(subscriptions.id, theirs.id))
    await db
      .update(subscriptions)
      .set({ graphId: null, expiresAt: theirs.expiresAt })
      .where(eq(subscriptions.id, rowId))
    return true
  })
}

async function save(
  scope: ConnectionScope,
  rowId: string,
  answer: { graphId: string; body: GraphSubscription; requestId: string | null; what: string },
): Promise<void> {
  const told = Date.parse(String(answer.body?.expirationDateTime))
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    await db
      .update(subscriptions)
      .set({
        graphId: answer.graphId,
        expiresAt: Number.isNaN(told) ? new Date(now().getTime() + LIFE) : new Date(told),
      })
      .where(eq(subscriptions.id, rowId))
    await writeLedger(db, scope, [entry(answer.what, answer.requestId)])
  })
}

const mine = (scope: ConnectionScope, resource: string) =>
  and(eq(subscriptions.connectionId, scope.connectionId), eq(subscriptions.resource, resource))

const expiry = (): string => new Date(now().getTime() + LIFE).toISOString()

const normalise = (resource: string): string => resource.replace(/^\//, '').toLowerCase()

function ignoreMissing(error: unknown): void {
  if (!(error instanceof AppError) || error.code !== 'not_found') throw error
}
