import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { drafts } from '@/drizzle/schema/compose'
import { connections } from '@/drizzle/schema/connection'
import { toOutgoingView } from '@/lib/features/compose/map'
import { countWaiting, htmlOfDraft, listOutgoing } from '@/lib/features/compose/queries'
import { settleMail } from '@/lib/features/compose/sync/open'
import { pushDrafts } from '@/lib/features/compose/sync/push'
import { runComposeJob } from '@/lib/features/compose/sync/work'
import { beginConnect } from '@/lib/features/connection/link/mutations'
import { startDisconnect } from '@/lib/features/purge/mutations'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { travel } from '../support/link-account'
import { startWorld, type World } from '../support/tandem-world'
import { UPN, Writer } from '../support/writing-world'

let world: World
let alex: Writer

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  alex = await Writer.begin(world)
})
afterEach(() => Reflect.deleteProperty(globalThis, 'tandemClock'))

const SEND = '*/send'
const sentNothing = async () => expect(await alex.sent()).toEqual([])

/** Queued, saved in Outlook, and due. */
async function due(fields = {}) {
  const draft = await alex.queue(await alex.draft(fields), fields)
  await alex.push()
  alex.pass(11)
  return draft
}

/** As a crash between the claim and the call leaves it. */
async function crashedAfterClaim() {
  const draft = await due()
  await inScope(alex.scope, (db) =>
    db
      .update(drafts)
      .set({ state: 'sending', sendStartedAt: new Date(Date.now() + 11_000) })
      .where(eq(drafts.id, draft.id)),
  )
  return draft
}

describe('a mail leaves exactly once', () => {
  it('stands in Drafts while it can be taken back, and leaves at its time', async () => {
    const draft = await alex.queue(await alex.draft())
    await alex.push()
    expect(await alex.named('A plan')).toMatchObject([{ isDraft: true }])
    await sentNothing()
    alex.pass(11)
    await alex.push()
    expect(await alex.sent()).toMatchObject([{ subject: 'A plan', to: ['megan@contoso.test'] }])
    expect(await alex.row(draft)).toMatchObject({ state: 'sent', body: '' })
    expect(await alex.jobs(draft)).toEqual([])
  })

  for (const kind of ['commit-then-504', 'commit-then-reset'])
    it(`when the answer to the call is lost: ${kind}`, async () => {
      const draft = await due()
      await alex.fault(kind, 'POST', SEND)
      await alex.pushUntilCalm()
      expect(await alex.sent()).toHaveLength(1)
      expect(await alex.row(draft)).toMatchObject({ state: 'sent' })
    })

  it('when nobody could look for an hour, and the first look finds Microsoft away', async () => {
    const draft = await due()
    await alex.fault('commit-then-504', 'POST', SEND)
    await alex.push()
    alex.pass(3600)
    await alex.fault('status', 'GET', '/v1.0/me/messages*', { status: 503, times: 4 })
    await alex.pushUntilCalm()
    expect(await alex.sent()).toHaveLength(1)
    expect(await alex.row(draft)).toMatchObject({ state: 'sent' })
  })

  it('when its copy is long in coming', async () => {
    const draft = await due()
    await world.control('POST', '/sending', { sentCopyDelayMs: 400 })
    await alex.fault('commit-then-504', 'POST', SEND)
    for (let turn = 0; turn < 6; turn++) {
      await alex.push()
      alex.pass(4)
    }
    expect(await alex.sent()).toHaveLength(1)
    expect(await alex.row(draft)).toMatchObject({ state: 'sent' })
    await world.control('POST', '/sending', { sentCopyDelayMs: 150 })
  })

  it('when two tabs and a double click ask for it', async () => {
    const draft = await alex.draft()
    const asked = await Promise.allSettled([alex.queue(draft), alex.queue(draft), alex.queue(draft)])
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    alex.pass(11)
    await Promise.all([alex.push(), alex.push(), alex.push()])
    await alex.pushUntilCalm()
    expect(await alex.sent()).toHaveLength(1)
  })

  it('when it is throttled before it was taken', async () => {
    const draft = await due()
    await alex.fault('throttle', 'POST', SEND, { retryAfter: 1 })
    await expect(alex.push()).rejects.toMatchObject({ code: 'throttled' })
    expect(await alex.row(draft)).toMatchObject({ state: 'queued', sendStartedAt: null })
    await new Promise((done) => setTimeout(done, 1100))
    await alex.push()
    expect(await alex.sent()).toHaveLength(1)
  })
})

