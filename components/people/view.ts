/** What the screens of people and companies need to know. Times are ISO 8601 in UTC, addresses in lower case. */

export type Refusal = { error: string /** Field → what is wrong with it. */; fields?: Record<string, string> }

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
