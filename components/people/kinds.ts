import { words } from './words'

/** What is the same about people and about companies but for its name. */
export const kinds = {
  people: {
    shape: 'person',
    href: '/people',
    title: words.people,
    search: words.search.people,
    add: words.newPerson,
    addKey: words.keys.new,
    deleteOne: words.deletePeople(1),
    deleted: words.peopleDeleted,
    stay: words.peopleStay,
  },
  companies: {
    shape: 'company',
    href: '/companies',
    title: words.companies,
    search: words.search.companies,
    add: words.newCompany,
    addKey: words.keys.newCompany,
    deleteOne: words.deleteCompanies(1),
    deleted: words.companiesDeleted,
    stay: words.companiesStay,
  },
} as const
export type Kind = keyof typeof kinds
