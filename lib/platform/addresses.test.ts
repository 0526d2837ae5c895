import { expect, it } from 'vitest'
import { domainOf, isAddress, partAddress } from './addresses'

it.each([
  ['ann@norrvik.example', 'norrvik.example'],
  ['"ann@contoso.test"@norrvik.example', 'norrvik.example'],
  ['ann@contoso.test@norrvik.example', 'norrvik.example'],
  ['/o=exchangelabs/cn=recipients', ''],
  ['ann@', ''],
  ['@norrvik.example', ''],
  ['', ''],
])('%s is at %j', (address, domain) => expect(domainOf(address)).toBe(domain))

it('parts at the last sign', () =>
  expect(partAddress('"a@b"@norrvik.example')).toEqual({ local: '"a@b"', domain: 'norrvik.example' }))

it.each(['"a@b"@norrvik.example', 'ann@norrvik.example'])('%s can be written to', (address) =>
  expect(isAddress(address)).toBe(true),
)
it.each(['a@b@norrvik.example', '"a"b"@norrvik.example', 'ann@norrvik', '"a\u202eb"@norrvik.example'])(
  '%j cannot be written to',
  (address) => expect(isAddress(address)).toBe(false),
)
