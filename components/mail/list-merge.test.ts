import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mailRow } from '@/tests/support/mail-row'
import { compare, newAbove, newestOfEach, reaches, takeIn } from './list-merge'
import type { MessageRow } from './view'

/** Minute 0 is the oldest; ids break ties. */
function row(minute: number, id = `m${String(minute).padStart(4, '0')}`, more: Partial<MessageRow> = {}): MessageRow {
  const receivedAt = new Date(Date.UTC(2026, 10, 1) + minute * 60_000).toISOString()
  return mailRow({ id, subject: `Subject ${minute}`, receivedAt, isRead: false, ...more })
}

/** What the server would answer: keyset pages over a mailbox. */
function page(mailbox: readonly MessageRow[], from: MessageRow | null, size: number) {
  const sorted = [...mailbox].sort(compare)
  const start = from === null ? 0 : sorted.findIndex((one) => compare(one, from) > 0)
  const rows = start < 0 ? [] : sorted.slice(start, start + size)
  return { rows, nextCursor: start >= 0 && start + size < sorted.length ? 'more' : null }
}
const ids = (rows: readonly MessageRow[]) => rows.map((one) => one.id)

describe('taking pages into the list', () => {
  const ten = Array.from({ length: 10 }, (_, at) => row(at)).sort(compare)

  it('appends an older page and keeps what stands above', () => {
    const first = page(ten, null, 4)
    const list = takeIn(first.rows, page(ten, first.rows[3] ?? null, 4), first.rows[3] ?? null)
    expect(ids(list)).toEqual(ids(ten.slice(0, 8)))
  })

  it('shows a new mail once, however often it is told', () => {
    const mailbox = [...ten, row(20)]
    const once = takeIn(ten.slice(0, 6), page(mailbox, null, 4), null)
    const twice = takeIn(once, page(mailbox, null, 4), null)
    expect(ids(once)).toEqual(['m0020', ...ids(ten.slice(0, 6))])
    expect(twice).toEqual(once)
  })

  it('drops what is gone within the reach of the page, and nothing beyond', () => {
    const mailbox = ten.filter((one) => one.id !== 'm0008' && one.id !== 'm0002')
    const list = takeIn(ten, page(mailbox, null, 4), null)
    expect(ids(list)).toEqual(ids(ten.filter((one) => one.id !== 'm0008')))
  })

  it('keeps the object of an unchanged row and takes the new one of a changed row', () => {
    const changed = { ...(ten[1] as MessageRow), isRead: true }
    const list = takeIn(ten, page([...ten.filter((one) => one.id !== changed.id), changed], null, 4), null)
    expect(list[0]).toBe(ten[0])
    expect(list[1]).toBe(changed)
  })

  it('keeps what was read just now in a list of the unread', () => {
    const list = takeIn(
      ten,
      page(
        ten.filter((one) => one.id !== 'm0008'),
        null,
        4,
      ),
      null,
      new Set(['m0008']),
    )
    expect(ids(list)).toEqual(ids(ten))
  })

  it('knows when a burst left a gap', () => {
    const burst = Array.from({ length: 60 }, (_, at) => row(100 + at))
    expect(reaches(ten, page([...ten, ...burst], null, 50))).toBe(false)
    expect(reaches(ten, page([...ten, row(100)], null, 50))).toBe(true)
    expect(reaches([], page(burst, null, 50))).toBe(true)
  })

  it('counts what is new above the top', () => {
    expect(newAbove([row(21), row(20), ...ten], ten[0] ?? null)).toEqual(['m0021', 'm0020'])
    expect(newAbove(ten, null)).toEqual([])
  })

  it('equals the mailbox after any changes, once all its pages were read again', () => {
    const mails = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 30 })
    fc.assert(
      fc.property(mails, mails, fc.integer({ min: 1, max: 7 }), (before, after, size) => {
        // Several mails share a minute, so that ties are tried too.
        const make = (n: number) => row(Math.floor(n / 3), `m${n}`)
        const mailbox = after.map(make)
        let list = before.map(make).sort(compare)
        let from: MessageRow | null = null
        for (;;) {
          const next = page(mailbox, from, size)
          list = takeIn(list, next, from)
          expect(new Set(ids(list)).size).toBe(list.length)
          if (next.nextCursor === null) break
          from = next.rows[next.rows.length - 1] ?? null
        }
        expect(ids(list)).toEqual(ids([...mailbox].sort(compare)))
      }),
    )
  })

  it('keeps a line that nothing changed as it is, names and people included', () => {
    const known = { id: 'p', name: 'Amara', company: { id: 'c', name: 'St. Brannock' } }
    const [before] = [row(1, 'a', { senders: ['Amara', null], known })]
    const again = row(1, 'a', { senders: ['Amara', null], known: { ...known, company: { ...known.company } } })
    expect(takeIn([before], { rows: [again], nextCursor: null }, null)[0]).toBe(before)
    const more = row(1, 'a', { senders: ['Amara', null, 'Jonas'], known })
    expect(takeIn([before], { rows: [more], nextCursor: null }, null)[0]).toBe(more)
  })

  it('shows each conversation once, by its newest, and what stands alone as it is', () => {
    const of = (minute: number, conversationId: string | null) => row(minute, undefined, { conversationId })
    const rows = [of(5, 'x'), of(4, null), of(3, 'y'), of(2, 'x'), of(1, null)]
    expect(ids(newestOfEach(rows))).toEqual(ids([rows[0], rows[1], rows[2], rows[4]].flatMap((one) => one ?? [])))
    const single = rows.slice(0, 3)
    expect(newestOfEach(single)).toBe(single)
  })
})
