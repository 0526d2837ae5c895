import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { applyDeed } from '@/lib/features/mail/deeds/mutations'
import { openMailbox } from '@/lib/features/mail/sync/import'
import { pushMail } from '@/lib/features/mail/sync/push'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import { inScope } from '@/lib/platform/db/handle'
import { heldBy } from '../support/held-by'
import { linkMicrosoft } from '../support/link-account'
import type { TrueMessage } from '../support/oracle'
import { newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const UPN = 'alex@contoso.test'
let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
afterEach(() => Reflect.deleteProperty(globalThis, 'tandemClock'))

it('a choice reaches Outlook at once, also where the database’s clock is ahead of the app’s', async () => {
  const alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber' })
  const id = await linkMicrosoft(alex, UPN)
  await runMailJob(id, 'bulk', openMailbox)
  Object.assign(globalThis, { tandemClock: { offset: -2000, timer: null } })
  const message = (await heldBy(alex)).messages[0]
  if (!message) throw new Error('nothing was imported')
  const connection = { id, workspaceId: alex.workspaceId, userId: alex.userId }
  const deed = { kind: message.isRead ? ('unread' as const) : ('read' as const) }
  await inScope(alex, (db) => applyDeed(db, connection, { ids: [message.tandemId], conversations: false, deed }))
  await runMailJob(id, 'bulk', pushMail)
  const truth = (await world.control('GET', `/users/${UPN}/messages`)) as TrueMessage[]
  expect(truth.find((each) => each.id === message.id)?.isRead).toBe(!message.isRead)
  expect((await heldBy(alex)).outbox).toEqual([])
})
