import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Harness, harness } from './fake-core'

interface Entry {
  id: string
  '@removed'?: { reason: string }
  isRead?: boolean
  subject?: string
}
interface Page {
  value: Entry[]
  '@odata.nextLink'?: string
  '@odata.deltaLink'?: string
}

/** A client that keeps a copy of one folder by delta alone. */
class Copy {
  readonly rows = new Map<string, Entry>()
  link: string
  pages = 0
  constructor(
    private readonly h: Harness,
    folder: string,
    private readonly immutable: boolean,
    private readonly size: number,
  ) {
    this.link = `/mailFolders/${folder}/messages/delta?$select=isRead,subject`
  }

  /** One page; true when the round is complete. */
  async step(): Promise<boolean> {
    const answer = await this.h.graph(this.link, {
      immutable: this.immutable,
      prefer: `odata.maxpagesize=${this.size}`,
    })
    expect(answer.status).toBe(200)
    const page = (await answer.json()) as Page
    this.pages++
    for (const entry of page.value) {
      if (entry['@removed']) this.rows.delete(entry.id)
      else this.rows.set(entry.id, entry)
    }
    expect(page['@odata.nextLink'] === undefined).toBe(page['@odata.deltaLink'] !== undefined)
    this.link = page['@odata.nextLink'] ?? page['@odata.deltaLink'] ?? ''
    return page['@odata.deltaLink'] !== undefined
  }

  async round(): Promise<void> {
    for (let i = 0; i < 10_000; i++) if (await this.step()) return
    throw new Error('the round does not end')
  }

  shown = () => [...this.rows.values()].map(({ id, isRead, subject }) => `${id} ${isRead} ${subject}`).sort()
}

async function truth(h: Harness, folder: string, immutable: boolean): Promise<string[]> {
  const rows = (await (await h.control(`/messages?folder=${folder}`)).json()) as {
    id: string
    restId: string
    isRead: boolean
    subject: string
  }[]
  return rows.map(({ id, restId, isRead, subject }) => `${immutable ? id : restId} ${isRead} ${subject}`).sort()
}

type Operation = { kind: 'create' | 'read' | 'move' | 'back' | 'delete' | 'hard'; pick: number }
const operation: fc.Arbitrary<Operation | 'page'> = fc.oneof(
  { arbitrary: fc.constant('page' as const), weight: 2 },
  {
    arbitrary: fc.record({
      kind: fc.constantFrom('create', 'read', 'move', 'back', 'delete', 'hard'),
      pick: fc.nat(1000),
    }) as fc.Arbitrary<Operation>,
    weight: 3,
  },
)

async function apply(h: Harness, { kind, pick }: Operation): Promise<void> {
  const json = (body: unknown) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (kind === 'create') {
    h.clock.now += 1000
    await h.control(
      '/messages',
      json({ subject: `new ${pick}`, receivedDateTime: new Date(h.clock.now - pick * 60_000).toISOString() }),
    )
    return
  }
  const from = kind === 'back' ? 'archive' : 'inbox'
  const rows = (await (await h.control(`/messages?folder=${from}`)).json()) as { id: string; isRead: boolean }[]
  const row = rows[pick % Math.max(1, rows.length)]
  if (!row) return
  if (kind === 'read') await h.control(`/messages/${row.id}`, { ...json({ isRead: !row.isRead }), method: 'PATCH' })
  else if (kind === 'move' || kind === 'back')
    await h.graph(`/messages/${row.id}/move`, json({ destinationId: kind === 'move' ? 'archive' : 'inbox' }))
  else await h.control(`/messages/${row.id}${kind === 'hard' ? '?hard=true' : ''}`, { method: 'DELETE' })
}

