import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { acceptHints } from '@/lib/features/mail/sync/accept'
import { importMail, openMailbox, sweepMail } from '@/lib/features/mail/sync/import'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import type { Lane } from '@/lib/graph/lanes'
import type { UserScope } from '@/lib/platform/scope'
import type { SyncContext } from '@/lib/sync/job'
import { heldBy } from '../support/held-by'
import { linkMicrosoft } from '../support/link-account'
import { differences, type TrueMessage } from '../support/oracle'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const UPN = 'alex@contoso.test'
let world: World
let alex: UserScope
let connectionId: string

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('DELETE', '/faults')
  await emptyTandem()
  alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber' })
  connectionId = await linkMicrosoft(alex, UPN)
})

async function job<T>(lane: Lane, work: (context: SyncContext) => Promise<T>): Promise<T> {
  const result = await runMailJob(connectionId, lane, work)
  if (!result.ran) throw new Error(`the job did not run: ${result.because}`)
  return result.value
}

const truth = async () => (await world.control('GET', `/users/${UPN}/messages`)) as TrueMessage[]
const since = new Date(Date.now() - 90 * 86_400_000)
const compare = async () => differences(await heldBy(alex), await truth(), [], { since })

describe('a mailbox comes in', () => {
  it('equals Outlook after the import, with the newest fifty before it', async () => {
    await job('bulk', openMailbox)
    const first = await heldBy(alex)
    expect(first.messages.length).toBeGreaterThan(20)
    expect(await job('bulk', (context) => importMail(context, Date.now() + 60_000))).toBe(true)
    expect(await compare()).toEqual([])
  })

  it('follows what the person does in Outlook, by signals alone', async () => {
    await job('bulk', openMailbox)
    await job('bulk', (context) => importMail(context, Date.now() + 60_000))
    const { ids } = (await world.control('POST', `/users/${UPN}/messages`, {
      subject: 'Neu',
      body: { content: 'x' },
    })) as {
      ids: string[]
    }
    const id = ids[0] ?? ''
    const etag = async () => `W/"${(await truth()).find((each) => each.id === id)?.changeKey}"`
    const hint = async (changeType: 'created' | 'updated' | 'deleted') =>
      job('live', async (context) => acceptHints(context, [{ id, etag: await etag(), changeType }]))
    expect(await hint('created')).toEqual([])
    expect(await compare()).toEqual([])
    await world.control('PATCH', `/users/${UPN}/messages/${id}`, { isRead: true })
    expect(await hint('updated')).toEqual([])
    expect(await compare()).toEqual([])
    const folders = (await world.control('GET', `/users/${UPN}/mailFolders`)) as {
      id: string
      wellKnownName?: string
    }[]
    expect(folders.length).toBeGreaterThan(5)
    await world.control('DELETE', `/users/${UPN}/messages/${id}`)
    expect(await hint('updated')).toEqual([])
    expect(await compare()).toEqual([])
    await world.control('DELETE', `/users/${UPN}/messages/${id}?hard=true`)
    expect(await job('live', (context) => acceptHints(context, [{ id, changeType: 'deleted' }]))).toEqual([])
    expect(await compare()).toEqual([])
  })

  it('finds by a sweep what no signal told of', async () => {
    await job('bulk', openMailbox)
    await job('bulk', (context) => importMail(context, Date.now() + 60_000))
    await world.control('POST', `/users/${UPN}/messages`, { count: 30, folder: 'archive', seed: 5 })
    const all = await truth()
    await world.control('PATCH', `/users/${UPN}/messages/${all[3]?.id}`, { isRead: !all[3]?.isRead })
    expect(await job('bulk', (context) => sweepMail(context, 'sweep'))).toBeGreaterThanOrEqual(31)
    expect(await compare()).toEqual([])
  })

  it('starts a new round after a lost sync state, and merges', async () => {
    await job('bulk', openMailbox)
    await job('bulk', (context) => importMail(context, Date.now() + 60_000))
    const before = await heldBy(alex)
    await world.control('DELETE', `/users/${UPN}/messages/${(await truth())[5]?.id}?hard=true`)
    await world.control('POST', '/faults', { match: { path: '/v1.0/*delta*' }, kind: 'delta-reset', times: 20 })
    await job('bulk', (context) => sweepMail(context, 'sweep')).catch(() => {})
    await world.control('DELETE', '/faults')
    await job('bulk', (context) => importMail(context, Date.now() + 60_000))
    await job('bulk', (context) => sweepMail(context, 'sweep'))
    expect(await compare()).toEqual([])
    const after = await heldBy(alex)
    const kept = new Map(after.messages.map((each) => [each.id, each.tandemId]))
    for (const each of before.messages.slice(20, 40)) expect(kept.get(each.id)).toBe(each.tandemId)
  })
})
