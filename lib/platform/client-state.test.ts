import { describe, expect, it } from 'vitest'
import { signClientState, verifyClientState } from './client-state'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const OLD = `k1:${key(1)}`
const NEW = `k2:${key(2)},k1:${key(1)}`
const state = { connectionId: '0f8fad5b-d9cb-469f-a165-70867728950e', resource: 'mail' }

describe('a clientState', () => {
  it('says whose stream it is, fits into Graph’s 128 characters and never repeats', async () => {
    const [one, two] = await Promise.all([signClientState(state, OLD), signClientState(state, OLD)])
    expect(one.length).toBeLessThanOrEqual(128)
    expect(one).not.toBe(two)
    expect(await verifyClientState(one, OLD)).toEqual(state)
  })

  it('stays good while its key is in the ring, and is signed with the newest', async () => {
    const before = await signClientState(state, OLD)
    expect(await verifyClientState(before, NEW)).toEqual(state)
    const after = await signClientState(state, NEW)
    expect(after.split('.')[1]).toBe('k2')
    expect(await verifyClientState(after, OLD)).toBeNull()
    expect(await verifyClientState(before, `k2:${key(2)}`)).toBeNull()
  })

  it('with the right key id and another key is refused', async () => {
    expect(await verifyClientState(await signClientState(state, `k1:${key(9)}`), OLD)).toBeNull()
  })

  it('is refused when any one character is another', async () => {
    const text = await signClientState(state, OLD)
    for (let at = 0; at < text.length; at++) {
      const other = text[at] === 'B' ? 'C' : 'B'
      const forged = text.slice(0, at) + other + text.slice(at + 1)
      // The last character of a base64 text holds bits that mean nothing.
      if (at === text.length - 1) continue
      expect(await verifyClientState(forged, OLD), `character ${at}`).toBeNull()
    }
  })

  it.each([
    undefined,
    null,
    7,
    {},
    [],
    '',
    '.....',
    'v1.k1....',
    'v1.__proto__.AAAAAAAAAAAAAAAAAAAAAA.mail.n.AAAAAAAAAAAAAAAAAAAAAA',
    'v1.k1.AAAAAAAAAAAAAAAAAAAAAA.mail.n.not base64 at all!!!!',
    'v1.k1.short.mail.n.AAAAAAAAAAAAAAAAAAAAAA',
    'x'.repeat(129),
    'v1.k1.ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ.mail.n.AAAAAAAAAAAAAAAAAAAAAA',
  ])('that is %j is refused', async (text) => {
    expect(await verifyClientState(text, OLD)).toBeNull()
  })

  it('cannot be made without a key', async () => {
    await expect(signClientState(state, '')).rejects.toThrow()
  })
})