describe('when nobody knows whether it left', () => {
  it('the person is asked, and nothing is called again', async () => {
    const draft = await due()
    await alex.fault('status', 'POST', SEND, { status: 503 })
    await alex.pushUntilCalm(40)
    expect(await alex.row(draft)).toMatchObject({ state: 'unsure', reason: 'unsure' })
    alex.pass(3600)
    await alex.push()
    await sentNothing()
    expect(await alex.jobs(draft)).toEqual([])
  })

  it('a crash between claim and call sends nothing twice and nothing by itself', async () => {
    const draft = await crashedAfterClaim()
    await alex.pushUntilCalm(40)
    expect(await alex.row(draft)).toMatchObject({ state: 'unsure' })
    await sentNothing()
    await settleMail(alex.owner.id, draft.id, 'send-again')
    await alex.pushUntilCalm()
    expect(await alex.sent()).toHaveLength(1)
  })

  it('a crash after the call is seen as sent', async () => {
    const draft = await due()
    await alex.push()
    await inScope(alex.scope, (db) =>
      db.update(drafts).set({ state: 'unsure', sentAt: null }).where(eq(drafts.id, draft.id)),
    )
    // Outlook's copy takes its time.
    await new Promise((done) => setTimeout(done, 300))
    await expect(settleMail(alex.owner.id, draft.id, 'send-again')).rejects.toMatchObject({ code: 'conflict' })
    expect(await alex.row(draft)).toMatchObject({ state: 'sent' })
    expect(await alex.sent()).toHaveLength(1)
  })

  it('what is nowhere in Outlook is neither called sent nor sent again, and its text is kept', async () => {
    const draft = await crashedAfterClaim()
    await alex.pushUntilCalm(40)
    await alex.inOutlook('DELETE', (await alex.row(draft)).graphId ?? '', undefined, '?hard=true')
    await expect(settleMail(alex.owner.id, draft.id, 'send-again')).rejects.toMatchObject({ code: 'conflict' })
    expect(await alex.row(draft)).toMatchObject({ state: 'unsure' })
    await settleMail(alex.owner.id, draft.id, 'keep-as-draft')
    const kept = await alex.row(draft)
    expect(kept).toMatchObject({ state: 'editing', reason: 'deleted', graphId: null })
    expect(htmlOfDraft(kept)).toContain('Hello')
    alex.pass(60)
    await alex.push()
    await sentNothing()
  })

  it('though it left: Microsoft shows nothing for a quarter of an hour, the person is asked, and it is not sent twice', async () => {
    const draft = await due({ subject: 'Gone after all' })
    await alex.fault('commit-then-504', 'POST', SEND)
    await alex.push()
    await alex.fault('status', 'GET', '/v1.0/me/messages*', { status: 503, times: -1 })
    alex.pass(2)
    await alex.pushUntilCalm(60)
    // As the screens get it.
    const [row] = await inScope(alex.scope, (db) => listOutgoing(db, alex.owner.id, now()))
    expect(row && toOutgoingView(row, null, now())).toMatchObject({
      ...{ id: draft.id, subject: 'Gone after all', state: 'unsure', leavesIn: null },
    })
    expect(await alex.jobs(draft)).toEqual([])
    await expect(settleMail(alex.owner.id, draft.id, 'send-again')).rejects.toThrow()
    expect(await alex.row(draft)).toMatchObject({ state: 'unsure' })
    await world.control('DELETE', '/faults')
    await expect(settleMail(alex.owner.id, draft.id, 'send-again')).rejects.toMatchObject({
      userMessage: expect.stringContaining('this mail has left'),
    })
    expect(await alex.row(draft)).toMatchObject({ state: 'sent', body: '' })
    alex.pass(3600)
    await alex.push()
    expect(await alex.sent()).toHaveLength(1)
  })

  it('its copy never shows in Sent: what left Drafts counts as sent, and is not sent twice', async () => {
    const draft = await due()
    await world.control('POST', '/sending', { sentCopyDelayMs: 600_000 })
    try {
      await alex.fault('commit-then-504', 'POST', SEND)
      await alex.pushUntilCalm(60)
      expect(await alex.row(draft)).toMatchObject({ state: 'sent' })
      expect(await alex.sent()).toHaveLength(1)
    } finally {
      await world.control('POST', '/sending', { sentCopyDelayMs: 150 })
    }
  })

  it('it can be kept as a draft', async () => {
    const draft = await crashedAfterClaim()
    await alex.pushUntilCalm(40)
    await settleMail(alex.owner.id, draft.id, 'keep-as-draft')
    expect(await alex.row(draft)).toMatchObject({ state: 'editing', reason: null })
    alex.pass(60)
    await alex.push()
    await sentNothing()
  })
})

