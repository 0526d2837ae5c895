import { beforeAll, expect, it } from 'vitest'
import { pathOfLink } from './links'

beforeAll(() => {
  Object.assign(process.env, {
    APP_URL: 'http://localhost:3999',
    AUTH_SECRET: 'a secret of at least thirty-two characters',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    ENTRA_CLIENT_ID: 'id',
    ENTRA_CLIENT_SECRET: 'secret',
    GRAPH_BASE_URL: 'https://graph.microsoft.com',
    INNGEST_DEV: 'http://localhost:1',
  })
})

it('a link of Graph is its path and query, letter by letter', () => {
  expect(pathOfLink("https://graph.microsoft.com/v1.0/me/mailFolders('AAMk%3D')/messages/delta?$skiptoken=a%2Bb")).toBe(
    "/me/mailFolders('AAMk%3D')/messages/delta?$skiptoken=a%2Bb",
  )
})

it.each([
  '',
  'not a link',
  '/v1.0/me',
  '//evil.example/v1.0/me',
  'https://evil.example/v1.0/me',
  'https://graph.microsoft.com.evil.example/v1.0/me',
  'https://graph.microsoft.com@evil.example/v1.0/me',
  'http://graph.microsoft.com/v1.0/me',
  'https://graph.microsoft.com:444/v1.0/me',
  'https://graph.microsoft.com/beta/me',
  'https://graph.microsoft.com/v1.0',
  'https://graph.microsoft.com/v1.0/../beta/me',
  'javascript:alert(1)',
  'file:///v1.0/me',
])('%j is never followed with a token', (link) => {
  expect(() => pathOfLink(link)).toThrow(expect.objectContaining({ code: 'unavailable', reason: 'foreign_link' }))
})
