import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectionScope } from '@/lib/auth/scope'
import { listOwnLedger, listWorkspaceLedger } from '@/lib/features/ledger/queries'
import { ledgerInput } from '@/lib/features/ledger/schema'
import { importMail, openMailbox, sweepMail } from '@/lib/features/mail/sync/import'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { type LedgerEntry, writeLedger } from '@/lib/sync/ledger'
import { linkMicrosoft } from '../support/link-account'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let adele: UserScope
let alex: UserScope
let lee: UserScope
const connectionOf = new Map<UserScope, string>()

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await emptyTandem()
  const contoso = await newWorkspace('Contoso')
  adele = await newMember(contoso, { name: 'Adele Vance', role: 'admin' })
  alex = await newMember(contoso, { name: 'Alex Wilber' })
  lee = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee Gu', role: 'admin' })
  connectionOf.set(adele, await linkMicrosoft(adele, 'adele@contoso.test'))
  connectionOf.set(alex, await linkMicrosoft(alex, 'alex@contoso.test'))
  connectionOf.set(lee, await linkMicrosoft(lee, 'lee@fabrikam.test'))
})

async function write(who: UserScope, ...entries: Partial<LedgerEntry>[]): Promise<void> {
  const scope = await connectionScope(connectionOf.get(who) ?? '')
  if (!scope) throw new Error('no connection')
  const line: LedgerEntry = { direction: 'in', kind: 'mail', what: 'created', why: 'signal' }
  await inScope(scope, (db) =>
    writeLedger(
      db,
      scope,
      entries.map((entry) => ({ ...line, ...entry })),
    ),
  )
}

const own = (who: UserScope, input: object = {}, limit = 50) =>
  inScope(who, (db) => listOwnLedger(db, who, ledgerInput.parse(input), limit))
const everybody = (who: UserScope, input: object = {}, limit = 50) =>
  inScope(who, (db) => listWorkspaceLedger(db, who, ledgerInput.parse(input), limit))
const requests = (lines: { requestId: string | null }[]) => lines.map(({ requestId }) => requestId)

describe('the sync ledger', () => {
  it('shows a person their own lines, never a colleague’s or another workspace’s', async () => {
    await write(adele, { requestId: 'adele-1' })
    await write(alex, { requestId: 'alex-1' })
    await write(lee, { requestId: 'lee-1' })
    expect(requests(await own(alex))).toEqual(['alex-1'])
    expect(requests(await own(adele))).toEqual(['adele-1'])
    expect(requests(await own(lee))).toEqual(['lee-1'])
  })

  it('shows administrators all of their workspace with names, and nothing of another', async () => {
    await write(adele, { requestId: 'adele-1' })
    await write(lee, { requestId: 'lee-1' })
    await write(alex, { requestId: 'alex-1' })
    const lines = await everybody(adele)
    expect(lines.map(({ name, requestId }) => [name, requestId])).toEqual([
      ['Alex Wilber', 'alex-1'],
      ['Adele Vance', 'adele-1'],
    ])
    expect(requests(await everybody(lee))).toEqual(['lee-1'])
  })

  it('goes on from any place, newest first, without gap or repeat', async () => {
    await write(alex, ...Array.from({ length: 23 }, (_, at) => ({ requestId: `r${at}` })))
    await write(adele, { requestId: 'between' })
    const found: (string | null)[] = []
    let before: number | undefined
    for (let page = await own(alex, {}, 5); page.length > 0; page = await own(alex, { before }, 5)) {
      found.push(...requests(page))
      before = page.at(-1)?.id
    }
    expect(found).toEqual(Array.from({ length: 23 }, (_, at) => `r${22 - at}`))
  })

  it('filters by way, kind and result', async () => {
    await write(
      alex,
      { requestId: 'in' },
      { requestId: 'out', direction: 'out', what: 'marked read', why: 'person' },
      { requestId: 'refused', direction: 'out', what: 'marked read', why: 'person', result: 'failed' },
      { requestId: 'signals', direction: 'out', kind: 'signals', what: 'renewed', why: 'upkeep' },
    )
    expect(requests(await own(alex, { direction: 'in' }))).toEqual(['in'])
    expect(requests(await own(alex, { kind: 'signals' }))).toEqual(['signals'])
    expect(requests(await own(alex, { result: 'failed', direction: 'out' }))).toEqual(['refused'])
    expect(await own(alex, { kind: "mail' or 1=1", result: 'none' })).toHaveLength(4)
  })

  it('refuses a place that is none rather than show the newest lines as older ones', () => {
    for (const before of ['', 'x', '-1', '1e99', '0', ['1', '2']])
      expect(ledgerInput.safeParse({ before }).success).toBe(false)
    expect(ledgerInput.parse({ before: '42' }).before).toBe(42)
  })

  it('says of an import what came, and of a sweep that nobody had signalled', async () => {
    const job = (work: Parameters<typeof runMailJob<unknown>>[2]) =>
      runMailJob(connectionOf.get(alex) ?? '', 'bulk', work)
    await job(openMailbox)
    await job((context) => importMail(context, Date.now() + 60_000))
    const imported = await own(alex, {}, 500)
    const count = (kind: string) =>
      imported
        .filter((line) => line.kind === kind && line.what === 'imported')
        .reduce((sum, line) => sum + line.count, 0)
    const mailbox = (await world.control('GET', '/users/alex@contoso.test/mailFolders')) as unknown[]
    expect(count('folder')).toBeGreaterThan(5)
    expect(count('folder')).toBeLessThanOrEqual(mailbox.length * 2)
    expect(count('mail')).toBeGreaterThan(count('folder'))
    await world.control('POST', '/users/alex@contoso.test/messages', { subject: 'Neu', body: { content: 'x' } })
    await job((context) => sweepMail(context, 'sweep'))
    const [newest] = await own(alex, { kind: 'mail' })
    expect(newest).toMatchObject({ what: 'created', why: 'sweep', direction: 'in', count: 1 })
    expect(newest?.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })
})
