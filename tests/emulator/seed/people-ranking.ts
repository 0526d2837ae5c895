// Groups and rooms of the seeded organisation: they have addresses, but nobody signs in as one of them.

interface SharedAddress {
  id: string
  name: string
  address: string
  domain: string
}

export interface Group extends SharedAddress {
  /** Addresses of the members. */
  members: string[]
}

export const GROUPS: readonly Group[] = [
  {
    id: '6a0ab000-0000-4000-8000-000000000001',
    name: 'Sales',
    address: 'sales@contoso.test',
    domain: 'contoso.test',
    members: ['adele@contoso.test', 'alex@contoso.test', 'megan@contoso.test'],
  },
  {
    id: '6a0ab000-0000-4000-8000-000000000002',
    name: 'Halden rollout',
    address: 'halden-rollout@contoso.test',
    domain: 'contoso.test',
    members: ['alex@contoso.test', 'megan@contoso.test', 'projects@halden-medical.example'],
  },
]

export const ROOMS: readonly SharedAddress[] = [
  {
    id: '4004a000-0000-4000-8000-000000000001',
    name: 'Room Oak',
    address: 'room-oak@contoso.test',
    domain: 'contoso.test',
  },
  {
    id: '4004a000-0000-4000-8000-000000000002',
    name: 'Room Birch',
    address: 'room-birch@contoso.test',
    domain: 'contoso.test',
  },
]
