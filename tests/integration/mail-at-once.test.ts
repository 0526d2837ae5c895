import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Deed } from '@/components/mail/view'
import { inngest } from '@/inngest/client'
import { outboxPending } from '@/inngest/events'
import { applyDeed } from '@/lib/features/mail/deeds/mutations'
import { inScope } from '@/lib/platform/db/handle'
import { heldBy } from '../support/held-by'
import { LivingWorld, type Person } from '../support/living-world'
import type { HeldMessage, TrueMessage } from '../support/oracle'

const UPN = 'alex@contoso.test'
/** What a change may take to the other side, in milliseconds. */
const SOON = 2_000

let tandem: LivingWorld
let alex: Person
let id: string

beforeAll(async () => {
  tandem = await LivingWorld.start()
  alex = await tandem.settled(UPN)
  id = await tandem.mail(UPN, { subject: 'To and fro' })
  await tandem.quiet()
})
afterAll(() => tandem.close())

const held = async (): Promise<HeldMessage | undefined> =>
  (await heldBy(alex.scope)).messages.find((each) => each.id === id)
const truth = async (): Promise<TrueMessage | undefined> => (await tandem.truth(UPN)).find((each) => each.id === id)

async function deed(deed: Deed): Promise<void> {
  const tandemId = (await held())?.tandemId ?? ''
  const owner = { id: alex.connectionId, workspaceId: alex.scope.workspaceId, userId: alex.scope.userId }
  await inScope(alex.scope, (db) => applyDeed(db, owner, { ids: [tandemId], conversations: false, deed }))
  await inngest.send(outboxPending.create({ connectionId: alex.connectionId }))
}

// In this order: each begins where the one before ended.
it.each<[Deed['kind'], (message: TrueMessage | undefined) => unknown, unknown]>([
  ['read', (message) => message?.isRead, true],
  ['unread', (message) => message?.isRead, false],
  ['flag', (message) => message?.flag, 'flagged'],
  ['unflag', (message) => message?.flag, 'notFlagged'],
  ['archive', (message) => message?.folder, 'archive'],
  ['junk', (message) => message?.folder, 'junkemail'],
  ['delete', (message) => message?.folder, 'deleteditems'],
])('%s shows in Outlook within two seconds', async (kind, look, wanted) => {
  if (kind === 'move') throw new Error('no folder')
  await deed({ kind })
  await tandem.until(async () => look(await truth()) === wanted, `${kind} in Outlook`, SOON)
  await tandem.quiet()
})

it.each<[string, Record<string, unknown>, (message: HeldMessage | undefined) => unknown, unknown]>([
  ['back to the inbox', { folder: 'inbox' }, (message) => message !== undefined && message.movedFrom === null, true],
  ['read', { isRead: true }, (message) => message?.isRead, true],
  ['flagged', { flag: { flagStatus: 'flagged' } }, (message) => message?.flagStatus, 'flagged'],
  ['a new subject', { subject: 'Fro' }, (message) => message?.subject, 'Fro'],
])('%s in Outlook shows here within two seconds', async (_, change, look, wanted) => {
  await tandem.edit(UPN, id, change)
  await tandem.until(async () => look(await held()) === wanted, 'it here', SOON)
  await tandem.quiet()
})

it('what is deleted for good in Outlook goes here within two seconds', async () => {
  await tandem.discard(UPN, id, true)
  await tandem.until(async () => (await held()) === undefined, 'its end here', SOON)
  await tandem.quiet()
  expect(await tandem.agree(alex)).toEqual([])
})
