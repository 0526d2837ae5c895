import 'server-only'
import { and, eq, inArray, notInArray } from 'drizzle-orm'
import { companies, companyDomains, people } from '@/drizzle/schema/people'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { isPublicDomain } from '@/lib/platform/domains'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { checkOwner, FormRefused, insertCompany, refreshWords, tell, vector } from '../mutations'
import { listDomainHolders } from '../queries'
import { readDomains, readWebsite, searchWords, sortNameOf } from '../rules'
import type { CompanyFields } from '../schema'

/** Enters a company. Throws FormRefused. */
export async function createCompany(db: Db, scope: UserScope, input: CompanyFields): Promise<string> {
  const { domains, values } = await prepare(db, input, null)
  const id = await insertCompany(db, scope, values, domains)
  await tell(db, scope)
  return id
}

/** Changes a company. Throws FormRefused, not_found. */
export async function updateCompany(db: Db, scope: UserScope, id: string, input: CompanyFields): Promise<void> {
  const [row] = await db
    .select({ name: companies.name, ownerId: companies.ownerId })
    .from(companies)
    .where(eq(companies.id, id))
    .for('update')
  if (!row) throw new AppError('not_found', 'no company', { userMessage: 'This company was deleted meanwhile.' })
  const { domains, values } = await prepare(db, input, { id, ownerId: row.ownerId })
  await db
    .update(companies)
    .set({
      ...values,
      sortName: sortNameOf(values.name),
      words: vector(searchWords(scope.workspaceId, [values.name, ...domains])),
      updatedAt: now(),
    })
    .where(eq(companies.id, id))
  await db
    .delete(companyDomains)
    .where(
      and(
        eq(companyDomains.companyId, id),
        domains.length > 0 ? notInArray(companyDomains.domain, domains) : undefined,
      ),
    )
  const written =
    domains.length === 0
      ? []
      : await db
          .insert(companyDomains)
          .values(domains.map((domain) => ({ workspaceId: scope.workspaceId, companyId: id, domain })))
          .onConflictDoUpdate({
            target: [companyDomains.workspaceId, companyDomains.domain],
            set: { companyId: id },
            setWhere: eq(companyDomains.companyId, id),
          })
          .returning({ domain: companyDomains.domain })
  if (written.length < domains.length) throw await taken(db, domains, id)
  if (row.name !== values.name) await refreshWords(db, scope, eq(people.companyId, id))
  await tell(db, scope)
}

/** Deletes companies. Their people stay, without a company; so do tasks and notes. */
export async function deleteCompanies(db: Db, scope: UserScope, ids: string[]): Promise<void> {
  const members = await db.select({ id: people.id }).from(people).where(inArray(people.companyId, ids))
  await db.delete(companies).where(inArray(companies.id, ids))
  if (members.length > 0)
    await refreshWords(
      db,
      scope,
      inArray(
        people.id,
        members.map(({ id }) => id),
      ),
    )
  await tell(db, scope)
}

async function prepare(db: Db, input: CompanyFields, before: { id: string; ownerId: string | null } | null) {
  const { domains, bad } = readDomains(input.domains)
  const fields: Record<string, string> = {}
  const open = domains.find(isPublicDomain)
  if (bad.length > 0) fields.domains = `“${bad[0]?.slice(0, 60)}” is not a domain`
  if (open) fields.domains = `Anybody may have an address at ${open}`
  if (!input.name) fields.name = 'Enter a name'
  const website = readWebsite(input.website)
  if (input.website && !website) fields.website = 'Enter an address like norrvik.com'
  if (Object.keys(fields).length > 0) throw new FormRefused('Not saved yet: look at what is marked.', fields)
  const refused = await taken(db, domains, before?.id)
  if (refused.taken.length > 0) throw refused
  if (input.ownerId !== before?.ownerId) await checkOwner(db, input.ownerId)
  const { name, phone, notes, ownerId } = input
  return { domains, values: { name, website, phone: phone || null, notes, ownerId } }
}

async function taken(db: Db, domains: string[], own: string | undefined): Promise<FormRefused> {
  const holders = (await listDomainHolders(db, domains)).filter(({ id }) => id !== own)
  return new FormRefused('Not saved yet.', { domains: `Already belongs to ${holders[0]?.name ?? 'another'}` }, holders)
}
