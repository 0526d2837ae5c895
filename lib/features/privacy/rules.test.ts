import { describe, expect, it } from 'vitest'
import { isPublicDomain, readDomain } from '@/lib/platform/domains'
import { readPattern } from './rules'

describe('a pattern of the block list', () => {
  it.each([
    ['Ann@Fabrikam.test', 'ann@fabrikam.test'],
    [' Ann Berg <ann@fabrikam.test> ', 'ann@fabrikam.test'],
    ['mailto:ann@fabrikam.test', 'ann@fabrikam.test'],
    ['ann+news@mail.fabrikam.test', 'ann+news@mail.fabrikam.test'],
    ['fabrikam.test', '@fabrikam.test'],
    ['@fabrikam.test', '@fabrikam.test'],
    ['*@fabrikam.test', '@fabrikam.test'],
    ['*.fabrikam.test', '@fabrikam.test'],
    ['https://www.fabrikam.test/about', '@fabrikam.test'],
    ['Bäckerei.test', '@xn--bckerei-5wa.test'],
  ])('%s', (typed, kept) => expect(readPattern(typed)).toBe(kept))

  it.each([
    '',
    '@',
    'test',
    'a@b',
    'ann berg',
    'ann@fabrikam',
    'a b@fabrikam.test',
    '*',
    '%',
    '@.test',
    'a@@b.test',
    '10.0.0.1',
    `${'x'.repeat(400)}.test`,
  ])('is not: %s', (typed) => expect(readPattern(typed)).toBeNull())
})

describe('a domain', () => {
  it('is no address', () => expect(readDomain('ann@fabrikam.test')).toBeNull())
  it('is public where anybody may have an address', () => {
    for (const domain of ['gmail.com', 'outlook.com', 'hotmail.co.uk', 'web.de', 'gmx.net', 'icloud.com', 'me.com'])
      expect(isPublicDomain(domain), domain).toBe(true)
    for (const domain of ['contoso.test', 'mygmail.com', 'gmail.com.contoso.test', 'outlook.contoso.com'])
      expect(isPublicDomain(domain), domain).toBe(false)
  })
})
