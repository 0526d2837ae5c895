import 'server-only'
import { asc, eq, inArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { companies, people } from '@/drizzle/schema/people'
import { entryAttendees, entryLinks } from '@/drizzle/schema/schedule'
import type { Db } from '@/lib/platform/db/handle'

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