describe('message delta', () => {
  it('leads every copy to the truth of the mailbox, whatever happens between and during its pages, with either id type', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(operation, { maxLength: 40 }),
        fc.integer({ min: 1, max: 40 }),
        async (operations, size) => {
          const h = harness()
          const copies = [true, false].map((immutable) => ({ immutable, copy: new Copy(h, 'inbox', immutable, size) }))
          for (const each of operations) {
            if (each === 'page') for (const { copy } of copies) await copy.step()
            else await apply(h, each)
          }
          for (const { copy, immutable } of copies) {
            await copy.round()
            await copy.round()
            expect(copy.shown()).toEqual(await truth(h, 'inbox', immutable))
          }
        },
      ),
      { numRuns: 40 },
    )
  }, 60_000)

  it('replays any token, however old, to the same truth', async () => {
    const h = harness()
    const copy = new Copy(h, 'inbox', true, 50)
    await copy.round()
    const { link } = copy
    for (let i = 0; i < 20; i++) await apply(h, { kind: i % 2 ? 'create' : 'move', pick: i * 7 })
    await copy.round()
    const first = copy.shown()
    copy.link = link
    await copy.round()
    expect(copy.shown()).toEqual(first)
    expect(first).toEqual(await truth(h, 'inbox', true))
  })

  it('survives a restart with its tokens', async () => {
    const h = harness()
    const copy = new Copy(h, 'inbox', false, 20)
    await copy.round()
    await apply(h, { kind: 'move', pick: 3 })
    const owner = h.core.userByUpn('adele@contoso.test')
    const data = h.mail.snapshot(owner?.id ?? '')
    if (!owner || !data) throw new Error('no snapshot')
    h.mail.restore(owner.id, data)
    await apply(h, { kind: 'create', pick: 1 })
    await copy.round()
    expect(copy.shown()).toEqual(await truth(h, 'inbox', false))
  })

  it('answers 410 syncStateNotFound on demand and after thirty days, 400 for repeated options and forged tokens', async () => {
    const h = harness()
    const copy = new Copy(h, 'inbox', true, 10)
    await copy.step()
    h.faults.push({ kind: 'delta-reset', times: 1 })
    const lost = await h.graph(copy.link)
    expect(lost.status).toBe(410)
    expect(await lost.json()).toMatchObject({ error: { code: 'syncStateNotFound' } })
    expect((await h.graph(`${copy.link}&$select=subject`)).status).toBe(400)
    expect((await h.graph(`${copy.link}x`)).status).toBe(400)
    await copy.round()
    h.clock.now += 31 * 86_400_000
    expect((await h.graph(copy.link)).status).toBe(410)
  })

  it('hides young changes while it lags, and shows them later', async () => {
    const h = harness()
    const copy = new Copy(h, 'inbox', true, 100)
    await copy.round()
    h.clock.now += 1000
    await apply(h, { kind: 'create', pick: 0 })
    const before = copy.rows.size
    h.faults.push({ kind: 'delta-lag', delayMs: 5000, times: 1 })
    await copy.round()
    expect(copy.rows.size).toBe(before)
    await copy.round()
    expect(copy.rows.size).toBe(before + 1)
  })

  it('ends after 5,000 messages with a filter, and reports only what was asked for by changeType', async () => {
    const h = harness()
    await h.control('/messages', { method: 'POST', body: JSON.stringify({ count: 6000, spreadDays: 10 }) })
    const from = new Date(h.clock.now - 20 * 86_400_000).toISOString()
    const copy = new Copy(h, 'inbox', true, 1000)
    copy.link = `/mailFolders/inbox/messages/delta?$select=isRead,subject&$filter=receivedDateTime ge ${from}`
    await copy.round()
    expect(copy.rows.size).toBe(5000)
    const created = new Copy(h, 'inbox', true, 1000)
    created.link = '/mailFolders/inbox/messages/delta?changeType=created&$select=subject'
    await created.round()
    const size = created.rows.size
    await apply(h, { kind: 'delete', pick: 2 })
    await apply(h, { kind: 'create', pick: 0 })
    await created.round()
    expect(created.rows.size).toBe(size + 1)
  })
})
