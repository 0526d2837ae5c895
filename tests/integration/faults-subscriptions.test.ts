import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { subscriptions } from '@/drizzle/schema/connection'
import { inngest } from '@/inngest/client'
import { connectionLinked, subscriptionDue, subscriptionLifecycle } from '@/inngest/events'
import { inSystem } from '@/lib/platform/db/handle'
import { mark, stateOf } from '../support/living-deeds'
import { LivingWorld, type Person } from '../support/living-world'

const UPN = 'alex@contoso.test'
const DAY = 86_400
let tandem: LivingWorld

beforeAll(async () => {
  tandem = await LivingWorld.start()
})
afterAll(() => tandem.close())
beforeEach(() => tandem.reset())

const liveId = async () => (await tandem.subscriptions(UPN))[0]?.id ?? ''
const lifecycle = (id: string, event: string) => tandem.control('POST', `/subscriptions/${id}/lifecycle`, { event })
/** A change that no signal told of: only a comparison finds it. */
async function silentChange(): Promise<void> {
  await tandem.fault({ kind: 'drop-notification', match: { upn: UPN }, times: -1 })
  await tandem.mail(UPN, { parentFolderId: 'archive', subject: 'nobody told of this' })
  await tandem.control('DELETE', '/faults')
}
/** Signals work: a change comes in by itself. */
async function hears(person: Person): Promise<void> {
  await tandem.mail(UPN, { subject: 'do you hear me' })
  await tandem.quiet()
  expect(await tandem.agree(person)).toEqual([])
}

describe('a subscription', () => {
  it('that Microsoft removes is made anew, and what happened meanwhile is compared', async () => {
    const alex = await tandem.settled(UPN)
    const before = await liveId()
    await silentChange()
    await tandem.fault({ kind: 'remove-subscription', match: { upn: UPN } })
    await tandem.quiet()
    expect(await liveId()).not.toBe(before)
    await hears(alex)
  })

  it('is renewed by the minute job before it ends, without a gap', async () => {
    const alex = await tandem.settled(UPN)
    const before = await liveId()
    await tandem.advance(6.5 * DAY)
    await tandem.quiet()
    for (let minute = 0; minute < 61 && (await leftHours(alex)) < 100; minute++) {
      await tandem.advance(60)
      await tandem.quiet()
    }
    expect(await leftHours(alex)).toBeGreaterThan(100)
    expect(await liveId()).toBe(before)
    await hears(alex)
  })

  it('that ended while Tandem was away is made anew in the first minute', async () => {
    const alex = await tandem.settled(UPN)
    await silentChange()
    await tandem.advance(8 * DAY)
    await tandem.quiet()
    expect(await tandem.subscriptions(UPN)).toHaveLength(1)
    await hears(alex)
  })

  it('that Microsoft wants reauthorised is renewed at once', async () => {
    const alex = await tandem.settled(UPN)
    const before = await liveId()
    await tandem.advance(3 * DAY)
    await tandem.quiet()
    await lifecycle(before, 'reauthorizationRequired')
    await tandem.quiet()
    expect(await leftHours(alex)).toBeGreaterThan(160)
    expect(await liveId()).toBe(before)
    await hears(alex)
  })

  it('that missed something leads to a comparison', async () => {
    const alex = await tandem.settled(UPN)
    await silentChange()
    expect((await tandem.agree(alex)).length).toBeGreaterThan(0)
    await lifecycle(await liveId(), 'missed')
    await tandem.quiet()
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('that was made although the answer got lost is found, ended and made anew', async () => {
    await tandem.fault({ kind: 'commit-then-504', match: { method: 'POST', path: '/v1.0/subscriptions' } })
    const alex = await tandem.settled(UPN)
    expect(await tandem.control('GET', '/faults')).toEqual([])
    expect(await tandem.subscriptions(UPN)).toHaveLength(1)
    await hears(alex)
  })

  it('that a crash left behind unknown does not stand beside a second one', async () => {
    const alex = await tandem.settled(UPN)
    await inSystem((db) => db.update(subscriptions).set({ graphId: null, expiresAt: null }))
    await inngest.send(subscriptionDue.create({ connectionId: alex.connectionId }))
    await tandem.quiet()
    expect(await tandem.subscriptions(UPN)).toHaveLength(1)
    await hears(alex)
  })

  it('is one, whatever asks for it at the same time', async () => {
    const alex = await tandem.settled(UPN)
    const { connectionId } = alex
    await inSystem((db) => db.update(subscriptions).set({ graphId: null, expiresAt: null }))
    await tandem.fault({ kind: 'delay', delayMs: 60, times: -1, match: { path: '/v1.0/subscriptions*' } })
    const old = await liveId()
    await inngest.send([
      subscriptionLifecycle.create({ connectionId, resource: 'mail', graphId: old, event: 'subscriptionRemoved' }),
      subscriptionDue.create({ connectionId }),
      subscriptionDue.create({ connectionId }),
      connectionLinked.create({ connectionId }),
      subscriptionLifecycle.create({ connectionId, resource: 'mail', graphId: old, event: 'reauthorizationRequired' }),
    ])
    await tandem.quiet()
    expect(await tandem.subscriptions(UPN)).toHaveLength(1)
    await hears(alex)
  })

  it('that cannot be made for a while is made later', async () => {
    await tandem.fault({
      kind: 'status',
      status: 503,
      times: 3,
      match: { method: 'POST', path: '/v1.0/subscriptions' },
    })
    const alex = await tandem.settled(UPN)
    expect(await tandem.control('GET', '/faults')).toEqual([])
    await hears(alex)
  })
})

describe('with a clock that is off', () => {
  it.each([600, -600])('by %i seconds, everything works', async (seconds) => {
    tandem.skew(seconds)
    const alex = await tandem.settled(UPN)
    await hears(alex)
    const id = await tandem.mail(UPN)
    await tandem.quiet()
    await mark(alex, [id], true)
    await tandem.quiet()
    expect((await tandem.truth(UPN)).find((each) => each.id === id)?.isRead).toBe(true)
    await tandem.edit(UPN, id, { isRead: true, parentFolderId: 'archive' })
    await tandem.quiet()
    expect(await tandem.agree(alex)).toEqual([])
    // Microsoft's clock goes on for longer than a token lives.
    await tandem.control('POST', '/clock', { advanceSeconds: 2 * 3600 })
    await hears(alex)
    expect((await stateOf(alex.connectionId))?.state).toBe('active')
  })
})

/** Hours that the subscription still lives, as Tandem knows it. */
async function leftHours({ connectionId }: Person): Promise<number> {
  const [row] = await inSystem((db) =>
    db.select().from(subscriptions).where(eq(subscriptions.connectionId, connectionId)),
  )
  const { now } = await tandem.control<{ now: string }>('GET', '/clock')
  return ((row?.expiresAt?.getTime() ?? 0) - Date.parse(now)) / 3_600_000
}
