import { describe, expect, it } from 'vitest'
import { mailRow } from '@/tests/support/mail-row'
import { compare } from './list-merge'
import { ListStore } from './list-store'
import { Marks } from './marks'
import type { MessagePage, MessageRow } from './view'

const size = 10

function row(minute: number, isRead = false): MessageRow {
  const receivedAt = new Date(Date.UTC(2026, 10, 1) + minute * 60_000).toISOString()
  return mailRow({ id: `m${String(minute).padStart(5, '0')}`, subject: `Subject ${minute}`, receivedAt, isRead })
}

/** A mailbox behind keyset pages, as the list route serves it. */
function mailbox(count: number) {
  const box = { rows: Array.from({ length: count }, (_, at) => row(at)), asked: 0, unreadOnly: false, fails: false }
  const fetchPage = async (cursor: string | null): Promise<MessagePage> => {
    box.asked += 1
    if (box.fails) throw new Error('The database is away.')
    const sorted = box.rows.filter((one) => !box.unreadOnly || !one.isRead).sort(compare)
    const after = cursor === null ? null : (JSON.parse(cursor) as { receivedAt: string; id: string })
    const start = after === null ? 0 : sorted.findIndex((one) => compare(one, after) > 0)
    const rows = start < 0 ? [] : sorted.slice(start, start + size)
    const last = rows[rows.length - 1]
    const more = start >= 0 && start + size < sorted.length && last
    return {
      rows,
      nextCursor: more ? JSON.stringify({ receivedAt: last.receivedAt, id: last.id }) : null,
      revision: '',
    }
  }
  return { box, fetchPage }
}

async function open(count: number, unreadOnly = false) {
  const { box, fetchPage } = mailbox(count)
  box.unreadOnly = unreadOnly
  const marks: Marks = new Marks('isRead', () => store.publish())
  const store: ListStore = new ListStore(fetchPage, marks, { filtered: unreadOnly })
  await store.refresh()
  return { box, store, marks, ids: () => store.getState().rows.map((one) => one.id) }
}

describe('a list of what is rare', () => {
  /** Pages of a walk that finds something in few of its stretches. */
  const stretches = (found: number[]) => {
    const asked: (string | null)[] = []
    const fetchPage = async (cursor: string | null): Promise<MessagePage> => {
      asked.push(cursor)
      const at = Number(cursor ?? 0)
      const rows = found.includes(at) ? [row(1000 - at)] : []
      return { rows, nextCursor: at === 9 ? null : String(at + 1), revision: '' }
    }
    return { asked, fetchPage }
  }
  const marks = new Marks('isRead', () => undefined)

  it('reads on through pages that found nothing, and shows each thing found', async () => {
    const { fetchPage, asked } = stretches([3, 7])
    const store = new ListStore(fetchPage, marks)
    expect(store.getState().status).toBe('loading')
    await store.refresh()
    expect(store.getState().rows).toHaveLength(1)
    expect(asked).toHaveLength(4)
    while (store.getState().more !== 'end') await store.loadMore()
    expect(store.getState().rows).toHaveLength(2)
    expect(asked).toHaveLength(10)
  })

  it('does not call a folder empty before all of it was looked through', async () => {
    const { fetchPage } = stretches([])
    const store = new ListStore(fetchPage, marks, {}, { rows: [], nextCursor: '1', revision: '' })
    expect(store.getState().status).toBe('loading')
    await store.refresh()
    expect(store.getState()).toMatchObject({ status: 'ready', more: 'end', rows: [] })
  })
})

