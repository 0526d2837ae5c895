import { expect, it } from 'vitest'
import { peopleOf } from './rules'

const mail = (from: string, to: string[], name = '') => ({
  fromName: name,
  fromAddress: from,
  toRecipients: to.map((address) => ({ name: '', address })),
  ccRecipients: [],
})

it('names everybody but oneself once, who speaks most first', () => {
  const messages = [
    mail('me@x.test', ['Quiet@x.test', 'ann@x.test']),
    mail('ann@x.test', ['ME@x.test'], 'Ann'),
    mail('bob@x.test', ['me@x.test', ''], 'Bob'),
    mail('BOB@x.test', ['me@x.test']),
  ]
  expect(peopleOf(messages, 'Me@x.test', 20)).toEqual([
    { name: 'Bob', address: 'bob@x.test' },
    { name: 'Ann', address: 'ann@x.test' },
    { name: '', address: 'Quiet@x.test' },
  ])
  expect(peopleOf(messages, 'me@x.test', 1)).toHaveLength(1)
})
