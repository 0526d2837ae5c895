import 'server-only'
import type { CompaniesView, CompanyChoice, CompanyDetail, CompanyForm, CompanyPage } from '@/components/people/view'
import { withUser } from '@/lib/auth/with-user'
import { listLastContacts } from '@/lib/features/timeline/queries'
import { listOwners } from '@/lib/features/workspace/members/queries'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { isUuid } from '@/lib/platform/uuid'
import { toRows } from '../loaders'
import { listPeopleOf } from '../queries'
import { decodePlace, encodePlace } from '../rules'
import { type ListInput, listInput } from '../schema'
import { type CompanyRecord, getCompany, listCompanies, listCompanyChoices } from './queries'

const PAGE = 50
/** People that a company's page lists. */
const MEMBERS = 100

/** The list for its first paint. */
export async function loadCompanies(query: Record<string, string | string[] | undefined>): Promise<CompaniesView> {
  const input = listInput.parse({ q: Array.isArray(query.q) ? query.q[0] : query.q })
  return withUser(async (db, scope) => ({ page: await readPage(db, scope, input), q: input.q }))
}

/** A page of companies. Throws invalid_input for a place that is none. */
export async function loadCompanyPage(query: URLSearchParams): Promise<CompanyPage> {
  const parsed = listInput.safeParse(Object.fromEntries([...query].filter(([, value]) => value !== '')))
  if (!parsed.success) throw new AppError('invalid_input', 'bad list query')
  return withUser((db, scope) => readPage(db, scope, parsed.data))
}

async function readPage(db: Db, scope: UserScope, { q, cursor }: ListInput): Promise<CompanyPage> {
  const after = cursor ? decodePlace(cursor) : null
  if (cursor && !after) throw new AppError('invalid_input', 'bad list cursor')
  const found = await listCompanies(db, scope, { q, after, limit: PAGE + 1 })
  const rows = found.slice(0, PAGE)
  const last = rows.at(-1)
  return {
    rows: await toCompanyRows(db, scope, rows),
    nextCursor: found.length > PAGE && last ? encodePlace(last) : null,
  }
}

async function toCompanyRows(db: Db, scope: UserScope, rows: CompanyRecord[]) {
  const contacts = await listLastContacts(db, scope, rows)
  return rows.map(({ id, name, domains, people, owner }) => ({
    ...{ id, name, domains, people, owner },
    lastContactAt: contacts.get(id)?.toISOString() ?? null,
  }))
}

/** One company with its people. Throws not_found. */
export async function loadCompany(id: string): Promise<CompanyDetail> {
  return withUser(async (db, scope) => {
    const company = isUuid(id) ? await getCompany(db, id) : undefined
    if (!company) throw new AppError('not_found', 'no such company')
    const [row] = await toCompanyRows(db, scope, [company])
    if (!row) throw new AppError('not_found', 'no such company')
    const { website, phone, notes, createdAt } = company
    return {
      ...row,
      ...{ website, phone, notes },
      createdAt: createdAt.toISOString(),
      members: await toRows(db, scope, await listPeopleOf(db, id, MEMBERS)),
    }
  })
}

/** The form of a company. Throws not_found. */
export async function loadCompanyForm(id: string | null): Promise<CompanyForm> {
  return withUser(async (db, scope) => {
    const owners = await listOwners(db)
    if (id === null)
      return { owners, input: { name: '', website: '', phone: '', notes: '', domains: [], ownerId: scope.userId } }
    const company = isUuid(id) ? await getCompany(db, id) : undefined
    if (!company) throw new AppError('not_found', 'no such company')
    const { name, website, phone, notes, domains, owner } = company
    return {
      owners: owner && !owners.some((each) => each.id === owner.id) ? [...owners, owner] : owners,
      input: { ...{ name, notes, domains }, website: website ?? '', phone: phone ?? '', ownerId: owner?.id ?? null },
    }
  })
}

/** At most eight companies whose names begin like this. */
export async function loadCompanyChoices(query: URLSearchParams): Promise<CompanyChoice[]> {
  return withUser((db, scope) => listCompanyChoices(db, scope, (query.get('q') ?? '').slice(0, 200), 8))
}
