import { beforeEach, expect, it, vi } from 'vitest'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const place = { table: 'vault', column: 'refresh_token', row: 'r1' }

beforeEach(() => {
  vi.resetModules()
  Object.assign(process.env, {
    APP_URL: 'http://localhost:3999',
    AUTH_SECRET: 'a secret of at least thirty-two characters',
    ENTRA_CLIENT_ID: 'id',
    ENTRA_CLIENT_SECRET: 'secret',
    INNGEST_DEV: 'http://localhost:1',
  })
})

/** The ring is read once a process: a process with this one. */
async function withRing(ring: string): Promise<typeof import('./crypto')> {
  vi.resetModules()
  process.env.ENCRYPTION_KEYS = ring
  return import('./crypto')
}

it('what an older key sealed opens while that key is in the ring, and asks to be sealed anew', async () => {
  const sealed = (await withRing(`k1:${key(1)}`)).seal('token', place)
  const rotated = await withRing(`k2:${key(2)},k1:${key(1)}`)
  expect(rotated.open(sealed, place)).toBe('token')
  expect(rotated.seal('token', place).split('.')[1]).toBe('k2')
  const without = await withRing(`k2:${key(2)}`)
  expect(() => without.open(sealed, place)).toThrow(/cannot open/)
})

it('another key under the same id opens nothing', async () => {
  const sealed = (await withRing(`k1:${key(1)}`)).seal('token', place)
  const other = await withRing(`k1:${key(2)}`)
  expect(() => other.open(sealed, place)).toThrow(/cannot open/)
})

it('a changed byte anywhere opens nothing, and two seals of one value differ', async () => {
  const { seal, open } = await withRing(`k1:${key(1)}`)
  const sealed = seal('a token', place)
  expect(seal('a token', place)).not.toBe(sealed)
  for (let at = 0; at < sealed.length - 1; at++) {
    const forged = sealed.slice(0, at) + (sealed[at] === 'B' ? 'C' : 'B') + sealed.slice(at + 1)
    expect(() => open(forged, place), `character ${at}`).toThrow(/cannot open/)
  }
})

it.each(['', 'v1', 'v1.k1', 'v1.k1..', 'v1.k1.AAAA.', 'v2.k1.AAAA.AAAA', '....', 'plain text'])(
  '%j opens nothing',
  async (text) => {
    const { open } = await withRing(`k1:${key(1)}`)
    expect(() => open(text, place)).toThrow(/cannot open/)
  },
)

it('tokens are long, never alike, and kept as a hash', async () => {
  const { randomToken, tokenHash } = await withRing(`k1:${key(1)}`)
  const tokens = Array.from({ length: 100 }, randomToken)
  expect(new Set(tokens).size).toBe(100)
  for (const token of tokens) {
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(tokenHash(token)).not.toContain(token)
  }
})
