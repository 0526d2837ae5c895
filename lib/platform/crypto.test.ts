import { beforeAll, expect, test } from 'vitest'
import { open, seal } from './crypto'

const place = { table: 'vault', column: 'refresh_token', row: 'r1' }

beforeAll(() => {
  Object.assign(process.env, {
    APP_URL: 'http://localhost:3999',
    AUTH_SECRET: 'a secret of at least thirty-two characters',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    ENTRA_CLIENT_ID: 'id',
    ENTRA_CLIENT_SECRET: 'secret',
    INNGEST_DEV: 'http://localhost:1',
  })
})

test('a sealed value opens in its own place only', () => {
  const sealed = seal('token', place)
  expect(open(sealed, place)).toBe('token')
  expect(() => open(sealed, { ...place, row: 'r2' })).toThrow(/cannot open/)
  expect(() => open(sealed, { ...place, column: 'access_token' })).toThrow(/cannot open/)
})

test('a value with a shortened tag does not open', () => {
  const [version, key, iv, body = ''] = seal('', place).split('.')
  const tag = Buffer.from(body, 'base64url')
  const short = [version, key, iv, tag.subarray(0, 4).toString('base64url')].join('.')
  expect(() => open(short, place)).toThrow(/cannot open/)
})
