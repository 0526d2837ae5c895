import { describe, expect, it } from 'vitest'
import { faultOf, parseRecipients, printRecipient } from './parse'

const addresses = (text: string) => parseRecipients(text).map((one) => one.address)

describe('what is typed or pasted as recipients', () => {
  it('reads a mixed list of names, addresses, commas, semicolons and lines', () => {
    expect(parseRecipients('A One <a@b.example>, c@d.example; "E, F" <e@f.example>\ng@h.example')).toEqual([
      { name: 'A One', address: 'a@b.example' },
      { name: '', address: 'c@d.example' },
      { name: 'E, F', address: 'e@f.example' },
      { name: '', address: 'g@h.example' },
    ])
  })

  it('keeps a family name before a comma with its person, as Outlook copies it', () => {
    expect(parseRecipients('Okafor, Amara <a@b.example>; Lind, Jonas <j@l.example>')).toEqual([
      { name: 'Okafor, Amara', address: 'a@b.example' },
      { name: 'Lind, Jonas', address: 'j@l.example' },
    ])
  })

  it('reads a column of addresses and mailto links', () => {
    expect(addresses('a@b.example c@d.example')).toEqual(['a@b.example', 'c@d.example'])
    expect(addresses('mailto:a@b.example')).toEqual(['a@b.example'])
    expect(addresses('<a@b.example>')).toEqual(['a@b.example'])
  })

  it('leaves what stands in quotes before the @ whole', () => {
    expect(addresses('"a@b"@c.example, d@e.example')).toEqual(['"a@b"@c.example', 'd@e.example'])
    expect(addresses('"a, b"@c.example')).toEqual(['"a, b"@c.example'])
    expect(parseRecipients('Ann <"a@b"@c.example>')).toEqual([{ name: 'Ann', address: '"a@b"@c.example' }])
  })

  it('keeps what is no address, to be shown as such', () => {
    expect(addresses('Amara, a@b.example')).toEqual(['Amara', 'a@b.example'])
    expect(addresses(' ,; \n')).toEqual([])
  })

  it('prints so that it reads itself back', () => {
    for (const person of [
      { name: 'Okafor, "Amara"', address: 'a@b.example' },
      { name: 'Jörg', address: 'j@b.example' },
      { name: '', address: 'x@y.example' },
    ])
      expect(parseRecipients(printRecipient(person))).toEqual([person])
  })
})

describe('addresses', () => {
  it.each([
    'a@b.example',
    "o'neil+x@sub.b-c.example",
    'müller@bücher.example',
    'a.b@b.co',
    `${'a'.repeat(64)}@b.example`,
    '"a@b"@c.example',
    '"o\\"neil, jr"@c.example',
  ])('%s is one', (address) => expect(faultOf(address)).toBeNull())

  it.each([
    ['amara', 'no @'],
    ['@b.example', 'before'],
    ['a@', 'after'],
    ['a@b', 'ending'],
    ['a..b@c.example', 'before'],
    ['.a@c.example', 'before'],
    ['a@-c.example', 'domain'],
    ['a@c..example', 'domain'],
    ['a@1.2.3.4', 'domain'],
    ['a b@c.example', 'space'],
    ['a@b@c.example', 'two @'],
    ['a@@c.example', 'two @'],
    ['"a@b"x@c.example', 'two @'],
    ['""@c.example', 'before'],
    [`${'a'.repeat(65)}@b.example`, 'too long'],
  ])('%s is none, and the words say why', (address, why) => expect(faultOf(address)).toContain(why))
})
