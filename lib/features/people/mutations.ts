import 'server-only'
import { and, eq, inArray, isNull, notInArray, type SQL, sql } from 'drizzle-orm'
import { companies, companyDomains, people, personAddresses } from '@/drizzle/schema/people'
import { activities } from '@/drizzle/schema/tasks'
import { listMemberDomains, listNamedDomains } from '@/lib/features/privacy/queries'
import { isMember } from '@/lib/features/workspace/members/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import type { UserScope } from '@/lib/platform/scope'
import { listDomainHolders, listHolders } from './queries'
import { companyDomainOf, readAddresses, searchWords, sortNameOf } from './rules'
import type { PersonFields } from './schema'

/** A form that cannot be saved as it is, with what is wrong where. */
export class FormRefused extends AppError {
  constructor(
    message: string,
    readonly fields: Record<string, string>,
    readonly taken: { what: string; id: string; name: string }[] = [],
  ) {
    super('invalid_input', 'a form was refused', { userMessage: message })
  }
}

/** Says that lists and timelines of people changed. */
export const tell = (db: Db, scope: UserScope) => notifyLive(db, { workspaceId: scope.workspaceId, topics: ['people'] })

/** Foreign keys are checked past row-level security: an owner must be a member here. */
export async function checkOwner(db: Db, ownerId: string | null): Promise<void> {
  if (ownerId && !(await isMember(db, ownerId)))
    throw new FormRefused('This colleague is no longer here.', { ownerId: 'No longer a member' })
}

/**
 * Enters a person. Without a company their first address of a known company's domain finds it; a company that is only
 * named is made, with that domain. Throws FormRefused.
 */
export async function createPerson(db: Db, scope: UserScope, input: PersonFields): Promise<string> {
  const { addresses, values } = await prepare(db, scope, input, null)
  const [row] = await db
    .insert(people)
    .values({ ...values, workspaceId: scope.workspaceId, createdBy: scope.userId, createdAt: now(), updatedAt: now() })
    .returning({ id: people.id })
  if (!row) throw new AppError('internal', 'nobody was made')
  await writeAddresses(db, scope, row.id, addresses)
  await refreshWords(db, scope, eq(people.id, row.id))
  await tell(db, scope)
  return row.id
}

/** Changes a person. Throws FormRefused, not_found. */
export async function updatePerson(db: Db, scope: UserScope, id: string, input: PersonFields): Promise<void> {
  const [row] = await db.select({ ownerId: people.ownerId }).from(people).where(eq(people.id, id)).for('update')
  if (!row) throw new AppError('not_found', 'nobody of this id', { userMessage: 'This person was deleted meanwhile.' })
  const { addresses, values } = await prepare(db, scope, input, { id, ownerId: row.ownerId })
  await db
    .update(people)
    .set({ ...values, updatedAt: now() })
    .where(eq(people.id, id))
  await db
    .delete(personAddresses)
    .where(
      and(
        eq(personAddresses.personId, id),
        addresses.length > 0 ? notInArray(personAddresses.address, addresses) : undefined,
      ),
    )
  await writeAddresses(db, scope, id, addresses)
  await refreshWords(db, scope, eq(people.id, id))
  await tell(db, scope)
}

/** Deletes people. Their notes stay with the company, their tasks with who has to do them; mail is not touched. */
export async function deletePeople(db: Db, scope: UserScope, ids: string[]): Promise<void> {
  await db
    .update(activities)
    .set({ companyId: sql`(select company_id from people where people.id = ${activities.personId})` })
    .where(and(inArray(activities.personId, ids), isNull(activities.companyId)))
  await db.delete(people).where(inArray(people.id, ids))
  await tell(db, scope)
}

async function prepare(
  db: Db,
  scope: UserScope,
  input: PersonFields,
  before: { id: string; ownerId: string | null } | null,
) {
  const { addresses, bad } = readAddresses(input.addresses)
  const fields: Record<string, string> = {}
  if (bad.length > 0) fields.addresses = `“${bad[0]?.slice(0, 60)}” is not an address`
  const name = input.name || (addresses[0] ?? '')
  if (!name) fields.name = 'Enter a name or an address'
  if (Object.keys(fields).length > 0) throw new FormRefused('Not saved yet: look at what is marked.', fields)
  const taken = (await listHolders(db, addresses)).filter(({ id }) => id !== before?.id)
  const [first] = taken
  if (first) throw new FormRefused('Not saved yet.', { addresses: `Already belongs to ${first.name}` }, taken)
  // An owner who stood there already may stay, also when they have left.
  if (input.ownerId !== before?.ownerId) await checkOwner(db, input.ownerId)
  const companyId = await companyOf(db, scope, input, addresses, before === null)
  const { title, phone, notes, ownerId } = input
  return {
    addresses,
    values: { name, sortName: sortNameOf(name), title: title || null, phone: phone || null, notes, ownerId, companyId },
  }
}

