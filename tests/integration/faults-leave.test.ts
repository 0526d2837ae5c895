import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { disconnects } from '@/drizzle/schema/purge'
import { PURGE } from '@/lib/features/purge/registry'
import { inSystem } from '@/lib/platform/db/handle'
import { linkMicrosoft } from '../support/link-account'
import { cursorsOf, leave, mark, rowsOf, stateOf } from '../support/living-deeds'
import { knock, LivingWorld, type Person } from '../support/living-world'

const UPN = 'alex@contoso.test'
let tandem: LivingWorld

beforeAll(async () => {
  tandem = await LivingWorld.start()
})
afterAll(() => tandem.close())
beforeEach(() => tandem.reset())

async function receiptOf(id: string) {
  const [row] = await inSystem((db) => db.select().from(disconnects).where(eq(disconnects.id, id)))
  if (!row) throw new Error('no receipt')
  return row
}

/** Mailbox ids that any row of any table still holds as text. */
async function traces(id: string): Promise<string[]> {
  const found: string[] = []
  for (const { table } of PURGE) {
    const { rows } = await inSystem((db) =>
      db.execute<{ n: number }>(
        sql`select count(*)::int as n from ${sql.identifier(table)} t where position(${id} in t::text) > 0`,
      ),
    )
    if (rows[0]?.n) found.push(table)
  }
  return found
}

/** After Disconnect: nothing is left, the receipt is true, Microsoft is rid of us, and late signals change nothing. */
async function leavesNothing(person: Person, id: string, { reachable = true } = {}): Promise<void> {
  const clientState = (
    await tandem.control<{ clientState: string; id: string }[]>('GET', '/subscriptions?ended=true')
  )[0]
  await tandem.quiet()
  await tandem.until(async () => (await receiptOf(id)).stage === 'done', 'the receipt')
  await tandem.quiet()
  expect(await rowsOf(person.connectionId)).toEqual({})
  const message = (await tandem.truth(UPN))[0]?.id ?? 'none'
  expect(await traces(message)).toEqual([])
  expect(await traces(person.connectionId)).toEqual(
    expect.not.arrayContaining(['connections', 'mail_messages', 'vault']),
  )
  const receipt = await receiptOf(id)
  expect(receipt.finishedAt).not.toBeNull()
  for (const { found, removed } of Object.values(receipt.counts)) expect(removed).toBe(found)
  if (reachable) {
    expect(await tandem.subscriptions(UPN)).toEqual([])
    expect(receipt.subscriptions.confirmed).toBe(receipt.subscriptions.found)
  }
  const late = {
    subscriptionId: clientState?.id,
    clientState: clientState?.clientState,
    changeType: 'created',
    resourceData: { id: message },
  }
  await knock(JSON.stringify({ value: [late, { ...late, lifecycleEvent: 'missed' }] }))
  await tandem.mail(UPN)
  await tandem.minute()
  expect(await rowsOf(person.connectionId)).toEqual({})
}

/** The same person links the same account again: all is there once. */
async function comesBack({ scope, upn, since }: Person, mails = 0, ...presses: string[]): Promise<void> {
  await tandem.control('DELETE', '/faults')
  const again: Person = {
    scope,
    upn,
    since,
    connectionId: await linkMicrosoft(scope, upn, ...(presses.length ? [presses] : [])),
  }
  await tandem.quiet()
  expect(await tandem.agree(again, { mails })).toEqual([])
}

describe('Disconnect', () => {
  it('of a quiet mailbox leaves nothing', async () => {
    const alex = await tandem.settled(UPN)
    await leavesNothing(alex, await leave(alex))
    await comesBack(alex)
  })

  it('in the middle of the first import', async () => {
    await tandem.burst(UPN, 2600)
    await tandem.fault({ kind: 'delay', delayMs: 150, times: -1, match: { path: '*/messages/delta*' } })
    const alex = await tandem.link(UPN)
    await tandem.until(async () => (await cursorsOf(alex.connectionId)).some(({ link }) => link), 'the first page')
    await leavesNothing(alex, await leave(alex))
    await comesBack(alex)
  })

  it('in the middle of a burst', async () => {
    const alex = await tandem.settled(UPN)
    await tandem.burst(UPN, 500)
    const id = await leave(alex)
    await tandem.burst(UPN, 300, 'archive')
    await leavesNothing(alex, id)
    await comesBack(alex)
  })

  it('while a choice of the person waits to reach Outlook', async () => {
    const alex = await tandem.settled(UPN)
    await tandem.fault({
      kind: 'status',
      status: 503,
      times: -1,
      match: { method: 'PATCH', path: '/v1.0/me/messages/*' },
    })
    await mark(
      alex,
      (await tandem.truth(UPN)).slice(0, 5).map(({ id }) => id),
      false,
    )
    await leavesNothing(alex, await leave(alex))
    await comesBack(alex)
  })

  it('while Microsoft throttles everything: it goes on when Microsoft does', async () => {
    const alex = await tandem.settled(UPN)
    await tandem.fault({ kind: 'throttle', retryAfter: 1, times: 3, match: { path: '/v1.0/subscriptions*' } })
    await leavesNothing(alex, await leave(alex))
    await comesBack(alex)
  })

  it('with a revoked grant: the receipt says which signals end by themselves', async () => {
    const alex = await tandem.settled(UPN)
    await tandem.fault({ kind: 'revoke-token', match: { upn: UPN } })
    await tandem.until(async () => (await stateOf(alex.connectionId))?.state === 'paused', 'the pause')
    await tandem.quiet()
    const id = await leave(alex)
    await leavesNothing(alex, id, { reachable: false })
    const { subscriptions } = await receiptOf(id)
    expect(subscriptions).toMatchObject({ found: 1, confirmed: 0 })
    expect(Date.parse(subscriptions.expireBy ?? '')).toBeGreaterThan(Date.now())
    await comesBack(alex, 1)
  })

  it('that nobody announced is found by the minute job', async () => {
    const alex = await tandem.settled(UPN)
    tandem.engineGone(true)
    const id = await leave(alex)
    tandem.engineGone(false)
    await inSystem((db) => db.update(disconnects).set({ startedAt: new Date(Date.now() - 180_000) }))
    await tandem.minute()
    await leavesNothing(alex, id)
  })

  it('pressed twice is one', async () => {
    const alex = await tandem.settled(UPN)
    const [first, second] = await Promise.all([leave(alex), leave(alex)])
    expect(second).toBe(first)
    await leavesNothing(alex, first)
  })
})
