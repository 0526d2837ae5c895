import 'server-only'
import type {
  AddressLookup,
  PeopleView,
  PersonDetail,
  PersonForm,
  PersonPage,
  PersonRow,
} from '@/components/people/view'
import { withUser } from '@/lib/auth/with-user'
import { countTimeline, listLastContacts } from '@/lib/features/timeline/queries'
import { listOwners } from '@/lib/features/workspace/members/queries'
import { getMe } from '@/lib/features/workspace/queries'
import { domainOf } from '@/lib/platform/addresses'
import type { Db } from '@/lib/platform/db/handle'
import { readAddress } from '@/lib/platform/domains'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { isUuid } from '@/lib/platform/uuid'
import { getCompany } from './companies/queries'
import { countPeople, getPerson, listDomainHolders, listHolders, listPeople, type PersonRecord } from './queries'
import { companyDomainOf, companyNameOf, decodePlace, encodePlace } from './rules'
import { type ListInput, listInput } from './schema'

const PAGE = 50

type Query = Record<string, string | string[] | undefined>

/** The list for its first paint, as the address bar has it. */
export async function loadPeople(query: Query): Promise<PeopleView> {
  const input = listInput.parse({ q: one(query.q), filter: one(query.filter) })
  return withUser(async (db, scope) => ({
    page: await readPage(db, scope, input),
    q: input.q,
    filter: input.filter,
    me: (await getMe(db, scope)).user,
  }))
}

/** A page of people. Throws invalid_input for a place that is none. */
export async function loadPeoplePage(query: URLSearchParams): Promise<PersonPage> {
  const parsed = listInput.safeParse(Object.fromEntries([...query].filter(([, value]) => value !== '')))
  if (!parsed.success) throw new AppError('invalid_input', 'bad list query')
  return withUser((db, scope) => readPage(db, scope, parsed.data))
}

async function readPage(db: Db, scope: UserScope, { q, filter, cursor }: ListInput): Promise<PersonPage> {
  const after = cursor ? decodePlace(cursor) : null
  if (cursor && !after) throw new AppError('invalid_input', 'bad list cursor')
  const found = await listPeople(db, scope, { q, filter, after, limit: PAGE + 1 })
  const rows = found.slice(0, PAGE)
  const last = rows.at(-1)
  return {
    rows: await toRows(db, scope, rows),
    nextCursor: found.length > PAGE && last ? encodePlace(last) : null,
    total: after || q.trim() || filter !== 'all' ? null : await countPeople(db),
  }
}

/** People as the screens show them, with the newest mail that the viewer may know of. */
export async function toRows(db: Db, scope: UserScope, rows: PersonRecord[]): Promise<PersonRow[]> {
  const contacts = await listLastContacts(
    db,
    scope,
    rows.map(({ id, addresses }) => ({ id, addresses, domains: [] })),
  )
  return rows.map(({ sortName: _, ...row }) => ({
    ...row,
    lastContactAt: contacts.get(row.id)?.toISOString() ?? null,
  }))
}

/** One person. Throws not_found. */
export async function loadPerson(id: string): Promise<PersonDetail> {
  return withUser(async (db, scope) => {
    const person = isUuid(id) ? await getPerson(db, id) : undefined
    if (!person) throw new AppError('not_found', 'nobody of this id')
    const { phone, notes, createdAt, ...record } = person
    const [row] = await toRows(db, scope, [record])
    if (!row) throw new AppError('not_found', 'nobody of this id')
    return {
      ...row,
      phone,
      notes,
      createdAt: createdAt.toISOString(),
      counts: await countTimeline(db, scope, { personId: id }),
    }
  })
}

/** The form of a person: of one who is there, or of a new one with what the address bar gives. Throws not_found. */
export async function loadPersonForm(id: string | null, query: Query = {}): Promise<PersonForm> {
  return withUser(async (db, scope) => {
    const owners = await listOwners(db)
    if (id === null) {
      const address = readAddress(one(query.address) ?? '') ?? ''
      const asked = one(query.company) ?? ''
      const company = isUuid(asked)
        ? await getCompany(db, asked)
        : (await listDomainHolders(db, address ? [domainOf(address)] : []))[0]
      const name = (one(query.name) ?? '').slice(0, 200)
      return {
        owners,
        company: company ? { id: company.id, name: company.name } : null,
        input: {
          ...{ title: '', phone: '', notes: '', companyName: '', ownerId: scope.userId },
          // A sender without a name is called by their address: no name for a person.
          name: name.includes('@') ? '' : name,
          addresses: address ? [address] : [],
          companyId: company?.id ?? null,
        },
      }
    }
    const person = isUuid(id) ? await getPerson(db, id) : undefined
    if (!person) throw new AppError('not_found', 'nobody of this id')
    const { name, title, phone, notes, addresses, company, owner } = person
    return {
      owners: owner && !owners.some((each) => each.id === owner.id) ? [...owners, owner] : owners,
      company,
      input: {
        ...{ name, notes, addresses, companyName: '' },
        title: title ?? '',
        phone: phone ?? '',
        companyId: company?.id ?? null,
        ownerId: owner?.id ?? null,
      },
    }
  })
}

/** What an address says before its person is saved: whose it is, and whose domain. */
export async function loadAddressLookup(query: URLSearchParams): Promise<AddressLookup> {
  const address = readAddress((query.get('address') ?? '').slice(0, 400))
  return withUser(async (db) => {
    if (!address) return { address: null, taken: null, company: null, companyName: null }
    const [taken] = await listHolders(db, [address])
    const domain = companyDomainOf(address)
    const [holder] = domain ? await listDomainHolders(db, [domain]) : []
    return {
      address,
      taken: taken ? { id: taken.id, name: taken.name } : null,
      company: holder ? { id: holder.id, name: holder.name } : null,
      companyName: domain && !holder ? companyNameOf(domain) : null,
    }
  })
}

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
