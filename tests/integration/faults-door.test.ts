import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { signClientState } from '@/lib/platform/client-state'
import { knock, LivingWorld, type Person } from '../support/living-world'

const UPN = 'alex@contoso.test'
const MEGAN = 'megan@contoso.test'
const SLOW_MS = 300
let tandem: LivingWorld
let alex: Person
let megan: Person
let state: string
let subscriptionId: string

beforeAll(async () => {
  tandem = await LivingWorld.start()
  alex = await tandem.settled(UPN)
  megan = await tandem.settled(MEGAN)
  const [live] = await tandem.subscriptions(UPN)
  state = live?.clientState ?? ''
  subscriptionId = live?.id ?? ''
})
afterAll(() => tandem.close())
beforeEach(() => tandem.control('DELETE', '/faults'))

const notice = (over: Record<string, unknown> = {}) => ({
  subscriptionId,
  clientState: state,
  changeType: 'created',
  resource: 'Users/x/Messages/y',
  resourceData: { id: 'AAMkunknown', '@odata.etag': 'W/"x"' },
  ...over,
})
const text = (...value: unknown[]) => JSON.stringify({ value })
/** What comes by the clock comes without a knock. */
const BY_CLOCK = ['minute', 'calendar-out-sweep', 'suggestions-look', 'compose-tidy'].map((id) => `tandem-${id}`)
const runs = async () => (await tandem.runs()).filter((run) => !BY_CLOCK.includes(run.function)).length

/** Knocks; nothing may start because of it. */
async function hasNoEffect(body: BodyInit): Promise<number> {
  const before = await runs()
  const { status, ms } = await knock(body)
  expect(ms).toBeLessThan(SLOW_MS)
  await tandem.quiet()
  expect(await runs()).toBe(before)
  return status
}

const tampered = (at: number) => state.slice(0, at) + (state[at] === 'A' ? 'B' : 'A') + state.slice(at + 1)

describe('a forger at the door', () => {
  it.each<[string, () => string]>([
    ['without clientState', () => text(notice({ clientState: undefined }))],
    ['with null for it', () => text(notice({ clientState: null }))],
    ['with an invented one', () => text(notice({ clientState: 'secret' }))],
    ['with a changed MAC', () => text(notice({ clientState: tampered(state.length - 3) }))],
    ['with another connection in it', () => text(notice({ clientState: tampered(8) }))],
    ['with another key id', () => text(notice({ clientState: state.replace('.k1.', '.k2.') }))],
    ['with another version', () => text(notice({ clientState: state.replace('v1.', 'v2.') }))],
    ['with a very long one', () => text(notice({ clientState: `${state}${'A'.repeat(4000)}` }))],
    ['with an array for it', () => text(notice({ clientState: [state] }))],
    ['with a lifecycle event', () => text(notice({ clientState: 'x', lifecycleEvent: 'subscriptionRemoved' }))],
  ])('%s is told nothing and changes nothing', async (_, body) => {
    expect(await hasNoEffect(body())).toBe(202)
  })

  it('with the clientState of another mailbox reaches only that mailbox', async () => {
    const [theirs] = await tandem.subscriptions(MEGAN)
    const { seq } = await tandem.calls(UPN)
    const id = (await tandem.truth(UPN))[0]?.id
    await knock(text(notice({ clientState: theirs?.clientState, changeType: 'deleted', resourceData: { id } })))
    await tandem.quiet()
    expect((await tandem.calls(UPN, seq)).count).toBe(0)
    expect(await tandem.agree(alex)).toEqual([])
    expect(await tandem.agree(megan)).toEqual([])
  })

  it('who replays a true notification gets nothing done twice', async () => {
    const id = await tandem.mail(UPN)
    await tandem.quiet()
    const key = (await tandem.truth(UPN)).find((each) => each.id === id)?.changeKey
    const { seq } = await tandem.calls(UPN)
    for (let turn = 0; turn < 5; turn++) {
      const { status } = await knock(text(notice({ resourceData: { id, '@odata.etag': `W/"${key}"` } })))
      expect(status).toBe(202)
    }
    await tandem.quiet()
    expect((await tandem.calls(UPN, seq)).count).toBe(0)
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('who replays an old deletion takes nothing away', async () => {
    const id = (await tandem.truth(UPN))[0]?.id
    await knock(text(notice({ changeType: 'deleted', resourceData: { id } })))
    await tandem.quiet()
    expect(await tandem.agree(alex)).toEqual([])
  })
})

describe('a broken body at the door', () => {
  const deep = (open: string, close: string) => `${open.repeat(10_000)}1${close.repeat(10_000)}`
  it.each<[string, () => BodyInit]>([
    ['nothing', () => ''],
    ['no JSON', () => '{"value":[{'],
    ['HTML', () => '<html>'],
    ['null', () => 'null'],
    ['a number', () => '1'],
    ['an array', () => '[]'],
    ['no value', () => '{}'],
    ['value of the wrong type', () => '{"value":{"0":1}}'],
    ['arrays 10,000 deep', () => deep('[', ']')],
    ['bytes that are no UTF-8', () => new Uint8Array([0xff, 0xfe, 0x00, 0x80])],
  ])('%s: 400', async (_, body) => {
    expect(await hasNoEffect(body())).toBe(400)
  })

  it.each<[string, () => string]>([
    ['an empty list', () => text()],
    ['items of wrong types', () => text(1, 'x', null, [], [[]], true)],
    ['objects 10,000 deep', () => `{"value":[${deep('{"value":', '}')}]}`],
    ['a change of an unknown kind', () => text(notice({ changeType: 'renamed' }))],
    ['no item', () => text(notice({ resourceData: undefined }))],
    ['an id of the wrong type', () => text(notice({ resourceData: { id: { $ne: 1 } } }))],
    ['an id of 10,000 characters', () => text(notice({ resourceData: { id: 'A'.repeat(10_000) } }))],
    ['an id with a NUL', () => text(notice({ resourceData: { id: 'AAMk\u0000' } }))],
    ['half a surrogate pair for an id', () => text(notice({ resourceData: { id: '\ud83d' } }))],
    ['__proto__', () => `{"value":[{"__proto__":{"clientState":"${state}","subscriptionId":"x"}}]}`],
    ['a stream named __proto__', () => text(notice({ clientState: state.replace('.mail.', '.__proto__.') }))],
  ])('%s: 202 and no effect', async (_, body) => {
    expect(await hasNoEffect(body())).toBe(202)
    expect(({} as Record<string, unknown>).clientState).toBeUndefined()
  })

  it('50 MB: 413, without reading it', async () => {
    const { status, ms } = await knock('x', { 'content-length': String(50 * 1024 * 1024) })
    expect(status).toBe(413)
    expect(ms).toBeLessThan(SLOW_MS)
  })

  it('50 MB that does not say so: 413 after the first few', async () => {
    let given = 0
    const flood = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 65_536
        if (given > 50 * 1024 * 1024) controller.close()
        else controller.enqueue(new Uint8Array(65_536).fill(32))
      },
    })
    const { status, ms } = await knock(flood)
    expect(status).toBe(413)
    expect(ms).toBeLessThan(SLOW_MS)
    expect(given).toBeLessThan(6 * 1024 * 1024)
  })
})