describe('a mail that was taken back', () => {
  it('never leaves, whatever else is due', async () => {
    const draft = await alex.queue(await alex.draft())
    await alex.push()
    expect(await alex.undo(draft)).toMatchObject({ state: 'editing' })
    alex.pass(60)
    await alex.push()
    await sentNothing()
    expect(await alex.named('A plan')).toMatchObject([{ isDraft: true }])
  })

  it('cannot be taken back once it is claimed', async () => {
    const draft = await due()
    await Promise.all([alex.push(), alex.undo(draft)])
    await alex.pushUntilCalm()
    const { state } = await alex.row(draft)
    expect(await alex.sent()).toHaveLength(state === 'sent' ? 1 : 0)
    expect(await alex.undo(draft)).toBeNull()
  })

  it('leaves at another time when that is changed', async () => {
    const later = new Date(Date.now() + 3 * 86_400_000)
    const draft = await alex.queue(await alex.draft(), {}, later)
    alex.pass(2 * 86_400)
    await alex.push()
    await sentNothing()
    alex.pass(86_401)
    await alex.push()
    expect(await alex.sent()).toHaveLength(1)
    expect(await alex.undo(draft)).toBeNull()
  })
})

describe('a mail that Microsoft refuses', () => {
  const refused = async (reason: string, fields = {}) => {
    const draft = await due(fields)
    await alex.pushUntilCalm()
    expect(await alex.row(draft)).toMatchObject({ state: 'editing', reason, sendStartedAt: null })
    expect(await alex.jobs(draft)).toEqual([])
    await sentNothing()
    return draft
  }

  it('comes back with the reason: too many people', async () => {
    await world.control('POST', '/sending', { maxRecipients: 1 })
    const to = ['a', 'b'].map((name) => ({ name, address: `${name}@elsewhere.test` }))
    await refused('too-many', { to })
    await world.control('POST', '/sending', { maxRecipients: 500 })
  })

  it('comes back with the reason: the day’s limit is used up, and leaves when it is sent again', async () => {
    await world.control('POST', `/users/${UPN}/account`, { sendQuotaExceeded: true })
    const draft = await refused('send-quota')
    await world.control('POST', `/users/${UPN}/account`, { sendQuotaExceeded: false })
    await alex.queue(await alex.row(draft))
    await alex.push()
    alex.pass(11)
    await alex.push()
    expect(await alex.sent()).toHaveLength(1)
  })

  it('comes back with the reason: it is too large', async () => {
    const draft = await alex.queue(await alex.draft())
    await alex.push()
    await alex.fault('status', 'POST', SEND, { status: 413 })
    alex.pass(11)
    await alex.pushUntilCalm()
    expect(await alex.row(draft)).toMatchObject({ state: 'editing' })
    expect((await alex.row(draft)).reason).not.toBeNull()
  })
})

describe('a mailbox that cannot be reached', () => {
  it('with a dead grant the mail waits, and leaves after reconnecting within a day', async () => {
    const draft = await due()
    await world.control('POST', '/faults', { kind: 'revoke-token', match: { upn: UPN } })
    expect(await runComposeJob(alex.owner.id, pushDrafts)).toMatchObject({ ran: false, because: 'paused' })
    expect(await alex.row(draft)).toMatchObject({ state: 'queued', sendStartedAt: null })
    await sentNothing()
    const url = await beginConnect(alex.scope, { purpose: 'reconnect', features: [], returnTo: '/inbox' })
    await travel(alex.scope, url, UPN)
    await alex.push()
    expect(await alex.sent()).toHaveLength(1)
    expect(await alex.row(draft)).toMatchObject({ state: 'sent' })
  })

  it('a day late it asks again instead of leaving', async () => {
    const draft = await due()
    alex.pass(25 * 3600)
    await alex.push()
    expect(await alex.row(draft)).toMatchObject({ state: 'editing', reason: 'late' })
    await sentNothing()
  })

  it('after Disconnect nothing leaves', async () => {
    await due()
    expect(await inScope(alex.scope, (db) => countWaiting(db, alex.owner.id))).toBe(1)
    await inScope(alex.scope, (db) => startDisconnect(db, alex.scope, alex.owner.id))
    expect(await runComposeJob(alex.owner.id, pushDrafts)).toMatchObject({ ran: false })
    await sentNothing()
  })

  it('a job that began before Disconnect claims nothing after it', async () => {
    await due()
    const context = await runComposeJob(alex.owner.id, async (found) => found)
    if (!context.ran) throw new Error('no context')
    await inScope(alex.scope, (db) =>
      db.update(connections).set({ epoch: 99 }).where(eq(connections.id, alex.owner.id)),
    )
    await expect(pushDrafts(context.value)).rejects.toThrow()
    await sentNothing()
  })
})
