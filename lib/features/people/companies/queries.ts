import 'server-only'
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { companies, companiesIndex, companyDomains, people, personAddresses } from '@/drizzle/schema/people'
import { users } from '@/drizzle/schema/users'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { prefixQuery } from '@/lib/platform/words'
import type { NamePlace } from '../rules'

const ROW = {
  id: companies.id,
  name: companies.name,
  sortName: companies.sortName,
  owner: { id: users.id, name: sql<string>`coalesce(${users.name}, ${users.email}, ${users.contactEmail}, '')` },
}

const readRows = (db: Db, where: SQL | undefined, limit: number) =>
  db
    .select(ROW)
    .from(companies)
    .leftJoin(users, eq(users.id, companies.ownerId))
    .where(where)
    .orderBy(asc(companies.sortName), asc(companies.id))
    .limit(limit)

/** A company of the list, with its domains, its people's addresses and how many they are. */
export type CompanyRecord = Awaited<ReturnType<typeof withParts>>[number]

async function withParts(db: Db, found: Awaited<ReturnType<typeof readRows>>) {
  const ids = found.map(({ id }) => id)
  if (ids.length === 0) return []
  const domains = await db
    .select({ companyId: companyDomains.companyId, domain: companyDomains.domain })
    .from(companyDomains)
    .where(inArray(companyDomains.companyId, ids))
    .orderBy(asc(companyDomains.domain))
  const counts = await db
    .select({ companyId: people.companyId, n: sql<number>`count(*)::int` })
    .from(people)
    .where(inArray(people.companyId, ids))
    .groupBy(people.companyId)
  const addresses = await db
    .select({ companyId: people.companyId, address: personAddresses.address })
    .from(personAddresses)
    .innerJoin(people, eq(people.id, personAddresses.personId))
    .where(inArray(people.companyId, ids))
  return found.map((row) => ({
    ...row,
    domains: domains.filter(({ companyId }) => companyId === row.id).map(({ domain }) => domain),
    addresses: addresses.filter(({ companyId }) => companyId === row.id).map(({ address }) => address),
    people: counts.find(({ companyId }) => companyId === row.id)?.n ?? 0,
  }))
}

const soughtFor = (scope: UserScope, q: string) => {
  const sought = prefixQuery(q, scope.workspaceId)
  return sought
    ? sql`${companies.id} in (select id from ${companiesIndex} where words @@ ${sought}::tsquery)`
    : undefined
}

/** Companies by name, from a place on. With words only those whose name or domains begin so. */
export async function listCompanies(
  db: Db,
  scope: UserScope,
  { q, after, limit }: { q: string; after: NamePlace | null; limit: number },
) {
  const sought = soughtFor(scope, q)
  if (q.trim() && !sought) return []
  const beyond = after
    ? sql`(${companies.sortName}, ${companies.id}) > (${after.sortName}, ${after.id}::uuid)`
    : undefined
  return withParts(db, await readRows(db, and(sought, beyond), limit))
}

/** A few companies to choose from. */
export async function listCompanyChoices(db: Db, scope: UserScope, q: string, limit: number) {
  const sought = soughtFor(scope, q)
  if (q.trim() && !sought) return []
  return db
    .select({
      id: companies.id,
      name: companies.name,
      domain: sql<string | null>`(select min(domain) from company_domains where company_id = ${companies.id})`,
    })
    .from(companies)
    .where(sought)
    .orderBy(asc(companies.sortName), asc(companies.id))
    .limit(limit)
}

/** One company with everything that was entered. Undefined: not there. */
export async function getCompany(db: Db, id: string) {
  const [row] = await withParts(db, await readRows(db, eq(companies.id, id), 1))
  if (!row) return undefined
  const [more] = await db
    .select({
      website: companies.website,
      phone: companies.phone,
      notes: companies.notes,
      createdAt: companies.createdAt,
    })
    .from(companies)
    .where(eq(companies.id, id))
  return more && { ...row, ...more }
}
