import { beforeAll, describe, expect, it } from 'vitest'
import { signClientState } from '@/lib/platform/client-state'
import { readNotifications } from './notifications'

const ONE = '0f8fad5b-d9cb-469f-a165-70867728950e'
const TWO = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
const states = new Map<string, string>()

beforeAll(async () => {
  process.env.ENCRYPTION_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`
  for (const connectionId of [ONE, TWO])
    states.set(connectionId, await signClientState({ connectionId, resource: 'mail' }))
  states.set('calendar', await signClientState({ connectionId: ONE, resource: 'later' }))
})

const notice = (connection: string, id: string, over: Record<string, unknown> = {}) => ({
  subscriptionId: `s-${connection.slice(0, 4)}`,
  clientState: states.get(connection),
  changeType: 'created',
  resourceData: { id, '@odata.etag': `W/"${id}"` },
  ...over,
})
const read = (...value: unknown[]) => readNotifications(JSON.stringify({ value }), 1000)

describe('a batch of notifications becomes', () => {
  it('one event a connection, with each item once', async () => {
    const events = await read(notice(ONE, 'a'), notice(TWO, 'b'), notice(ONE, 'c'), notice(ONE, 'a'))
    expect(events?.map(({ name, data }) => [name, data.connectionId])).toEqual([
      ['mail/changed', ONE],
      ['mail/changed', TWO],
    ])
    expect(events?.[0]?.data).toMatchObject({
      hints: [
        { id: 'c', etag: 'W/"c"', changeType: 'created' },
        { id: 'a', etag: 'W/"a"', changeType: 'created' },
      ],
      subscriptionIds: ['s-0f8f'],
      at: 1000,
    })
  })

  it('the last word on an item, where several were said', async () => {
    const events = await read(
      notice(ONE, 'a'),
      notice(ONE, 'a', { changeType: 'updated' }),
      notice(ONE, 'a', { changeType: 'deleted', resourceData: { id: 'a' } }),
    )
    expect(events?.[0]?.data).toMatchObject({ hints: [{ id: 'a', changeType: 'deleted' }] })
  })

  it('more events only past a hundred items', async () => {
    const many = Array.from({ length: 250 }, (_, at) => notice(ONE, `m${at}`))
    const sizes = (await read(...many))?.map(({ data }) => ('hints' in data ? data.hints.length : 0))
    expect(sizes).toEqual([100, 100, 50])
  })

  it('parts of a burst, from the fourth within a second on', async () => {
    const bursts = []
    for (const at of [10_000, 10_100, 10_200, 10_999, 11_099, 11_900, 12_900, 12_901]) {
      const events = await readNotifications(JSON.stringify({ value: [notice(ONE, 'a')] }), at)
      bursts.push(...(events ?? []).map(({ data }) => 'burst' in data && data.burst))
    }
    expect(bursts).toEqual([false, false, false, true, true, false, false, false])
  })

  it('an event for each lifecycle notice', async () => {
    const events = await read(
      notice(ONE, 'a', { lifecycleEvent: 'missed', changeType: undefined, resourceData: undefined }),
      notice(ONE, 'a', { lifecycleEvent: 'subscriptionRemoved' }),
    )
    expect(events?.map(({ name }) => name)).toEqual(['subscription/lifecycle', 'subscription/lifecycle'])
    expect(events?.[0]?.data).toEqual({ connectionId: ONE, resource: 'mail', graphId: 's-0f8f', event: 'missed' })
  })

  it('nothing for streams that nobody follows, and for what is not signed', async () => {
    expect(
      await read(
        notice('calendar', 'a'),
        notice(ONE, 'a', { clientState: 'x' }),
        notice(ONE, 'a', { changeType: 'created', lifecycleEvent: 'unheard of' }),
        null,
        'x',
      ),
    ).toEqual([])
  })

  it('null when it is no batch at all', async () => {
    for (const text of ['', 'null', '[]', '{}', '{"value":{}}', '{', '"value"']) {
      expect(await readNotifications(text, 0), text).toBeNull()
    }
  })
})

it('events carry ids and hints and nothing else of the notification', async () => {
  const events = await read(
    notice(ONE, 'a', { resource: 'Users/alex@contoso.test/Messages/a', tenantId: 't', extra: 'x' }),
  )
  expect(JSON.stringify(events?.[0]?.data)).not.toMatch(/contoso|tenantId|extra|k1\./)
})

describe('forged items', () => {
  const forged = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      notice(ONE, `f${i}`, { clientState: `v1.k1.${'a'.repeat(22)}.mail.${i}.${'b'.repeat(22)}` }),
    )

  it('neither pass nor hide the real one among them', async () => {
    const events = await read(...forged(500), notice(ONE, 'real'), ...forged(400))
    expect(events?.map(({ data }) => 'hints' in data && data.hints.map(({ id }) => id))).toEqual([['real']])
  })

  it('are not checked to the end of a flood: that would cost the attacked, not the forger', async () => {
    expect(await read(...forged(1_001), notice(ONE, 'real'))).toEqual([])
  })
})
