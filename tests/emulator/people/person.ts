// One entry of /people, from the directory, the seeded groups and rooms, or the mail alone.

import { createHash } from 'node:crypto'
import type { DirectoryUser } from '../seam'
import type { GROUPS } from '../seed/people-ranking'
import type { Tally } from './ranking'

type Shared = Pick<(typeof GROUPS)[number], 'id' | 'name' | 'address'>

export interface Person {
  id: string
  displayName: string
  givenName: string | null
  surname: string | null
  jobTitle: string | null
  companyName: string | null
  userPrincipalName: string
  address: string
  score: number
  class: 'Person' | 'Group' | 'Other'
  subclass: 'OrganizationUser' | 'ImplicitContact' | 'UnifiedGroup' | 'Room'
}

/** The same address has the same id at every call. */
function idOf(address: string): string {
  const hex = createHash('sha256').update(`person ${address}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const fromDirectory = (user: DirectoryUser, tenantName: string, score: number): Person => ({
  id: user.id,
  displayName: user.displayName,
  givenName: user.givenName,
  surname: user.surname,
  jobTitle: user.jobTitle,
  companyName: tenantName,
  userPrincipalName: user.upn,
  address: user.mail ?? user.upn,
  score,
  class: 'Person',
  subclass: 'OrganizationUser',
})

const nameless = { givenName: null, surname: null, jobTitle: null, companyName: null }

export const fromShared = ({ id, name, address }: Shared, kind: 'group' | 'room', score: number): Person => ({
  ...nameless,
  id,
  displayName: name,
  userPrincipalName: kind === 'group' ? '' : address,
  address,
  score,
  class: kind === 'group' ? 'Group' : 'Other',
  subclass: kind === 'group' ? 'UnifiedGroup' : 'Room',
})

export function fromMail({ address, name, score }: Tally): Person {
  const words = name.split(' ')
  const whole = words.length > 1
  return {
    ...nameless,
    id: idOf(address),
    displayName: name || address,
    givenName: whole ? (words[0] ?? null) : null,
    surname: whole ? words.slice(1).join(' ') : null,
    userPrincipalName: '',
    address,
    score,
    class: 'Person',
    subclass: 'ImplicitContact',
  }
}

/** In Graph's order; unknown texts are '' or null as Microsoft has them. */
export function viewPerson(person: Person): Record<string, unknown> {
  return {
    id: person.id,
    displayName: person.displayName,
    givenName: person.givenName,
    surname: person.surname,
    birthday: '',
    personNotes: '',
    isFavorite: false,
    jobTitle: person.jobTitle,
    companyName: person.companyName,
    yomiCompany: '',
    department: null,
    officeLocation: null,
    profession: '',
    userPrincipalName: person.userPrincipalName,
    imAddress: person.subclass === 'OrganizationUser' ? `sip:${person.userPrincipalName}` : null,
    scoredEmailAddresses: [
      { address: person.address, relevanceScore: person.score, selectionLikelihood: 'notSpecified' },
    ],
    phones: [],
    postalAddresses: [],
    websites: [],
    personType: { class: person.class, subclass: person.subclass },
  }
}
