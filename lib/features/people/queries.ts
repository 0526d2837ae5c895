import 'server-only'
import { and, asc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { companies, companyDomains, people, peopleIndex, personAddresses } from '@/drizzle/schema/people'
import { users } from '@/drizzle/schema/users'
import { nameOfUser } from '@/lib/features/workspace/members/queries'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { prefixQuery } from '@/lib/platform/words'
import type { NamePlace } from './rules'

const ROW = {
  id: people.id,
  name: people.name,
  sortName: people.sortName,
  title: people.title,
  company: { id: companies.id, name: companies.name },
  owner: { id: users.id, name: nameOfUser },
}

const rows = (db: Db) =>
  db
    .select(ROW)
    .from(people)
    .leftJoin(companies, eq(companies.id, people.companyId))
    .leftJoin(users, eq(users.id, people.ownerId))

/** A person of the list, with their addresses, the one that is written to first. */
export type PersonRecord = Awaited<ReturnType<typeof withAddresses>>[number]

async function withAddresses(db: Db, found: Awaited<ReturnType<typeof readRows>>) {
  const ids = found.map(({ id }) => id)
  const all =
    ids.length === 0
      ? []
      : await db
          .select({ personId: personAddresses.personId, address: personAddresses.address })
          .from(personAddresses)
          .where(inArray(personAddresses.personId, ids))
          .orderBy(asc(personAddresses.position), asc(personAddresses.address))
  return found.map((row) => ({
    ...row,
    addresses: all.filter(({ personId }) => personId === row.id).map(({ address }) => address),
  }))
}

const readRows = (db: Db, where: SQL | undefined, limit: number) =>
  rows(db).where(where).orderBy(asc(people.sortName), asc(people.id)).limit(limit)

/** What a page of people is asked for. */
export interface PeopleQuery {
  q: string
  filter: 'all' | 'mine' | 'no-company'
  after: NamePlace | null
  limit: number
}

/** People by name, from a place on. With words only those whose name, title, company or addresses begin so. */
export async function listPeople(db: Db, scope: UserScope, { q, filter, after, limit }: PeopleQuery) {
  const sought = prefixQuery(q, scope.workspaceId)
  if (q.trim() && !sought) return []
  const where = and(
    sought ? sql`${people.id} in (select id from ${peopleIndex} where words @@ ${sought}::tsquery)` : undefined,
    filter === 'mine' ? eq(people.ownerId, scope.userId) : undefined,
    filter === 'no-company' ? isNull(people.companyId) : undefined,
    after ? sql`(${people.sortName}, ${people.id}) > (${after.sortName}, ${after.id}::uuid)` : undefined,
  )
  return withAddresses(db, await readRows(db, where, limit))
}

/** How many people the workspace knows. */
export const countPeople = (db: Db): Promise<number> => db.$count(people)

/** People of a company, by name. */
export async function listPeopleOf(db: Db, companyId: string, limit: number) {
  return withAddresses(db, await readRows(db, eq(people.companyId, companyId), limit))
}

/** One person with everything that was entered. Undefined: not there. */
export async function getPerson(db: Db, id: string) {
  const [row] = await withAddresses(db, await readRows(db, eq(people.id, id), 1))
  if (!row) return undefined
  const [more] = await db
    .select({ phone: people.phone, notes: people.notes, createdAt: people.createdAt })
    .from(people)
    .where(eq(people.id, id))
  return more && { ...row, ...more }
}

/** To whom addresses belong already. */
export async function listHolders(db: Db, addresses: string[]) {
  if (addresses.length === 0) return []
  return db
    .select({ what: personAddresses.address, id: people.id, name: people.name })
    .from(personAddresses)
    .innerJoin(people, eq(people.id, personAddresses.personId))
    .where(inArray(personAddresses.address, addresses))
}

/** Whose domains these are. */
export async function listDomainHolders(db: Db, domains: string[]) {
  if (domains.length === 0) return []
  return db
    .select({ what: companyDomains.domain, id: companies.id, name: companies.name })
    .from(companyDomains)
    .innerJoin(companies, eq(companies.id, companyDomains.companyId))
    .where(inArray(companyDomains.domain, domains))
}

/** People and companies that a member entered or owns, as they stand in "Download my data" (R58). */
export async function listRecordsOf(db: Db, userId: string) {
  const found = await db
    .select()
    .from(people)
    .where(or(eq(people.createdBy, userId), eq(people.ownerId, userId)))
    .orderBy(asc(people.createdAt), asc(people.id))
  const named = await withAddresses(
    db,
    found.map((row) => ({ ...row, company: null, owner: null })),
  )
  const made = await db
    .select()
    .from(companies)
    .where(or(eq(companies.createdBy, userId), eq(companies.ownerId, userId)))
    .orderBy(asc(companies.createdAt), asc(companies.id))
  const domains = await db
    .select({ companyId: companyDomains.companyId, domain: companyDomains.domain })
    .from(companyDomains)
    .innerJoin(companies, eq(companies.id, companyDomains.companyId))
    .where(or(eq(companies.createdBy, userId), eq(companies.ownerId, userId)))
  return {
    people: found.map(({ words: _, sortName: __, ...row }) => ({
      ...row,
      addresses: named.find(({ id }) => id === row.id)?.addresses ?? [],
    })),
    companies: made.map(({ words: _, sortName: __, ...row }) => ({
      ...row,
      domains: domains.filter(({ companyId }) => companyId === row.id).map(({ domain }) => domain),
    })),
  }
}
