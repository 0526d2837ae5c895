import { expect, it } from 'vitest'
import { firstName, outsiders } from './names'
import type { TimelineEntry } from './view'

it.each([
  ['Dr. Amara Okafor', 'Amara'],
  ['Ingrid Berg', 'Ingrid'],
  ['Prof. Dr. Olaf', 'Olaf'],
  ['ingrid@norrvik.example', 'ingrid@norrvik.example'],
  ['Dr.', 'Dr.'],
])('%s is called %s', (name, called) => expect(firstName(name)).toBe(called))

it('of several outside the one whose timeline it is stands first', () => {
  const people = [
    { name: 'Olaf Ek', address: 'olaf@n.example', personId: null },
    { name: 'Ingrid Berg', address: 'ingrid@n.example', personId: 'i' },
  ]
  const mail = { people } as Extract<TimelineEntry, { kind: 'mail' }>
  expect(outsiders(mail, { personId: 'i' })).toBe('Ingrid and 1 more')
  expect(outsiders(mail, {})).toBe('Olaf Ek and 1 more')
  expect(outsiders({ ...mail, people: [] }, {})).toBe('')
})
