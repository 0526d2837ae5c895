import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inngest } from '@/inngest/client'
import { mailImport, mailSweep, outboxPending } from '@/inngest/events'
import { connectionScope } from '@/lib/auth/scope'
import { setIntegrationEnabled } from '@/lib/features/workspace/mutations'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import { heldBy } from '../support/held-by'
import { cursorsOf, mark, reconnect, stateOf, toSweepMinute } from '../support/living-deeds'
import { LivingWorld } from '../support/living-world'

const UPN = 'alex@contoso.test'
let tandem: LivingWorld

beforeAll(async () => {
  tandem = await LivingWorld.start()
})
afterAll(() => tandem.close())
beforeEach(() => tandem.reset())

const MANY = 1000
/** Counts requests for tokens from now on: a delay of nothing is used up by each of them. */
const countTokenRequests = () => tandem.fault({ kind: 'delay', delayMs: 0, times: MANY, match: { path: '*/token' } })
async function tokenRequests(): Promise<number> {
  const faults = await tandem.control<{ kind: string; times: number }[]>('GET', '/faults')
  return MANY - (faults.find(({ kind }) => kind === 'delay')?.times ?? 0)
}
const revoke = () => tandem.fault({ kind: 'revoke-token', match: { upn: UPN } })

describe('a revoked grant', () => {
  it('pauses at first use, mails once with a button, asks no more, and catches up after Reconnect', async () => {
    const alex = await tandem.settled(UPN)
    const before = await cursorsOf(alex.connectionId)
    const ids = new Map((await heldBy(alex.scope)).messages.map((each) => [each.id, each.tandemId]))
    await countTokenRequests()
    await revoke()
    const began = Date.now()
    await tandem.until(async () => (await stateOf(alex.connectionId))?.state === 'paused', 'the pause')
    expect(Date.now() - began).toBeLessThan(60_000)
    await tandem.quiet()

    const [mail] = (await tandem.sent()).slice(-1)
    expect(mail?.subject).toBe('Reconnect Microsoft 365 to Tandem')
    expect(mail?.mime).toContain('/settings/integrations')
    const asked = await tokenRequests()
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThanOrEqual(2)
    await tandem.burst(UPN, 15)
    await tandem.edit(UPN, [...ids.keys()][3] ?? '', { isRead: true, subject: 'changed while away' })
    await tandem.discard(UPN, [...ids.keys()][5] ?? '', true)
    for (let turn = 0; turn < 3; turn++) {
      const { connectionId } = alex
      await inngest.send([
        mailSweep.create({ connectionId, why: 'asked' }),
        mailImport.create({ connectionId }),
        outboxPending.create({ connectionId }),
      ])
      await toSweepMinute(tandem, alex)
    }
    expect(await tokenRequests()).toBe(asked)
    expect(await cursorsOf(alex.connectionId)).toEqual(before)

    await reconnect(alex)
    await tandem.quiet()
    expect(await tandem.agree(alex, { mails: 1 })).toEqual([])
    for (const each of (await heldBy(alex.scope)).messages)
      if (ids.has(each.id)) expect(each.tandemId).toBe(ids.get(each.id))
  })

  it('leaves signals that speak again after Reconnect', async () => {
    const alex = await tandem.settled(UPN)
    await revoke()
    await tandem.until(async () => (await stateOf(alex.connectionId))?.state === 'paused', 'the pause')
    await reconnect(alex)
    await tandem.quiet()
    await tandem.mail(UPN, { subject: 'after' })
    await tandem.quiet()
    expect(await tandem.agree(alex, { mails: 1 })).toEqual([])
  })

  it('keeps what the person did meanwhile, and does it in Outlook after Reconnect', async () => {
    const alex = await tandem.settled(UPN)
    const id = (await tandem.truth(UPN)).find(({ isRead }) => !isRead)?.id ?? ''
    await revoke()
    await tandem.until(async () => (await stateOf(alex.connectionId))?.state === 'paused', 'the pause')
    await mark(alex, [id], true)
    await tandem.quiet()
    expect((await heldBy(alex.scope)).outbox).toHaveLength(1)
    await reconnect(alex)
    await tandem.quiet()
    await tandem.minute()
    expect((await tandem.truth(UPN)).find((each) => each.id === id)?.isRead).toBe(true)
    expect(await tandem.agree(alex, { mails: 1 })).toEqual([])
  })

  it('during the first import pauses it; it goes on where it stopped', async () => {
    await tandem.burst(UPN, 2600)
    await tandem.fault({ kind: 'delay', delayMs: 150, times: -1, match: { path: '*/messages/delta*' } })
    const alex = await tandem.link(UPN)
    await tandem.until(async () => (await cursorsOf(alex.connectionId)).some(({ link }) => link), 'the first page')
    await revoke()
    await tandem.until(async () => (await stateOf(alex.connectionId))?.state === 'paused', 'the pause')
    await tandem.quiet()
    await tandem.control('DELETE', '/faults')
    await reconnect(alex)
    await tandem.quiet()
    expect(await tandem.agree(alex, { mails: 1 })).toEqual([])
  })
})

