import 'server-only'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { users } from '@/drizzle/schema/users'
import { memberships } from '@/drizzle/schema/workspaces'
import type { Db } from '@/lib/platform/db/handle'

/** A colleague's name, however they signed in; for queries that join users. */
export const nameOfUser = sql<string>`coalesce(${users.name}, ${users.email}, ${users.contactEmail}, '')`

/** Active members, by name: who may own a person, a company or a task. */
export async function listOwners(db: Db): Promise<{ id: string; name: string }[]> {
  return db
    .select({ id: users.id, name: nameOfUser })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(isNull(memberships.disabledAt))
    .orderBy(asc(nameOfUser), asc(users.id))
}

/**
 * Whether somebody is an active member of the workspace. Foreign keys are checked past row-level security, so whoever
 * is to own something must be looked up by this.
 */
export async function isMember(db: Db, userId: string): Promise<boolean> {
  return (await db.$count(memberships, and(eq(memberships.userId, userId), isNull(memberships.disabledAt)))) > 0
}
