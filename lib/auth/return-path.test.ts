import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeReturnPath } from './return-path'

describe('a return path', () => {
  it.each(['/inbox', '/people/7?tab=mail', '/schedule#today', '/a%20b', '/x?next=https://evil.example'])(
    'keeps %s',
    (path) => expect(safeReturnPath(path)).toBe(path),
  )

  it.each([
    'https://evil.example/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%2F/evil.example/..//x',
    '/%5Cevil.example',
    '/%2Fevil.example',
    '/%252Fevil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/%09/evil.example',
    '/%0d%0aSet-Cookie:x',
    '/.//evil.example',
    '/x/..//evil.example',
    '/\u2028/evil',
    '/%',
    ' /inbox',
    'inbox',
    'javascript:alert(1)',
    '/api/auth/signout',
    '/signin?returnTo=/signin',
    '',
    `/${'a'.repeat(2000)}`,
    undefined,
    ['/inbox'],
  ])('refuses %j', (path) => expect(safeReturnPath(path, '/fallback')).toBe('/fallback'))

  it('never leaves the origin, whatever it is given', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        '/',
        '\\',
        '%2f',
        '%5c',
        '%252f',
        '@',
        ':',
        '.',
        '..',
        '\t',
        '\n',
        'evil.example',
        '?',
        '#',
        'a',
      ),
    })
    fc.assert(
      fc.property(nasty, (tail) => {
        const path = safeReturnPath(`/${tail}`)
        const url = new URL(path, 'https://crm.example.com')
        expect(url.origin).toBe('https://crm.example.com')
        expect(path.startsWith('//')).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })
})
