import 'server-only'
import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { connections } from '@/drizzle/schema/connection'
import { companies, people } from '@/drizzle/schema/people'
import { entryAttendees, entryLinks } from '@/drizzle/schema/schedule'
import { users } from '@/drizzle/schema/users'
import { memberships } from '@/drizzle/schema/workspaces'
import type { Db } from '@/lib/platform/db/handle'

export interface Member {
  id: string
  name: string
  /** In lower case; the first is the one to invite. */
  addresses: string[]
}

/** Active members of the workspace with the addresses by which they are known. */
export async function listMembers(db: Db): Promise<Member[]> {
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
  const members = new Map<string, Member>()
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

/** Who is asked to some entries, in the order in which they were named. */
export async function listAttendees(db: Db, entryIds: string[]) {
  if (entryIds.length === 0) return []
  return db
    .select()
    .from(entryAttendees)
    .where(inArray(entryAttendees.entryId, entryIds))
    .orderBy(asc(entryAttendees.position), asc(entryAttendees.address))
}
export type AttendeeRow = Awaited<ReturnType<typeof listAttendees>>[number]

const employers = alias(companies, 'employers')

/** People and companies that some entries are about, with their names. */
export async function listLinks(db: Db, entryIds: string[]) {
  if (entryIds.length === 0) return []
  return db
    .select({
      id: entryLinks.id,
      entryId: entryLinks.entryId,
      personId: entryLinks.personId,
      companyId: entryLinks.companyId,
      personName: people.name,
      personCompany: employers.name,
      companyName: companies.name,
    })
    .from(entryLinks)
    .leftJoin(people, eq(people.id, entryLinks.personId))
    .leftJoin(employers, eq(employers.id, people.companyId))
    .leftJoin(companies, eq(companies.id, entryLinks.companyId))
    .where(inArray(entryLinks.entryId, entryIds))
    .orderBy(asc(people.sortName), asc(companies.sortName), asc(entryLinks.id))
}
export type LinkRow = Awaited<ReturnType<typeof listLinks>>[number]
