import 'server-only'
import { and, eq, isNull, ne } from 'drizzle-orm'
import { connections } from '@/drizzle/schema/connection'
import { blockedAddresses, mailAccess } from '@/drizzle/schema/people'
import { auditLog } from '@/drizzle/schema/sync'
import { memberships, workspaces } from '@/drizzle/schema/workspaces'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { isPublicDomain, readDomain } from '@/lib/platform/domains'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import type { UserScope } from '@/lib/platform/scope'
import { countHidden, getVisibility } from './queries'
import { readPattern } from './rules'
import type { Visibility } from './schema'

/** Patterns of one list. */
const MOST_BLOCKED = 1000

const audit = (db: Db, scope: UserScope, action: string, detail: Record<string, string>) =>
  db.insert(auditLog).values({ workspaceId: scope.workspaceId, actorId: scope.userId, action, detail })

/** What timelines show may have changed, for everybody or for one. */
const tell = (db: Db, scope: UserScope, userId?: string) =>
  notifyLive(db, { workspaceId: scope.workspaceId, userId, topics: ['privacy', 'people'] })

/** Chooses what colleagues see of the person's mail on timelines; counts at once, for mail of the past too. */
export async function setVisibility(db: Db, scope: UserScope, visibility: Visibility): Promise<void> {
  const before = await getVisibility(db, scope)
  if (before === visibility) return
  await db.update(memberships).set({ mailVisibility: visibility }).where(eq(memberships.userId, scope.userId))
  await audit(db, scope, 'privacy.visibility', { from: before, to: visibility })
  await tell(db, scope)
}

/**
 * Puts an address or a domain on the block list; a shared one counts for everybody and is an administrator's to add.
 * Answers how many mails timelines no longer show. Throws invalid_input with words, forbidden.
 */
export async function createBlocked(db: Db, scope: UserScope, typed: string, shared: boolean) {
  if (shared && scope.role !== 'admin')
    throw new AppError('forbidden', 'shared block', {
      userMessage: 'Only administrators block for the whole workspace.',
    })
  const pattern = readPattern(typed)
  if (!pattern)
    throw new AppError('invalid_input', 'bad pattern', {
      userMessage: 'Enter an address like ann@fabrikam.com, or a domain like fabrikam.com.',
    })
  const userId = shared ? null : scope.userId
  const own = userId ? eq(blockedAddresses.userId, userId) : isNull(blockedAddresses.userId)
  if ((await db.$count(blockedAddresses, own)) >= MOST_BLOCKED)
    throw new AppError('invalid_input', 'list is full', { userMessage: 'The list holds 1,000 entries. Take some off.' })
  const [made] = await db
    .insert(blockedAddresses)
    .values({ workspaceId: scope.workspaceId, userId, pattern, createdAt: now() })
    .onConflictDoNothing()
    .returning({ id: blockedAddresses.id })
  const [row] = made
    ? [made]
    : await db
        .select({ id: blockedAddresses.id })
        .from(blockedAddresses)
        .where(and(eq(blockedAddresses.pattern, pattern), own))
  if (!row) throw new AppError('internal', 'nothing was blocked')
  if (made && shared) await audit(db, scope, 'settings.blocked', { blockedId: row.id })
  if (made) await tell(db, scope)
  return { id: row.id, hides: await countHidden(db, scope, pattern, shared) }
}

/** Takes an entry off the block list; its mails are on timelines again. Throws forbidden for a shared one. */
export async function deleteBlocked(db: Db, scope: UserScope, id: string): Promise<void> {
  const [row] = await db.select().from(blockedAddresses).where(eq(blockedAddresses.id, id))
  // Nobody hears of a colleague's list.
  if (!row || (row.userId && row.userId !== scope.userId)) return
  if (!row.userId && scope.role !== 'admin')
    throw new AppError('forbidden', 'shared block', { userMessage: 'An administrator blocked this for everybody.' })
  await db.delete(blockedAddresses).where(eq(blockedAddresses.id, id))
  if (!row.userId) await audit(db, scope, 'settings.unblocked', { blockedId: id })
  await tell(db, scope)
}

/** Answers a colleague's request, or takes back what was granted. Throws not_found for what is not the person's. */
export async function answerAsk(db: Db, scope: UserScope, id: string, granted: boolean): Promise<void> {
  const [ask] = await db
    .select({ state: mailAccess.state, requesterId: mailAccess.requesterId })
    .from(mailAccess)
    .innerJoin(connections, eq(connections.id, mailAccess.connectionId))
    .where(and(eq(mailAccess.id, id), eq(connections.userId, scope.userId), ne(connections.state, 'disconnecting')))
    .for('update', { of: mailAccess })
  if (!ask) throw new AppError('not_found', 'no such request', { userMessage: 'This request is no longer there.' })
  const state = granted ? ('granted' as const) : ('declined' as const)
  if (ask.state === state) return
  await db.update(mailAccess).set({ state, decidedAt: now() }).where(eq(mailAccess.id, id))
  const action = granted ? 'granted' : ask.state === 'granted' ? 'taken_back' : 'declined'
  await audit(db, scope, `mail_access.${action}`, { requestId: id, requesterId: ask.requesterId })
  await tell(db, scope, ask.requesterId)
  await tell(db, scope, scope.userId)
}

/** Domains whose people are colleagues, besides those of the members; for administrators. Throws invalid_input. */
export async function setInternalDomains(db: Db, scope: UserScope, typed: readonly string[]): Promise<void> {
  if (scope.role !== 'admin') throw new AppError('forbidden', 'administrators only')
  const domains = new Set<string>()
  for (const each of typed) {
    const domain = readDomain(each)
    if (!domain)
      throw new AppError('invalid_input', 'bad domain', {
        userMessage: `“${each.trim().slice(0, 60)}” is not a domain. Enter one like contoso.com.`,
      })
    if (isPublicDomain(domain))
      throw new AppError('invalid_input', 'public domain', {
        userMessage: `Anybody may have an address at ${domain}, so it cannot stand for colleagues.`,
      })
    domains.add(domain)
  }
  const sorted = [...domains].sort()
  await db.update(workspaces).set({ internalDomains: sorted }).where(eq(workspaces.id, scope.workspaceId))
  await audit(db, scope, 'settings.internal_domains', { domains: sorted.join(' ').slice(0, 2000) })
  await tell(db, scope)
}
