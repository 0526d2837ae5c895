import 'server-only'
import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm'
import { connections } from '@/drizzle/schema/connection'
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

export interface Colleague {
  id: string
  name: string
  /** In lower case; the first is the one to invite. */
  addresses: string[]
}

/** Active members, by name, with the addresses by which they are known. */
export async function listColleagues(db: Db): Promise<Colleague[]> {
  const rows = await db
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      contact: users.contactEmail,
      address: connections.address,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(connections, and(eq(connections.userId, users.id), ne(connections.state, 'disconnecting')))
    .where(isNull(memberships.disabledAt))
    .orderBy(asc(users.name), asc(users.id))
  const members = new Map<string, Colleague>()
  for (const { id, name, address, email, contact } of rows) {
    const member = members.get(id) ?? { id, name: name ?? email ?? contact ?? '', addresses: [] }
    for (const each of [address, email, contact]) {
      const known = each?.toLowerCase()
      if (known && !member.addresses.includes(known)) member.addresses.push(known)
    }
    members.set(id, member)
  }
  return [...members.values()]
}

/**
 * Whether somebody is an active member of the workspace. Foreign keys are checked past row-level security, so whoever
 * is to own something must be looked up by this.
 */
export async function isMember(db: Db, userId: string): Promise<boolean> {
  return (await db.$count(memberships, and(eq(memberships.userId, userId), isNull(memberships.disabledAt)))) > 0
}
