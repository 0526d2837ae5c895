import type { Logger } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inngest } from '@/inngest/client'
import { mailSweep } from '@/inngest/events'
import { connect } from '@/lib/platform/db/connect'
import { cursorsOf, mark } from '../support/living-deeds'
import { LivingWorld } from '../support/living-world'

const UPN = 'alex@contoso.test'
/** Messages that a page of an import asks for. */
const PAGE = 500
let tandem: LivingWorld
const statements: string[] = []
/** What the test itself asks while it waits. */
const LOOKS = /^select "cursors"\."stream" from/

beforeAll(async () => {
  tandem = await LivingWorld.start()
  // Drizzle tells its logger of every statement; beginnings, ends and scopes of transactions are not work.
  const { db } = await connect()
  const options = (db as unknown as { session: { options: { logger?: Logger } } }).session.options
  options.logger = {
    logQuery: (text) => void (/^(begin|commit|rollback|select set_config)/i.test(text) || statements.push(text)),
  }
})
afterAll(() => tandem.close())
beforeEach(() => tandem.reset())

async function callsOf(work: () => Promise<unknown>): Promise<{ count: number; routes: Record<string, number> }> {
  const { seq } = await tandem.calls(UPN)
  await work()
  await tandem.quiet()
  return tandem.calls(UPN, seq)
}

describe('calls to Microsoft', () => {
  it('a change in a known folder: 1; an unknown mail in the inbox: 1', async () => {
    await tandem.settled(UPN)
    const known = (await tandem.truth(UPN))[3]?.id ?? ''
    expect((await callsOf(() => tandem.edit(UPN, known, { subject: 'changed' }))).count).toBe(1)
    expect((await callsOf(() => tandem.mail(UPN))).count).toBe(1)
  })

  it('an unknown mail elsewhere, and a move: 3 at most', async () => {
    await tandem.settled(UPN)
    expect((await callsOf(() => tandem.mail(UPN, { parentFolderId: 'archive' }))).count).toBeLessThanOrEqual(3)
    const known = (await tandem.truth(UPN))[5]?.id ?? ''
    expect((await callsOf(() => tandem.edit(UPN, known, { parentFolderId: 'archive' }))).count).toBeLessThanOrEqual(3)
  })

  it('a burst of 1,000 new mails: 50 at most, in the inbox or elsewhere', async () => {
    const alex = await tandem.settled(UPN)
    expect((await callsOf(() => tandem.burst(UPN, 1000))).count).toBeLessThanOrEqual(50)
    expect((await callsOf(() => tandem.burst(UPN, 1000, 'archive'))).count).toBeLessThanOrEqual(50)
    expect(await tandem.agree(alex)).toEqual([])
  })

  it('a sweep: one for each followed folder, and the folder list', async () => {
    const { connectionId } = await tandem.settled(UPN)
    const streams = (await cursorsOf(connectionId)).length
    const { count } = await callsOf(() => inngest.send(mailSweep.create({ connectionId, why: 'asked' })))
    expect(count).toBeLessThanOrEqual(streams)
  })

  it('an import: 1.2 a full page, and 2 a folder', async () => {
    await tandem.burst(UPN, 9000)
    const { seq } = await tandem.calls(UPN)
    const { connectionId } = await tandem.settled(UPN)
    const folders = (await cursorsOf(connectionId)).length - 1
    const { routes } = await tandem.calls(UPN, seq)
    const pages = Object.entries(routes).reduce(
      (sum, [route, n]) => (route.includes('messages/delta') ? sum + n : sum),
      0,
    )
    const messages = (await tandem.truth(UPN)).length
    // The sweep after it looks at each folder once more.
    expect(pages - folders).toBeLessThanOrEqual((1.2 * messages) / PAGE + 2 * folders)
  })

  it('marking 20 mails read: one for each, in five round trips, and no more than two to see them again', async () => {
    const alex = await tandem.settled(UPN)
    const inbox = (await tandem.truth(UPN)).filter(({ isRead }) => !isRead).slice(0, 20)
    const { count, routes } = await callsOf(() =>
      mark(
        alex,
        inbox.map(({ id }) => id),
        true,
      ),
    )
    const patches = Object.entries(routes).reduce((sum, [route, n]) => sum + (route.startsWith('PATCH') ? n : 0), 0)
    expect(patches).toBe(inbox.length)
    expect(count).toBeLessThanOrEqual(inbox.length + 2 * new Set(inbox.map(({ folderId }) => folderId)).size)
    expect(await tandem.agree(alex)).toEqual([])
  })
})

describe('statements', () => {
  it('of an import grow by 10 at most for 1,000 messages', async () => {
    statements.length = 0
    await tandem.settled(UPN)
    // An import tells the screens once a second, and the test looks on: that counts time, not messages.
    const counted = () => statements.filter((text) => !text.includes('pg_notify') && !LOOKS.test(text)).length
    const few = counted()
    await tandem.reset()
    await tandem.burst(UPN, 10_000)
    statements.length = 0
    await tandem.settled(UPN)
    expect((counted() - few) / 10).toBeLessThanOrEqual(10)
  })

  it('of one change: 10 at most, whatever the mailbox holds', async () => {
    await tandem.settled(UPN)
    statements.length = 0
    await tandem.mail(UPN)
    await tandem.quiet()
    expect(statements.filter((text) => !LOOKS.test(text)).length).toBeLessThanOrEqual(10)
  })
})
