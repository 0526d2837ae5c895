import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectionScope } from '@/lib/auth/scope'
import { MAIL_SIGNALS, runMailJob } from '@/lib/features/mail/sync/upkeep'
import { ensureSubscription, holdsSubscription, releaseShared } from '@/lib/sync/subscriptions'
import { startHandshake } from '../support/handshake'
import { linkMicrosoft } from '../support/link-account'
import { newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let handshake: Awaited<ReturnType<typeof startHandshake>>

beforeAll(async () => {
  world = await startWorld()
  handshake = await startHandshake()
  process.env.APP_URL = handshake.url
})
afterAll(async () => {
  await handshake.close()
  await world.close()
})

const ensure = (connectionId: string) =>
  runMailJob(connectionId, 'bulk', (context) => ensureSubscription(context, MAIL_SIGNALS))
const live = async () => (await world.control('GET', '/subscriptions')) as { id: string }[]

it('two workspaces connected to one account share the one subscription that Graph allows', async () => {
  const first = await linkMicrosoft(await newMember(await newWorkspace('One'), { name: 'A' }), 'alex@contoso.test')
  const second = await linkMicrosoft(await newMember(await newWorkspace('Two'), { name: 'B' }), 'alex@contoso.test')
  await ensure(first)
  await ensure(second)
  const [subscription] = await live()
  expect(await live()).toHaveLength(1)

  const owner = await connectionScope(first)
  const guest = await connectionScope(second)
  if (!owner || !guest || !subscription) throw new Error('not linked')
  expect(await holdsSubscription(owner, 'mail', [subscription.id])).toEqual({ held: true, sharedWith: [second] })
  expect((await holdsSubscription(guest, 'mail', [subscription.id])).held).toBe(true)

  // The owner leaves: the guest gets one of its own.
  await runMailJob(first, 'bulk', ({ graph }) =>
    graph.send({ method: 'DELETE', path: `/subscriptions/${subscription.id}` }),
  )
  await releaseShared(owner)
  await ensure(second)
  expect(await live()).toHaveLength(1)
  expect((await live())[0]?.id).not.toBe(subscription.id)
})