describe('the list', () => {
  it('reads down to the last of many messages, each once', async () => {
    const { box, store, ids } = await open(95)
    while (store.getState().more !== 'end') await store.loadMore()
    expect(ids()).toEqual(box.rows.sort(compare).map((one) => one.id))
  })

  it('shows new mail at once at the top, and holds it back while scrolled down', async () => {
    const { box, store, ids } = await open(30)
    box.rows.push(row(100))
    await store.refresh()
    expect(ids()[0]).toBe('m00100')
    store.setAtTop(false)
    box.rows.push(row(101), row(102))
    await store.refresh()
    await store.refresh()
    expect(store.getState().waiting).toBe(2)
    expect(ids()[0]).toBe('m00100')
    store.setAtTop(true)
    expect(store.getState().waiting).toBe(0)
    expect(ids().slice(0, 3)).toEqual(['m00102', 'm00101', 'm00100'])
  })

  it('sees changes where one has scrolled to, without reading all that lies between', async () => {
    const { box, store, ids } = await open(300)
    while (store.getState().more !== 'end') await store.loadMore()
    store.setAtTop(false)
    const at = (minute: number) => row(minute)
    store.setVisible({ first: at(60), last: at(55) })
    box.rows = box.rows.filter((one) => one.id !== 'm00057').map((one) => (one.id === 'm00058' ? row(58, true) : one))
    box.asked = 0
    await store.refresh()
    expect(box.asked).toBeLessThanOrEqual(3)
    expect(ids()).not.toContain('m00057')
    expect(store.getState().rows.find((one) => one.id === 'm00058')?.isRead).toBe(true)
  })

  it('closes the gap that a burst leaves', async () => {
    const { box, store, ids } = await open(30)
    for (let minute = 100; minute < 147; minute++) box.rows.push(row(minute))
    await store.refresh()
    while (store.getState().more !== 'end') await store.loadMore()
    expect(ids()).toEqual(box.rows.sort(compare).map((one) => one.id))
  })

  it('starts anew after a burst that is too long to follow, and shows something', async () => {
    const { box, store, ids } = await open(30)
    store.setAtTop(false)
    for (let minute = 100; minute < 400; minute++) box.rows.push(row(minute))
    await store.refresh()
    expect(ids()[0]).toBe('m00399')
    while (store.getState().more !== 'end') await store.loadMore()
    expect(ids()).toEqual(box.rows.sort(compare).map((one) => one.id))
  })

  it('shows something at whichever moment of a long burst one begins to scroll', async () => {
    for (let moment = 0; moment < 120; moment++) {
      const { box, store, ids } = await open(30)
      store.setVisible({ first: row(29), last: row(25) })
      box.rows.push(...Array.from({ length: 400 }, (_, at) => row(1000 + at)))
      const reading = store.refresh()
      for (let turn = 0; turn < moment; turn++) await Promise.resolve()
      store.setAtTop(false)
      await reading
      expect(ids().length).toBeGreaterThan(0)
    }
  })

  it('has the last change at whichever moment a hint came, also while a reading failed', async () => {
    for (let moment = 0; moment < 12; moment++) {
      const { box, store, ids } = await open(30)
      box.fails = true
      const reading = store.refresh()
      for (let turn = 0; turn < moment; turn++) await Promise.resolve()
      box.fails = false
      box.rows.push(row(500))
      await Promise.all([reading, store.refresh()])
      expect(ids()[0]).toBe('m00500')
    }
  })

  it('says nothing of a page that did not come for a list that is gone', async () => {
    const { box, fetchPage } = mailbox(30)
    let refuse = (_: Error) => {}
    let holds = false
    const store: ListStore = new ListStore(
      (cursor) => (cursor !== null && holds ? new Promise((_, reject) => (refuse = reject)) : fetchPage(cursor)),
      new Marks('isRead', () => undefined),
    )
    await store.refresh()
    holds = true
    const more = store.loadMore()
    holds = false
    box.rows.push(...Array.from({ length: 400 }, (_, at) => row(1000 + at)))
    await store.refresh()
    refuse(new Error('The network is away.'))
    await more
    expect(store.getState().more).toBe('idle')
  })

  it('lets in what waits when nothing is left below it', async () => {
    const { box, store, ids } = await open(10)
    store.setAtTop(false)
    box.rows.push(row(5000))
    await store.refresh()
    expect(store.getState().waiting).toBe(1)
    store.remove(({ id }) => id !== 'm05000')
    expect(ids()).toEqual(['m05000'])
  })

  it('goes on when a list that was whole grows at its end, as in an import', async () => {
    const { box, store, ids } = await open(8)
    expect(store.getState().more).toBe('end')
    for (let minute = 1; minute <= 40; minute++) box.rows.push(row(-minute))
    await store.refresh()
    while (store.getState().more !== 'end') await store.loadMore()
    expect(ids().length).toBe(48)
    for (let minute = 41; minute <= 70; minute++) box.rows.push(row(-minute))
    await store.refresh()
    while (store.getState().more !== 'end') await store.loadMore()
    expect(new Set(ids()).size).toBe(78)
  })

  it('keeps a message that was just read in a list of the unread, and takes a mark back', async () => {
    const { box, store, marks, ids } = await open(5, true)
    store.hold(['m00003'])
    marks.set(['m00003'], true)
    expect(store.getState().rows.find((one) => one.id === 'm00003')?.isRead).toBe(true)
    box.rows = box.rows.map((one) => (one.id === 'm00003' ? { ...one, isRead: true } : one))
    await store.refresh()
    expect(ids()).toContain('m00003')
    marks.drop(['m00003'], true)
    expect(store.getState().rows.find((one) => one.id === 'm00003')?.isRead).toBe(false)
  })

  it('never shows a failed read as an empty folder, and keeps what it has', async () => {
    const { fetchPage, box } = mailbox(5)
    box.fails = true
    const marks: Marks = new Marks('isRead', () => store.publish())
    const store: ListStore = new ListStore(fetchPage, marks)
    await store.refresh()
    expect(store.getState()).toMatchObject({ status: 'failed', message: 'The database is away.' })
    box.fails = false
    await store.refresh()
    expect(store.getState().rows.length).toBe(5)
    box.fails = true
    await store.refresh()
    expect(store.getState()).toMatchObject({ status: 'ready' })
    expect(store.getState().rows.length).toBe(5)
  })
})

describe('what changes far below the top', () => {
  const at = (one: MessageRow) => ({ receivedAt: one.receivedAt, id: one.id })

  it('is there as soon as one looks at it', async () => {
    const { box, store, ids } = await open(95)
    while (store.getState().more !== 'end') await store.loadMore()
    const newest = row(94)
    store.setVisible({ first: at(newest), last: at(row(90)) })
    // Moved here in Outlook: its time is old.
    const between = { ...row(40), id: 'between' }
    box.rows.push(between)
    await store.refresh()
    expect(ids()).not.toContain('between')
    store.setVisible({ first: at(row(45)), last: at(row(35)) })
    await expect.poll(ids).toEqual(box.rows.sort(compare).map((one) => one.id))
  })

  it('asks only once for what was read since', async () => {
    const { box, store } = await open(95)
    while (store.getState().more !== 'end') await store.loadMore()
    await store.refresh()
    store.setVisible({ first: at(row(45)), last: at(row(35)) })
    await expect.poll(() => box.asked).toBeGreaterThan(11)
    await new Promise((done) => setTimeout(done, 20))
    const { asked } = box
    store.setVisible({ first: at(row(44)), last: at(row(36)) })
    await new Promise((done) => setTimeout(done, 20))
    expect(box.asked).toBe(asked)
  })
})