it('a claims challenge pauses, without a storm, and a new sign-in answers it', async () => {
  const alex = await tandem.settled(UPN)
  await countTokenRequests()
  await tandem.control('POST', `/users/${UPN}/account`, { claimsChallenge: true })
  await tandem.mail(UPN)
  await tandem.until(async () => (await stateOf(alex.connectionId))?.state === 'paused', 'the pause')
  await tandem.quiet()
  expect(await tokenRequests()).toBeLessThanOrEqual(2)
  expect((await stateOf(alex.connectionId))?.pausedReason).toBe('insufficient_claims')
  await tandem.control('POST', `/users/${UPN}/account`, { claimsChallenge: false })
  await reconnect(alex)
  await tandem.quiet()
  expect(await tandem.agree(alex, { mails: 1 })).toEqual([])
})

it('tokens that end while many jobs run are refreshed once', async () => {
  const alex = await tandem.settled(UPN)
  await countTokenRequests()
  await tandem.advance(100 * 60)
  await tandem.burst(UPN, 150)
  const { connectionId } = alex
  await inngest.send([mailSweep.create({ connectionId, why: 'asked' }), mailImport.create({ connectionId })])
  await tandem.quiet()
  expect(await tokenRequests()).toBe(1)
  expect(await tandem.agree(alex)).toEqual([])
})

it('a token endpoint that fails for a while pauses nobody', async () => {
  const alex = await tandem.settled(UPN)
  await tandem.advance(100 * 60)
  await tandem.fault({ kind: 'status', status: 503, times: 2, match: { path: '*/token' } })
  await tandem.fault({ kind: 'html', times: 1, match: { path: '*/token' } })
  await tandem.fault({ kind: 'reset', bytes: 10, times: 1, match: { path: '*/token' } })
  await tandem.mail(UPN)
  await tandem.quiet()
  expect(await tandem.control('GET', '/faults')).toEqual([])
  expect((await stateOf(alex.connectionId))?.state).toBe('active')
  expect(await tandem.agree(alex)).toEqual([])
})

it('switched off by an administrator in mid-sync, nothing more comes in; switched on, all of it does', async () => {
  await tandem.burst(UPN, 1800)
  await tandem.fault({ kind: 'delay', delayMs: 150, times: -1, match: { path: '*/messages/delta*' } })
  const alex = await tandem.link(UPN)
  await tandem.until(async () => (await cursorsOf(alex.connectionId)).some(({ link }) => link), 'the first page')
  await inScope(alex.scope, (db) => setIntegrationEnabled(db, alex.scope, alex.scope.userId, false))
  await tandem.quiet({ imports: false })
  expect(await connectionScope(alex.connectionId)).toBeNull()
  const count = async () =>
    (await inSystem((db) => db.execute<{ n: number }>(sql`select count(*)::int as n from mail_messages`))).rows[0]?.n
  const then = await count()
  await tandem.burst(UPN, 20)
  await tandem.quiet({ imports: false })
  expect(await count()).toBe(then)
  await tandem.control('DELETE', '/faults')
  await inScope(alex.scope, (db) => setIntegrationEnabled(db, alex.scope, alex.scope.userId, true))
  await tandem.advance(130)
  await inngest.send([
    mailImport.create({ connectionId: alex.connectionId }),
    mailSweep.create({ connectionId: alex.connectionId, why: 'asked' }),
  ])
  await tandem.quiet()
  expect(await tandem.agree(alex)).toEqual([])
})
