import { expect, it } from 'vitest'
import { isPublicDomain, readAddress, readDomain } from './domains'

it.each([
  'gmail.com',
  'hotmail.co.uk',
  'web.de',
  'yahoo.com.br',
  'icloud.com',
  'proton.me',
  'gmx.net',
  'btinternet.com',
])('anybody may have an address at %s', (domain) => expect(isPublicDomain(domain)).toBe(true))

it.each(['norrvik.example', 'contoso.com', 'notgmail.com', 'gmail.com.example', 'mail.norrvik.example'])(
  '%s is somebody’s own',
  (domain) => expect(isPublicDomain(domain)).toBe(false),
)

it.each([
  ['Norrvik.Example', 'norrvik.example'],
  ['https://www.norrvik.example/about?x', 'norrvik.example'],
  ['@norrvik.example', 'norrvik.example'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['localhost', null],
  ['10.0.0.1', null],
  ['a b.example', null],
  ['', null],
])('%j is the domain %j', (typed, domain) => expect(readDomain(typed)).toBe(domain))

it.each([
  ['Ingrid@Norrvik.Example', 'ingrid@norrvik.example'],
  ['Ingrid Berg <ingrid@norrvik.example>', 'ingrid@norrvik.example'],
  ['mailto:ingrid@norrvik.example', 'ingrid@norrvik.example'],
  ['ingrid@', null],
  ['@norrvik.example', null],
  ['a@b@norrvik.example', null],
  ['"A@b"@norrvik.example', '"a@b"@norrvik.example'],
  ['Ann <"a b"@norrvik.example>', '"a b"@norrvik.example'],
  ['"a"b"@norrvik.example', null],
  ['a,b@norrvik.example', null],
  // No database takes the one, and the other turns the text around.
  ['a\u0000b@norrvik.example', null],
  ['a\u202eb@norrvik.example', null],
])('%j is the address %j', (typed, address) => expect(readAddress(typed)).toBe(address))
