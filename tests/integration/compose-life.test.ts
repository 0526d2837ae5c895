import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { tasks } from '@/drizzle/schema/tasks'
import { announceDrafts } from '@/lib/features/compose/announce/mutations'
import { createDraft, queueSend, takeBack } from '@/lib/features/compose/mutations'
import { getDraft } from '@/lib/features/compose/queries'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { LivingWorld, type Person } from '../support/living-world'

// The whole way with the real background functions: nothing is driven by hand.

const UPN = 'alex@contoso.test'
let life: LivingWorld
let alex: Person

beforeAll(async () => {
  life = await LivingWorld.start()
})
afterAll(() => life.close())
beforeEach(async () => {
  await life.reset()
  alex = await life.settled(UPN)
})

const ownerOf = ({ connectionId, scope }: Person) => ({
  id: connectionId,
  workspaceId: scope.workspaceId,
  userId: scope.userId,
})

const content = {
  to: [{ name: 'Megan Bowen', address: 'megan@contoso.test' }],
  cc: [],
  bcc: [],
  subject: 'Off it goes',
  html: '<p>Hello</p>',
  importance: 'normal' as const,
  remindDays: null,
}

async function queued(at: Date | null = null, remindDays: number | null = null) {
  const given = { ...content, remindDays }
  const draft = await inScope(alex.scope, async (db) => {
    const made = await createDraft(db, ownerOf(alex), { kind: 'new', content: given })
    return queueSend(db, ownerOf(alex), { id: made.id, version: made.version, content: given, at, archive: false })
  })
  await announceDrafts(alex.connectionId, new Date(), draft.sendAt)
  return draft
}

const row = async (id: string) => (await inScope(alex.scope, (db) => getDraft(db, alex.connectionId, id)))?.draft
const graphMails = async () => (await life.sent()).filter((each) => each.subject === 'Off it goes')

it('a mail leaves ten seconds after Send with no tab open, and stands in Sent Items on both sides', async () => {
  const draft = await queued()
  await life.until(async () => (await row(draft.id))?.graphId != null, 'the draft in Outlook')
  expect(await graphMails()).toEqual([])
  await life.advance(11)
  await life.until(async () => (await row(draft.id))?.state === 'sent', 'the mail to leave')
  expect(await graphMails()).toHaveLength(1)
  // The copy in Sent Items comes a little later, and its signal after it.
  await life.until(async () => (await life.agree(alex, { mails: 1 })).length === 0, 'both sides to be alike')
})

it('a mail leaves at its time by Tandem’s clock, also when the engine’s runs ahead', async () => {
  const draft = await queued()
  await life.until(async () => (await row(draft.id))?.graphId != null, 'the draft in Outlook')
  life.engineAhead(12)
  // The engine believes that it is time, and asks.
  await new Promise((done) => setTimeout(done, 500))
  expect(await graphMails()).toEqual([])
  await life.advance(11)
  await life.until(async () => (await row(draft.id))?.state === 'sent', 'the mail to leave', 5_000)
  expect(await graphMails()).toHaveLength(1)
})

it('a mail whose answer got lost is found by the same run', async () => {
  const draft = await queued()
  await life.until(async () => (await row(draft.id))?.graphId != null, 'the draft in Outlook')
  await life.fault({ kind: 'commit-then-504', match: { method: 'POST', path: '*/send' } })
  await life.advance(11)
  await life.until(async () => (await row(draft.id))?.state === 'sending', 'the call')
  await life.until(async () => {
    await life.advance(2)
    return (await row(draft.id))?.state === 'sent'
  }, 'the look')
  expect(await graphMails()).toHaveLength(1)
})

it('a mail that nobody announced, or for another day, is found by the minute job; one taken back is not', async () => {
  life.engineGone(true)
  const kept = await queued()
  const back = await queued()
  await inScope(alex.scope, (db) => takeBack(db, ownerOf(alex), back.id))
  life.engineGone(false)
  await life.advance(20)
  await life.minute()
  await life.until(async () => (await row(kept.id))?.state === 'sent', 'the minute job')
  expect(await graphMails()).toHaveLength(1)
  expect((await row(back.id))?.state).toBe('editing')
})

it('a mail for later leaves once, within two seconds of its instant', async () => {
  const at = new Date(now().getTime() + 40 * 60_000 + 345)
  const draft = await queued(at)
  await life.until(async () => (await row(draft.id))?.graphId != null, 'the draft in Outlook')
  const asleep = async () => (await life.runs('compose-out')).filter(({ status }) => status === 'sleeping').length
  await life.until(async () => (await asleep()) === 0, 'the runs before')
  // The minute before: the minute job tells of it, whoever hears of it sleeps. Twice, as if the next minute told, too.
  await life.advance(Math.floor((at.getTime() - now().getTime()) / 1000) - 70)
  await life.until(async () => (await asleep()) > 0, 'somebody who waits for its instant')
  await announceDrafts(alex.connectionId, at)
  await life.until(async () => (await asleep()) > 1, 'another who does')
  await life.advance(Math.floor((at.getTime() - now().getTime()) / 1000) - 1)
  expect((await row(draft.id))?.state).toBe('queued')
  await life.until(async () => (await row(draft.id))?.state === 'sent', 'the mail to leave', 10_000)
  const late = ((await row(draft.id))?.sentAt?.getTime() ?? 0) - at.getTime()
  expect(late).toBeGreaterThanOrEqual(0)
  expect(late).toBeLessThan(2_000)
  await life.until(async () => (await asleep()) === 0, 'the other run to end')
  expect(await graphMails()).toHaveLength(1)
})

it('a reminder outlives an automatic reply, and goes with a person’s', async () => {
  const draft = await queued(null, 3)
  await life.until(async () => (await row(draft.id))?.graphId != null, 'the draft in Outlook')
  await life.advance(11)
  await life.until(async () => (await row(draft.id))?.state === 'sent', 'the mail to leave')
  const waiting = () => inScope(alex.scope, (db) => db.$count(tasks, eq(tasks.ownerId, alex.scope.userId)))
  expect(await waiting()).toBe(1)
  await life.advance(60)
  const reply = {
    subject: 'RE: Off it goes',
    from: { emailAddress: { name: 'Megan Bowen', address: 'megan@contoso.test' } },
    conversationId: (await row(draft.id))?.conversationId,
  }
  await life.mail(UPN, { ...reply, internetMessageHeaders: [{ name: 'Auto-Submitted', value: 'auto-replied' }] })
  await life.quiet()
  expect(await life.agree(alex, { mails: 1 })).toEqual([])
  expect(await waiting()).toBe(1)
  await life.mail(UPN, reply)
  await life.until(async () => (await waiting()) === 0, 'the reminder to go', 5_000)
})