async function companyOf(
  db: Db,
  scope: UserScope,
  input: PersonFields,
  addresses: string[],
  isNew: boolean,
): Promise<string | null> {
  if (input.companyId) {
    const [known] = await db.select({ id: companies.id }).from(companies).where(eq(companies.id, input.companyId))
    if (!known) throw new FormRefused('This company was deleted meanwhile.', { companyId: 'No longer there' })
    return known.id
  }
  const domains = addresses.flatMap((address) => companyDomainOf(address) ?? [])
  if (!input.companyName) {
    // Taken away by hand from somebody who was there: it stays away.
    const [holder] = isNew ? await listDomainHolders(db, domains) : []
    return holder?.id ?? null
  }
  const [same] = await db
    .select({ id: companies.id })
    .from(companies)
    .where(eq(companies.sortName, sortNameOf(input.companyName)))
  if (same) return same.id
  const held = (await listDomainHolders(db, domains)).map(({ what }) => what)
  const inside = [...(await listNamedDomains(db, scope)), ...(await listMemberDomains(db))]
  const domain = domains.find((each) => !held.includes(each) && !inside.includes(each))
  return insertCompany(db, scope, { name: input.companyName, ownerId: input.ownerId }, domain ? [domain] : [])
}

/** Writes a new company with its domains, which nobody holds. */
export async function insertCompany(
  db: Db,
  scope: UserScope,
  values: Pick<typeof companies.$inferInsert, 'name' | 'website' | 'phone' | 'notes' | 'ownerId'>,
  domains: string[],
): Promise<string> {
  const [row] = await db
    .insert(companies)
    .values({
      ...values,
      sortName: sortNameOf(values.name),
      words: vector(searchWords(scope.workspaceId, [values.name, ...domains])),
      workspaceId: scope.workspaceId,
      createdBy: scope.userId,
      createdAt: now(),
      updatedAt: now(),
    })
    .returning({ id: companies.id })
  if (!row) throw new AppError('internal', 'no company was made')
  if (domains.length > 0)
    await db
      .insert(companyDomains)
      .values(domains.map((domain) => ({ workspaceId: scope.workspaceId, companyId: row.id, domain })))
  return row.id
}

/** Words as a tsvector. They are letters and digits, and the sign of the workspace. */
export const vector = (words: string[]): SQL<string> =>
  sql<string>`array_to_tsvector(array(select jsonb_array_elements_text(${JSON.stringify(words)}::jsonb)))`

async function writeAddresses(db: Db, scope: UserScope, personId: string, addresses: string[]): Promise<void> {
  if (addresses.length === 0) return
  const written = await db
    .insert(personAddresses)
    .values(addresses.map((address, position) => ({ workspaceId: scope.workspaceId, personId, address, position })))
    .onConflictDoUpdate({
      target: [personAddresses.workspaceId, personAddresses.address],
      set: { position: sql`excluded.position` },
      // Somebody else's by now: two forms were saved at once.
      setWhere: eq(personAddresses.personId, personId),
    })
    .returning({ address: personAddresses.address })
  if (written.length < addresses.length) {
    const taken = (await listHolders(db, addresses)).filter(({ id }) => id !== personId)
    throw new FormRefused('Not saved yet.', { addresses: `Already belongs to ${taken[0]?.name ?? 'somebody'}` }, taken)
  }
}

/** Makes the words of people anew: after a change of theirs, or of their company's name. */
export async function refreshWords(db: Db, scope: UserScope, which: SQL | undefined): Promise<void> {
  const rows = await db
    .select({
      id: people.id,
      name: people.name,
      title: people.title,
      phone: people.phone,
      company: companies.name,
      addresses: sql<string | null>`(select string_agg(address, ' ') from ${personAddresses}
        where ${personAddresses.personId} = ${people.id})`,
    })
    .from(people)
    .leftJoin(companies, eq(companies.id, people.companyId))
    .where(which)
  if (rows.length === 0) return
  const words = rows.map(({ id, name, title, phone, company, addresses }) => ({
    id,
    // A number is looked for as it is written, or in one go.
    words: searchWords(scope.workspaceId, [name, title, company, addresses, phone, phone?.replace(/\D/g, '') ?? null]),
  }))
  await db.execute(sql`update people p set words = array_to_tsvector(array(select jsonb_array_elements_text(w.words)))
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as w(id uuid, words jsonb) where p.id = w.id`)
}
