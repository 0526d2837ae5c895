import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { disconnects } from '@/drizzle/schema/purge'
import { ledger } from '@/drizzle/schema/sync'
import { getOwnCalendar } from '@/lib/features/calendar/publish/removal/queries'
import { removeCalendar } from '@/lib/features/calendar/publish/sync/remove'
import { getConnection } from '@/lib/features/connection/queries'
import { startDisconnect } from '@/lib/features/purge/mutations'
import { listStops } from '@/lib/features/purge/queries'
import { SIGNAL_TRIES } from '@/lib/features/purge/sync/leave'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import { linkMicrosoft } from '../support/link-account'
import { leave, rowsOf, stateOf } from '../support/living-deeds'
import { LivingWorld, type Person } from '../support/living-world'
import { Publisher } from '../support/publisher'
import { newMember } from '../support/tandem-world'

const UPN = 'alex@contoso.test'
const REMOVING = { method: 'DELETE', path: '/v1.0/me/calendars/*' }
let world: LivingWorld
let alex: Person
let me: Publisher

beforeAll(async () => {
  world = await LivingWorld.start()
})
afterAll(() => world.close())
beforeEach(async () => {
  ;({ person: alex, publisher: me } = await Publisher.anew(world, UPN))
  await me.addMany(24)
  await me.press()
  await world.quiet()
})

const offered = () =>
  inScope(alex.scope, async (db) => {
    const connection = await getConnection(db, alex.scope)
    return connection && getOwnCalendar(db, connection)
  })
/** What the preview says of the mode, among what stops working. */
const modeEnds = () =>
  inScope(alex.scope, async (db) => {
    const connection = await getConnection(db, alex.scope)
    const stops = connection ? await listStops(db, connection) : []
    return stops.filter((sentence) => /^(Publish to Outlook|Two-way)/.test(sentence))
  })
const ours = async () => (await me.calendars()).filter(({ name }) => name.startsWith('Tandem'))
const removals = async () =>
  (await inSystem((db) => db.select().from(ledger).where(eq(ledger.kind, 'calendar')))).filter(
    ({ what, direction }) => what === 'deleted' && direction === 'out',
  )

async function receiptOf(id: string) {
  await world.quiet()
  const read = async () => (await inSystem((db) => db.select().from(disconnects).where(eq(disconnects.id, id))))[0]
  await world.until(async () => (await read())?.stage === 'done', 'the receipt')
  const row = await read()
  if (!row) throw new Error('no receipt')
  return row
}

/** Nothing of the connection is left in Tandem, whatever became of the calendar; nobody was mailed. */
async function expectLeft(sentBefore: unknown[]): Promise<void> {
  expect(await rowsOf(alex.connectionId)).toEqual({})
  expect(await world.subscriptions(UPN)).toEqual([])
  expect(await me.sent()).toEqual(sentBefore)
}

describe('Tandem’s own calendar at Disconnect', () => {
  it('is offered with what stands in it, and stays unless the person says so', async () => {
    expect(await offered()).toEqual({ title: 'Tandem - alex', copies: 24, mayRemove: true })
    expect(await modeEnds()).toEqual([expect.stringContaining('the separate calendar there no longer follows')])
    const sent = await me.sent()
    const { calendar } = await receiptOf(await leave(alex))
    expect(calendar).toBeNull()
    expect(await me.copies()).toHaveLength(24)
    await expectLeft(sent)
  })

  it('leaves Outlook at the person’s word; nothing else does, and the receipt keeps no id of it', async () => {
    const sent = await me.sent()
    const before = await me.events()
    const { calendar } = await receiptOf(await leave(alex, { removeCalendar: true }))
    expect(calendar).toEqual({ state: 'gone', ids: [] })
    expect(await ours()).toEqual([])
    const rest = before.filter((each) => !each.calendar.startsWith('Tandem'))
    expect((await me.events()).map(({ id }) => id).sort()).toEqual(rest.map(({ id }) => id).sort())
    expect(await removals()).toHaveLength(1)
    await expectLeft(sent)
  })

  it('is not offered where there is none', async () => {
    await me.press('off')
    await world.quiet()
    expect(await ours()).toEqual([])
    expect(await offered()).toBeNull()
    expect(await modeEnds()).toEqual([])
    expect((await receiptOf(await leave(alex, { removeCalendar: true }))).calendar?.state).toBe('gone')
  })

  it('goes also when turning it off was still on its way to Outlook', async () => {
    await world.fault({ kind: 'status', status: 503, times: 1, match: REMOVING })
    await world.control('POST', '/faults', { kind: 'delay', delayMs: 50, times: -1, match: { path: '*' } })
    await me.press('off')
    const id = await leave(alex, { removeCalendar: true })
    expect((await receiptOf(id)).calendar?.state).toBe('gone')
    expect(await ours()).toEqual([])
  })

  it('that an earlier connection left there is offered, and found by its mark', async () => {
    await receiptOf(await leave(alex))
    const connectionId = await linkMicrosoft(alex.scope, UPN, ['calendar', 'publishing'])
    alex = { ...alex, connectionId }
    await world.quiet()
    expect(await offered()).toMatchObject({ title: 'Tandem - alex', mayRemove: true })
    expect((await receiptOf(await leave(alex, { removeCalendar: true }))).calendar?.state).toBe('gone')
    expect(await ours()).toEqual([])
  })
})

