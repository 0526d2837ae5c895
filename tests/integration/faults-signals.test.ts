import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connections } from '@/drizzle/schema/connection'
import { inngest } from '@/inngest/client'
import { mailChanged, mailSweep } from '@/inngest/events'
import { inSystem } from '@/lib/platform/db/handle'
import { heldBy } from '../support/held-by'
import { cursorsOf, toSweepMinute } from '../support/living-deeds'
import { LivingWorld } from '../support/living-world'

const UPN = 'alex@contoso.test'
const EACH = { upn: UPN }
let tandem: LivingWorld

beforeAll(async () => {
  tandem = await LivingWorld.start()
})
afterAll(() => tandem.close())
beforeEach(() => tandem.reset())

describe('signals of Microsoft', () => {
  it('that never come are made up for by the sweep of the hour', async () => {
    const alex = await tandem.settled(UPN)
    await tandem.fault({ kind: 'drop-notification', match: EACH, times: -1 })
    const [first = ''] = await tandem.burst(UPN, 20, 'archive')
    await tandem.mail(UPN)
    await tandem.discard(UPN, (await tandem.truth(UPN))[9]?.id ?? '', true)
    await tandem.edit(UPN, first, { parentFolderId: 'inbox', isRead: true })
    await tandem.quiet()
    expect((await tandem.agree(alex)).length).toBeGreaterThanOrEqual(20)
    await toSweepMinute(tandem, alex)
    expect(await tandem.agree(alex)).toEqual([])
    expect(await tandem.runs('mail-sweep')).toContainEqual(expect.objectContaining({ status: 'completed' }))
  })

  it('that never come for one folder are made up for although another folder is busy all day', async () => {
    const alex = await tandem.settled(UPN)
    await tandem.fault({ kind: 'drop-notification', match: EACH, times: 1 })
    await tandem.mail(UPN, { parentFolderId: 'archive' })
    await tandem.quiet()
    for (let hour = 0; hour < 7; hour++) {
      await toSweepMinute(tandem, alex, { early: 10, atLeast: 40 })
      await tandem.mail(UPN)
      await tandem.quiet()
      await toSweepMinute(tandem, alex, { atLeast: 2 })
    }
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('that come twice change nothing', async () => {
    const alex = await tandem.settled(UPN)
    await tandem.fault({ kind: 'duplicate-notification', match: EACH, times: -1 })
    const ids = await tandem.burst(UPN, 30)
    for (const id of ids.slice(0, 5)) await tandem.edit(UPN, id, { isRead: true })
    await tandem.discard(UPN, ids[7] ?? '')
    await tandem.discard(UPN, ids[8] ?? '', true)
    await tandem.quiet()
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('that come out of order change nothing', async () => {
    const alex = await tandem.settled(UPN)
    await tandem.fault({ kind: 'reorder', match: EACH, delayMs: 300, times: 3 })
    const id = await tandem.mail(UPN)
    await tandem.edit(UPN, id, { isRead: true })
    await tandem.edit(UPN, id, { parentFolderId: 'archive' })
    await tandem.discard(UPN, id, true)
    const other = await tandem.mail(UPN, { subject: 'stays' })
    await tandem.edit(UPN, other, { subject: 'stays, changed', isRead: true })
    await tandem.quiet()
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('that come before delta knows of the change are looked at again', async () => {
    const alex = await tandem.settled(UPN)
    await tandem.fault({ kind: 'delta-lag', match: EACH, delayMs: 2500, times: 6 })
    const id = await tandem.mail(UPN)
    await tandem.edit(UPN, id, { isRead: true })
    const known = (await tandem.truth(UPN)).filter((each) => each.id !== id)
    await tandem.edit(UPN, known[2]?.id ?? '', { subject: 'late' })
    await tandem.discard(UPN, known[4]?.id ?? '', true)
    await tandem.quiet({ patient: true, timeoutMs: 50_000 })
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('that delta follows only after the last look are not lost: the sweep finds them', async () => {
    const alex = await tandem.settled(UPN)
    await tandem.fault({ kind: 'delta-lag', match: EACH, delayMs: 60_000, times: -1 })
    await tandem.discard(UPN, (await tandem.truth(UPN))[4]?.id ?? '', true)
    await tandem.mail(UPN)
    await tandem.quiet()
    await tandem.control('DELETE', '/faults')
    await toSweepMinute(tandem, alex)
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('for many changes at once, over and over, leave exactly what Outlook has', async () => {
    const alex = await tandem.settled(UPN)
    const ids = await tandem.burst(UPN, 400)
    await Promise.all(ids.slice(0, 40).map((id) => tandem.edit(UPN, id, { isRead: true })))
    await Promise.all(ids.slice(20, 50).map((id) => tandem.edit(UPN, id, { parentFolderId: 'archive' })))
    await Promise.all(ids.slice(45, 70).map((id) => tandem.discard(UPN, id)))
    await tandem.burst(UPN, 200, 'archive', 8)
    await tandem.quiet()
    expect(await tandem.agree(alex)).toEqual([])
  })
})

describe('a lost sync state', () => {
  it('between two rounds begins a new one that merges', async () => {
    const alex = await tandem.settled(UPN)
    const before = new Map((await heldBy(alex.scope)).messages.map((each) => [each.id, each.tandemId]))
    await tandem.fault({ kind: 'delta-reset', match: EACH, times: 1 })
    await tandem.mail(UPN)
    await tandem.quiet()
    expect(await tandem.control('GET', '/faults')).toEqual([])
    expect(await tandem.agree(alex)).toEqual([])
    const after = (await heldBy(alex.scope)).messages
    for (const each of after) if (before.has(each.id)) expect(each.tandemId).toBe(before.get(each.id))
  })

  it('in every folder at once is mended by one sweep', async () => {
    const alex = await tandem.settled(UPN)
    await tandem.fault({ kind: 'delta-reset', match: EACH, times: 12 })
    await tandem.discard(UPN, (await tandem.truth(UPN))[3]?.id ?? '', true)
    await inngest.send(mailSweep.create({ connectionId: alex.connectionId, why: 'asked' }))
    await tandem.quiet()
    await tandem.control('DELETE', '/faults')
    expect(await tandem.agree(alex)).toEqual([])
  })

  it.each([1, 2, 4])('in the middle of a first import (page %i) starts that folder again', async (after) => {
    await tandem.burst(UPN, 2600)
    await tandem.fault({ kind: 'delta-reset', match: { upn: UPN, path: '*/messages/delta*' }, after, times: 2 })
    const alex = await tandem.settled(UPN)
    expect(await tandem.control('GET', '/faults')).toEqual([])
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('in the middle of a resync, while the mailbox changes', async () => {
    await tandem.burst(UPN, 2600)
    const alex = await tandem.settled(UPN)
    await tandem.fault({ kind: 'delta-reset', match: { upn: UPN, path: '*/messages/delta*' }, times: 1 })
    await tandem.fault({ kind: 'delta-reset', match: { upn: UPN, path: '*/messages/delta*' }, after: 2, times: 1 })
    const ids = (await tandem.truth(UPN)).map(({ id }) => id)
    await tandem.discard(UPN, ids[5] ?? '', true)
    await Promise.all(ids.slice(10, 30).map((id) => tandem.edit(UPN, id, { parentFolderId: 'archive' })))
    await Promise.all(ids.slice(1000, 1020).map((id) => tandem.discard(UPN, id)))
    await tandem.quiet()
    expect(await tandem.agree(alex)).toEqual([])
  })
})

it('a signal for a subscription that Tandem does not hold is dropped without a call to Microsoft', async () => {
  const alex = await tandem.settled(UPN)
  const { seq } = await tandem.calls(UPN)
  const hints = [{ id: 'AAMk-unknown', changeType: 'created' as const }]
  const { connectionId } = alex
  await inngest.send(mailChanged.create({ connectionId, hints, subscriptionIds: ['not-ours'], at: Date.now() }))
  await tandem.quiet()
  expect((await tandem.calls(UPN, seq)).count).toBe(0)
})

it('a hint for what is already here costs no call to Microsoft', async () => {
  const alex = await tandem.settled(UPN)
  const id = await tandem.mail(UPN)
  await tandem.quiet()
  const { seq } = await tandem.calls(UPN)
  const [live] = await tandem.subscriptions(UPN)
  const key = (await tandem.truth(UPN)).find((each) => each.id === id)?.changeKey
  const hints = [{ id, etag: `W/"${key}"`, changeType: 'updated' as const }]
  const { connectionId } = alex
  await inngest.send(mailChanged.create({ connectionId, hints, subscriptionIds: [live?.id ?? ''], at: Date.now() }))
  await tandem.quiet()
  expect((await tandem.calls(UPN, seq)).count).toBe(0)
  const [row] = await inSystem((db) => db.select().from(connections).where(eq(connections.id, connectionId)))
  expect(row?.lastSignalAt).not.toBeNull()
  expect((await cursorsOf(connectionId)).every(({ phase }) => phase === 'live')).toBe(true)
})
