import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { mailRow } from '@/tests/support/mail-row'
import { type CountChange, InboxModel } from './inbox-model'
import type { Deed, DoDeed, MessageRow, UndoToken } from './view'

const row = (id: string, more: Partial<MessageRow> = {}): MessageRow =>
  mailRow({ id, receivedAt: `2026-11-25T10:0${id}:00.000Z`, isRead: false, ...more })

/** A server that takes or refuses deeds, and the screen's side of it. */
function setup(works: boolean, rows = [row('3'), row('2'), row('1')], grouped = false) {
  const sent: Parameters<DoDeed>[0][] = []
  const counts: CountChange[] = []
  const refused: Deed['kind'][] = []
  const undone: UndoToken[] = []
  const undos: (() => void)[] = []
  const model = new InboxModel(() => ({
    doDeed: async (input) => {
      sent.push(input)
      if (!works) return { error: 'Outlook said no.' }
      return { undo: { deed: input.deed.kind, before: input.ids.map((id) => ({ id, value: '' })) }, changed: input.ids }
    },
    undoDeed: async (token) => {
      undone.push(token)
      return undefined
    },
    count: (change) => counts.push(change.get('in') ?? { unread: 0, total: 0 }),
    done: (_deed, _rows, _conversations, undo) => undos.push(undo),
    refused: (deed) => refused.push(deed.kind),
    undone: () => {},
  }))
  const list = model.list(
    { kind: 'folder', folderId: 'in', filter: 'all', grouped },
    { rows, nextCursor: null, revision: '1' },
  )
  return {
    ...{ model, rows, sent, counts, refused, undone, undos, list },
    read: () => list.getState().rows.map((one) => one.isRead),
    ids: () => list.getState().rows.map((one) => one.id),
    sum: (of: keyof CountChange) => counts.reduce((total, one) => total + one[of], 0),
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('marking as read', () => {
  it('shows at once and goes out as one deed', async () => {
    const { model, rows, sent, read, sum } = setup(true)
    for (const one of rows.slice(0, 2)) model.markRead(one, true)
    expect(read()).toEqual([true, true, false])
    expect(sum('unread')).toBe(-2)
    await vi.advanceTimersByTimeAsync(200)
    expect(sent).toEqual([{ ids: ['3', '2'], conversations: false, deed: { kind: 'read' } }])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(read()).toEqual([true, true, false])
  })

  it('is taken back, count and all, when it fails', async () => {
    const { model, rows, refused, read, sum } = setup(false)
    for (const one of rows.slice(0, 2)) model.markRead(one, true)
    await vi.advanceTimersByTimeAsync(200)
    expect(read()).toEqual([false, false, false])
    expect(sum('unread')).toBe(0)
    expect(refused).toEqual(['read'])
  })

  it('does nothing for what is so already', async () => {
    const { model, rows, sent } = setup(true)
    for (const one of rows.slice(0, 1)) model.markRead(one, false)
    await vi.advanceTimersByTimeAsync(200)
    expect(sent).toEqual([])
  })
})

describe('a deed that takes lines away', () => {
  it('takes them at once, and for good once the server has it', async () => {
    const { model, rows, ids, sum } = setup(true)
    model.do(rows.slice(0, 1), { kind: 'archive' }, false)
    expect(ids()).toEqual(['2', '1'])
    expect([sum('unread'), sum('total')]).toEqual([-1, -1])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(ids()).toEqual(['2', '1'])
  })

  it('brings them back with the counts when it is refused', async () => {
    const { model, rows, ids, sum, refused } = setup(false)
    model.do(rows, { kind: 'delete' }, false)
    expect(ids()).toEqual([])
    await vi.advanceTimersByTimeAsync(0)
    expect(ids()).toEqual(['3', '2', '1'])
    expect([sum('unread'), sum('total')]).toEqual([0, 0])
    expect(refused).toEqual(['delete'])
    // What was never done cannot be taken back.
    expect(model.undoLast()).toBe(false)
  })

  it('is undone where the lines stood, before and after the server has it', async () => {
    for (const wait of [0, 20_000]) {
      const { model, rows, ids, undone, undos, sum } = setup(true)
      model.do(rows.slice(1, 2), { kind: 'archive' }, false)
      if (wait) await vi.advanceTimersByTimeAsync(wait)
      undos[0]?.()
      expect(ids()).toEqual(['3', '2', '1'])
      await vi.advanceTimersByTimeAsync(20_000)
      expect(ids()).toEqual(['3', '2', '1'])
      expect(undone).toEqual([{ deed: 'archive', before: [{ id: '2', value: '' }] }])
      expect([sum('unread'), sum('total')]).toEqual([0, 0])
      undos[0]?.()
      expect(model.undoLast()).toBe(false)
    }
  })

  it('takes older messages of the conversation along, but not what came after', async () => {
    const conversationId = 'c'
    const rows = [row('3', { conversationId }), row('2')]
    const { model, ids, list } = setup(true, rows, true)
    model.do(rows.slice(0, 1), { kind: 'archive' }, true)
    list.insert([row('1', { conversationId }), row('4', { conversationId })])
    expect(ids()).toEqual(['4', '2'])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(ids()).toEqual(['4', '2'])
  })

  it('goes out in portions that the server takes', async () => {
    const many = Array.from({ length: 1200 }, (_, at) => row('0', { id: `m${at}` }))
    const { model, sent } = setup(true, many)
    model.do(many, { kind: 'archive' }, false)
    await vi.advanceTimersByTimeAsync(0)
    expect(sent.map((each) => each.ids.length)).toEqual([500, 500, 200])
  })
})

it('a flag is shown, held in a list of the flagged, and taken back by Z', async () => {
  const { model, rows, list, undone } = setup(true)
  model.do(rows.slice(0, 1), { kind: 'flag' }, false)
  await vi.advanceTimersByTimeAsync(0)
  expect(list.getState().rows.map((one) => one.flagged)).toEqual([true, false, false])
  expect(model.undoLast()).toBe(true)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(list.getState().rows.map((one) => one.flagged)).toEqual([false, false, false])
  expect(undone).toHaveLength(1)
})

describe('deeds that follow each other fast', () => {
  /** A server that takes its time, and longer for what comes first. */
  function slowServer() {
    const world = { place: 'in', isRead: false }
    let wait = 300
    const later = async (work: () => void) => {
      wait -= 100
      await new Promise((resolve) => setTimeout(resolve, Math.max(20, wait + 100)))
      work()
    }
    const model = new InboxModel(() => ({
      doDeed: async ({ deed, ids }) => {
        await later(() => {
          if (deed.kind === 'archive') world.place = 'archive'
          else world.isRead = deed.kind === 'read'
        })
        return { undo: { deed: deed.kind, before: [] }, changed: ids }
      },
      undoDeed: async () => {
        await later(() => {
          world.place = 'in'
        })
        return undefined
      },
      count: () => {},
      done: () => {},
      refused: () => {},
      undone: () => {},
    }))
    const list = model.list(
      { kind: 'folder', folderId: 'in', filter: 'all', grouped: false },
      { rows: [row('2'), row('1')], nextCursor: null, revision: '1' },
    )
    return { world, model, rows: () => list.getState().rows }
  }

  it('leave it as the last one says: archived, taken back and archived again at whichever moment', async () => {
    for (let moment = 0; moment <= 400; moment += 20) {
      const { world, model, rows } = slowServer()
      const archive = () => model.do([row('2')], { kind: 'archive' }, false)
      archive()
      await vi.advanceTimersByTimeAsync(moment)
      model.undoLast()
      archive()
      await vi.advanceTimersByTimeAsync(20_000)
      expect(world.place).toBe('archive')
      expect(rows().map(({ id }) => id)).toEqual(['1'])
    }
  })

  it('leave it unread that was opened and marked unread at whichever moment after', async () => {
    for (let moment = 0; moment <= 400; moment += 20) {
      const { world, model, rows } = slowServer()
      model.markRead(row('2'), true)
      await vi.advanceTimersByTimeAsync(moment)
      model.do([row('2')], { kind: 'unread' }, false)
      await vi.advanceTimersByTimeAsync(20_000)
      expect(world.isRead).toBe(false)
      expect(rows()[0]?.isRead).toBe(false)
    }
  })

  it('stay taken back at whichever moment the list is read', async () => {
    for (const kind of ['archive', 'flag'] as const)
      for (let moment = 0; moment <= 700; moment += 20) {
        const world = { place: 'in', flagged: false }
        const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
        const rows = () => [row('3'), ...(world.place === 'in' ? [row('2', { flagged: world.flagged })] : []), row('1')]
        vi.stubGlobal('fetch', async () => {
          await wait(60)
          const answer = JSON.stringify({ rows: rows(), nextCursor: null, revision: '' })
          await wait(60)
          return new Response(answer)
        })
        const hint = () => void list.refresh()
        const model = new InboxModel(() => ({
          doDeed: async ({ deed, ids }) => {
            await wait(100)
            if (deed.kind === 'archive') world.place = 'archive'
            else world.flagged = true
            hint()
            return { undo: { deed: deed.kind, before: [] }, changed: ids }
          },
          undoDeed: async () => {
            await wait(100)
            Object.assign(world, { place: 'in', flagged: false })
            hint()
            return undefined
          },
          ...{ count: () => {}, done: () => {}, refused: () => {}, undone: () => {} },
        }))
        const first = { rows: rows(), nextCursor: null, revision: '' }
        const list = model.list({ kind: 'folder', folderId: 'in', filter: 'all', grouped: false }, first)
        const seen: (boolean | undefined)[] = []
        model.do(rows().slice(1, 2), { kind }, false)
        setTimeout(hint, moment)
        await vi.advanceTimersByTimeAsync(300)
        model.undoLast()
        const look = () => void seen.push(list.getState().rows.find(({ id }) => id === '2')?.flagged)
        look()
        list.subscribe(look)
        await vi.advanceTimersByTimeAsync(20_000)
        expect(seen.every((flagged) => flagged === false)).toBe(true)
        vi.unstubAllGlobals()
      }
  })
})