describe('true notifications', () => {
  it('for several mailboxes, with forged ones between, reach each of them once', async () => {
    const [theirs] = await tandem.subscriptions(MEGAN)
    await tandem.fault({ kind: 'drop-notification', times: 2 })
    const mine = await tandem.mail(UPN)
    const hers = await tandem.mail(MEGAN)
    const body = text(
      notice({ clientState: 'forged' }),
      notice({ resourceData: { id: mine } }),
      7,
      notice({ subscriptionId: theirs?.id, clientState: theirs?.clientState, resourceData: { id: hers } }),
      notice({ resourceData: { id: mine } }),
    )
    const before = (await tandem.runs('mail-sync')).length
    expect((await knock(body)).status).toBe(202)
    await tandem.quiet()
    expect((await tandem.runs('mail-sync')).length).toBe(before + 2)
    expect(await tandem.agree(alex)).toEqual([])
    expect(await tandem.agree(megan)).toEqual([])
  })

  it('of a subscription that Tandem does not hold change nothing', async () => {
    const { seq } = await tandem.calls(UPN)
    expect((await knock(text(notice({ subscriptionId: randomUUID() })))).status).toBe(202)
    await tandem.quiet()
    expect((await tandem.calls(UPN, seq)).count).toBe(0)
  })

  it('of a connection that is gone, signed with our key, change nothing', async () => {
    const clientState = await signClientState({ connectionId: randomUUID(), resource: 'mail' })
    expect((await knock(text(notice({ clientState })))).status).toBe(202)
    expect((await knock(text(notice({ clientState, lifecycleEvent: 'missed' })))).status).toBe(202)
    await tandem.quiet()
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('are refused with 503 while Inngest is gone, and nothing is lost', async () => {
    tandem.engineGone(true)
    try {
      expect((await knock(text(notice()))).status).toBe(503)
      await tandem.mail(UPN)
    } finally {
      tandem.engineGone(false)
    }
    await tandem.quiet()
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('echo the validation token as plain text', async () => {
    const answer = await fetch(`${tandem.appUrl}/api/webhooks/graph?validationToken=%3Cb%3Ehi%3C%2Fb%3E`, {
      method: 'POST',
    })
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await answer.text()).toBe('<b>hi</b>')
  })
})
