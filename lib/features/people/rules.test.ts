import { expect, it } from 'vitest'
import {
  companyDomainOf,
  companyNameOf,
  decodePlace,
  encodePlace,
  readAddresses,
  readDomains,
  readWebsite,
  searchWords,
  sortNameOf,
} from './rules'

it('names are sorted without case, accents and quotation marks', () => {
  const names = ['Ödön', 'anna', 'Zoë', '„Olaf“', 'Émile', 'Ben']
  expect(names.sort((a, b) => (sortNameOf(a) < sortNameOf(b) ? -1 : 1))).toEqual([
    'anna',
    'Ben',
    'Émile',
    'Ödön',
    '„Olaf“',
    'Zoë',
  ])
})

it.each([
  ['ingrid@norrvik.example', 'norrvik.example'],
  ['ingrid@gmail.com', null],
  ['ingrid@hotmail.co.uk', null],
])('%s may stand for the company %s', (address, domain) => expect(companyDomainOf(address)).toBe(domain))

it.each([
  ['norrvik.example', 'Norrvik'],
  ['norrvik-health.co.uk', 'Norrvik Health'],
  ['mail.oosterlaan.nl', 'Oosterlaan'],
  ['co.uk', 'Co'],
])('a company at %s is called %s', (domain, name) => expect(companyNameOf(domain)).toBe(name))

it('addresses are read once each, and what is none is told', () => {
  expect(readAddresses([' Ingrid@Norrvik.example', '', 'ingrid@norrvik.example', 'nonsense'])).toEqual({
    addresses: ['ingrid@norrvik.example'],
    bad: ['nonsense'],
  })
  expect(readDomains(['https://norrvik.example/x', 'x'])).toEqual({ domains: ['norrvik.example'], bad: ['x'] })
})

it.each([
  ['norrvik.example', 'https://norrvik.example'],
  ['http://norrvik.example/about', 'http://norrvik.example/about'],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['', null],
])('%j is the website %j', (typed, href) => expect(readWebsite(typed)).toBe(href))

it('a record is found by the beginnings of its words, in its workspace', () => {
  const words = searchWords('0f0f0f0f-0000-4000-8000-000000000000', ['Ingrid Berg', 'ingrid@norrvik.example', null])
  expect(words).toEqual(['~0f0f0f0f00004000', 'ingrid', 'berg', 'norrvik', 'example'])
})

it('a place comes back as it went, and nothing else is one', () => {
  const place = { sortName: 'ingrid "berg"', id: '0f0f0f0f-0000-4000-8000-000000000000' }
  expect(decodePlace(encodePlace(place))).toEqual(place)
  for (const text of ['', 'x', 'bnVsbA', Buffer.from('["a",1]').toString('base64url')])
    expect(decodePlace(text)).toBeNull()
})
