/** What the screens of people and companies need to know. Times are ISO 8601 in UTC, addresses in lower case. */

export type Refusal = {
  error: string
  /** Field → what is wrong with it. */
  fields?: Record<string, string>
  /** Addresses or domains that belong to somebody already. */
  taken?: { what: string; id: string; name: string }[]
}

export type PersonRow = {
  id: string
  name: string
  title: string | null
  company: { id: string; name: string } | null
  /** The first is the one that is written to. */
  addresses: string[]
  owner: { id: string; name: string } | null
  /** Newest mail with them that the viewer may know of. */
  lastContactAt: string | null
}

export type PersonPage = { rows: PersonRow[]; nextCursor: string | null; total: number | null }

export type PersonDetail = PersonRow & {
  phone: string | null
  notes: string
  createdAt: string
  /** For the head: how many mails and open tasks. */
  counts: { mails: number; activities: number; openTasks: number }
}

export type PersonInput = {
  name: string
  title: string
  phone: string
  notes: string
  addresses: string[]
  /** An existing company, or the name of a new one, or neither. */
  companyId: string | null
  companyName: string
  ownerId: string | null
}

export type CompanyRow = {
  id: string
  name: string
  domains: string[]
  people: number
  owner: { id: string; name: string } | null
  lastContactAt: string | null
}
export type CompanyPage = { rows: CompanyRow[]; nextCursor: string | null }
export type CompanyDetail = CompanyRow & {
  website: string | null
  phone: string | null
  notes: string
  createdAt: string
  members: PersonRow[]
}
export type CompanyInput = {
  name: string
  website: string
  phone: string
  notes: string
  domains: string[]
  ownerId: string | null
}

export type SavePerson = (id: string | null, input: PersonInput) => Promise<{ id: string } | Refusal>
export type SaveCompany = (id: string | null, input: CompanyInput) => Promise<{ id: string } | Refusal>
/** Deletes, with an undo of ten seconds on the screen before it is asked for. Mail, tasks and notes stay. */
export type DeletePeople = (ids: string[]) => Promise<Refusal | undefined>
export type DeleteCompanies = (ids: string[]) => Promise<Refusal | undefined>

/** What the list is narrowed to. */
export type PeopleFilter = 'all' | 'mine' | 'no-company'

/** GET /api/people?q=&filter=&cursor= answers PersonPage: sorted by name, 50 a page. */
export type PeopleView = { page: PersonPage; q: string; filter: PeopleFilter; me: { id: string; name: string } }
/** GET /api/companies?q=&filter=&cursor= answers CompanyPage. */
export type CompaniesView = { page: CompanyPage; q: string }

/** GET /api/people/lookup?address=: what an address says before its person is saved. */
export type AddressLookup = {
  /** As it is kept; null for what is no address. */
  address: string | null
  /** To whom it belongs already. */
  taken: { id: string; name: string } | null
  /** Whose domain it is. */
  company: { id: string; name: string } | null
  /** A name for a new company, made of the domain; null at public mail domains. */
  companyName: string | null
}

/** GET /api/companies/choices?q=: at most eight, for choosing one. */
export type CompanyChoice = { id: string; name: string; domain: string | null }

/** What a form begins with. */
export type PersonForm = {
  input: PersonInput
  company: { id: string; name: string } | null
  owners: { id: string; name: string }[]
}
export type CompanyForm = { input: CompanyInput; owners: { id: string; name: string }[] }
