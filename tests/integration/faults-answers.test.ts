import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mark } from '../support/living-deeds'
import { type FaultOrder, LivingWorld } from '../support/living-world'

const UPN = 'alex@contoso.test'
let tandem: LivingWorld

beforeAll(async () => {
  tandem = await LivingWorld.start()
})
afterAll(() => tandem.close())
beforeEach(() => tandem.reset())

/** How long Tandem waits at the most when Microsoft does not say how long. */
const PATIENCE_S = 20
const DELTA = '*/messages/delta*'
/** Every way in which Microsoft, or the way to it, may fail to answer. */
const FAULTS: [string, Omit<FaultOrder, 'match'>][] = [
  ['429 with Retry-After', { kind: 'throttle', retryAfter: 1, times: 1 }],
  ['503', { kind: 'status', status: 503, times: 2 }],
  ['503 with Retry-After', { kind: 'status', status: 503, retryAfter: 1, times: 1 }],
  ['500', { kind: 'status', status: 500, times: 2 }],
  ['a 401 that a fresh token mends', { kind: 'status', status: 401, times: 1 }],
  ['a connection cut in mid-body', { kind: 'reset', bytes: 300, times: 2 }],
  ['a connection cut at once', { kind: 'reset', bytes: 0, times: 2 }],
  ['JSON that ends too early', { kind: 'truncate', bytes: 200, times: 2 }],
  ['a page of HTML with status 200', { kind: 'html', times: 2 }],
  ['an answer after a second', { kind: 'delay', delayMs: 1000, times: 2 }],
]

/** Some faults cut the whole answer: in a batch they strike the envelope, the others a member. */
const inBatch = (fault: Omit<FaultOrder, 'match'>, path: string): FaultOrder => ({
  match: { path: ['reset', 'truncate', 'html'].includes(fault.kind) ? '*$batch*' : path, upn: UPN },
  ...fault,
})

/** The fault has struck, every time that it was ordered for. */
const allStruck = async () => expect(await tandem.control('GET', '/faults')).toEqual([])

describe('an import survives', () => {
  it.each(FAULTS)('%s, on its pages', async (_, fault) => {
    await tandem.fault({ match: { path: DELTA, upn: UPN }, after: 1, ...fault })
    const alex = await tandem.settled(UPN)
    await allStruck()
    expect(await tandem.agree(alex)).toEqual([])
  })

  it.each(FAULTS)('%s, before the first mail', async (_, fault) => {
    await tandem.fault(inBatch(fault, '*/mailFolders/inbox*'))
    const alex = await tandem.settled(UPN)
    await allStruck()
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('429 without Retry-After', async () => {
    await tandem.fault({ kind: 'throttle', match: { path: DELTA, upn: UPN } })
    const alex = await tandem.link(UPN)
    const waits = async () => (await tandem.runs()).some(({ status }) => status === 'retrying')
    await tandem.until(waits, 'the wait that nobody named')
    await tandem.advance(PATIENCE_S)
    await tandem.quiet()
    await allStruck()
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('a slow line: 80 ms a round trip', async () => {
    await tandem.fault({ kind: 'rtt', delayMs: 80 })
    const alex = await tandem.settled(UPN)
    await tandem.burst(UPN, 40)
    await tandem.quiet()
    expect(await tandem.agree(alex)).toEqual([])
  })
})

describe('live changes survive', () => {
  it('every kind of failed answer, one after the other', async () => {
    const alex = await tandem.settled(UPN)
    for (const [name, fault] of FAULTS) {
      await tandem.fault({ match: { path: '/v1.0/*', upn: UPN }, ...fault, times: 1 })
      const id = await tandem.mail(UPN, { subject: name })
      await tandem.quiet()
      await allStruck()
      expect(await tandem.agree(alex), name).toEqual([])
      await tandem.fault({ match: { path: '/v1.0/*', upn: UPN }, ...fault, times: 1 })
      await tandem.edit(UPN, id, { isRead: true, parentFolderId: 'archive' })
      await tandem.quiet()
      expect(await tandem.agree(alex), `${name}, moved`).toEqual([])
    }
  })

  it('a member of a batch that is throttled alone', async () => {
    const alex = await tandem.settled(UPN)
    await tandem.burst(UPN, 6, 'archive')
    await tandem.fault({ kind: 'throttle', retryAfter: 1, match: { method: 'GET', path: '/v1.0/me/messages/*' } })
    await tandem.quiet()
    await allStruck()
    expect(await tandem.agree(alex)).toEqual([])
  })
})

describe('what a person does here reaches Outlook exactly once, through', () => {
  it.each(FAULTS)('%s', async (_, fault) => {
    const alex = await tandem.settled(UPN)
    const ids = (await tandem.truth(UPN))
      .filter(({ isRead, folderId }) => !isRead && folderId)
      .slice(0, 6)
      .map(({ id }) => id)
    await tandem.fault(inBatch(fault, '/v1.0/me/messages/*'))
    await mark(alex, ids, true)
    await tandem.quiet()
    await allStruck()
    expect((await tandem.truth(UPN)).filter(({ id, isRead }) => ids.includes(id) && isRead)).toHaveLength(ids.length)
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('a 504 after it was done', async () => {
    const alex = await tandem.settled(UPN)
    const ids = (await tandem.truth(UPN))
      .filter(({ isRead }) => !isRead)
      .slice(0, 3)
      .map(({ id }) => id)
    await tandem.fault({ kind: 'commit-then-504', times: 2, match: { method: 'PATCH', path: '/v1.0/me/messages/*' } })
    await mark(alex, ids, true)
    await tandem.quiet()
    await allStruck()
    expect(await tandem.agree(alex)).toEqual([])
  })
})