describe('whatever Microsoft does', () => {
  const faults: [string, Parameters<LivingWorld['fault']>[0][]][] = [
    ['loses the answer', [{ kind: 'commit-then-504', match: REMOVING }]],
    ['breaks the line after it was done', [{ kind: 'commit-then-reset', match: REMOVING }]],
    ['is away for as long as it is asked', [{ kind: 'status', status: 503, times: SIGNAL_TRIES - 1, match: REMOVING }]],
    ['is busy', [{ kind: 'throttle', retryAfter: 1, times: 3, match: REMOVING }]],
    ['cannot list calendars', [{ kind: 'html', times: 2, match: { method: 'GET', path: '/v1.0/me/calendars*' } }]],
    [
      'does all of it, to the signals too',
      [
        { kind: 'commit-then-504', match: REMOVING },
        { kind: 'status', status: 503, times: 2, match: { path: '/v1.0/subscriptions*' } },
        { kind: 'truncate', match: { method: 'GET', path: '/v1.0/me/calendars*' } },
      ],
    ],
  ]
  it.each(faults)('%s: the calendar is gone in the end, and the receipt says so', async (_, orders) => {
    const sent = await me.sent()
    for (const order of orders) await world.fault(order)
    const { calendar, subscriptions } = await receiptOf(await leave(alex, { removeCalendar: true }))
    expect(calendar).toEqual({ state: 'gone', ids: [] })
    expect(subscriptions.confirmed).toBe(subscriptions.found)
    expect(await ours()).toEqual([])
    await expectLeft(sent)
  })

  it('a crash between Outlook’s answer and our commit: the next try finds it gone', async () => {
    const disconnectId = await inScope(alex.scope, (db) =>
      startDisconnect(db, alex.scope, alex.connectionId, { removeCalendar: true }),
    )
    const [calendar] = await ours()
    await world.control('DELETE', `/users/${UPN}/calendars/${calendar?.id}`)
    const once = () => removeCalendar(alex.connectionId, disconnectId, { lastTry: false, wait: 30 })
    expect(await once()).toBe(true)
    expect(await once()).toBe(true)
    const [row] = await inSystem((db) => db.select().from(disconnects))
    expect(row?.calendar).toEqual({ state: 'gone', ids: [] })
    expect(await removals()).toEqual([])
  })

  it('does not answer: after some minutes the keys go all the same, and the receipt tells what is left to do', async () => {
    await world.fault({ kind: 'status', status: 503, times: SIGNAL_TRIES, match: REMOVING })
    const { calendar } = await receiptOf(await leave(alex, { removeCalendar: true }))
    expect(calendar).toEqual({ state: 'failed', ids: [] })
    expect(await ours()).toHaveLength(1)
    expect(await rowsOf(alex.connectionId)).toEqual({})
  })

  it('refuses: it is asked once, and the receipt says so', async () => {
    await world.fault({ kind: 'status', status: 403, times: 1, match: REMOVING })
    expect((await receiptOf(await leave(alex, { removeCalendar: true }))).calendar?.state).toBe('refused')
    expect(await ours()).toHaveLength(1)
    expect(await rowsOf(alex.connectionId)).toEqual({})
  })

  it('has taken the grant away: not offered; asked for all the same, the receipt says that it is still there', async () => {
    await world.fault({ kind: 'revoke-token', match: { upn: UPN } })
    await world.until(async () => (await stateOf(alex.connectionId))?.state === 'paused', 'the pause')
    await world.quiet()
    expect(await offered()).toMatchObject({ copies: 24, mayRemove: false })
    expect((await receiptOf(await leave(alex, { removeCalendar: true }))).calendar?.state).toBe('refused')
    expect(await ours()).toHaveLength(1)
  })
})

it('an administrator who releases somebody’s account leaves their Outlook as it is', async () => {
  const admin = await newMember(alex.scope.workspaceId, { name: 'Admin', role: 'admin' })
  const id = await inScope(admin, (db) => startDisconnect(db, admin, alex.connectionId, { removeCalendar: true }))
  const [row] = await inSystem((db) => db.select().from(disconnects).where(eq(disconnects.id, id)))
  expect(row?.calendar).toBeNull()
})
