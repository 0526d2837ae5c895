import { beforeEach, describe, expect, it } from 'vitest'
import { device, how, input, item, make, move, standing } from '@/tests/support/schedule-device'
import type { Change } from './change'
import { withChanges } from './overlay'

let tandem: ReturnType<typeof device>
beforeEach(() => {
  tandem = device()
})

describe('changes on their way', () => {
  it('are kept while Tandem cannot be reached, survive the page, and are sent in order', async () => {
    const { state, open } = tandem
    state.online = false
    const before = open()
    expect((await before.submit(make('a'), how('a'))).kind).toBe('kept')
    expect((await before.submit(move('b', 3, 14), how('b'))).kind).toBe('kept')
    expect(before.getAll().map(({ unsent }) => unsent)).toEqual([true, true])

    const after = open()
    expect(after.getAll()).toHaveLength(2)
    state.online = true
    await after.drain()
    expect(state.sent.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['save a', 'move b'])
    expect(state.kept.size).toBe(0)
  })

  it('build on the version that the one before them made', async () => {
    const { state, open } = tandem
    state.online = false
    const store = open()
    await store.submit(move('b', 3, 14), how('b'))
    await store.submit(move('b', 3, 15), how('b'))
    state.online = true
    await store.drain()
    expect(state.sent.map((change) => 'version' in change && change.version)).toEqual([3, 4])
  })

  it('that follow at once build on what was just sent, before the schedule was read again', async () => {
    const { state, open } = tandem
    let seen = () => {}
    state.read = new Promise((resolve) => {
      seen = resolve
    })
    const store = open()
    await store.submit(move('b', 3, 14), how('b'))
    expect(withChanges([item('b')], store.getAll())[0]?.version).toBe(4)
    expect(state.kept.size).toBe(0)
    seen()
    await expect.poll(() => store.getAll()).toEqual([])
  })

  it('that come while the entry is being sent for the first time are not lost, at whichever moment', async () => {
    for (const last of ['Ben', null])
      for (let moment = 0; moment < 16; moment++) {
        const { state, open } = device()
        state.online = false
        const store = open()
        await store.submit(make('a'), how('a'))
        state.online = true
        const stands = new Map<string, string>()
        const plain = state.answer
        state.answer = async (change) => {
          for (let turn = 0; turn < 4; turn++) await Promise.resolve()
          if (change.kind === 'delete') stands.delete(change.id)
          else if (change.kind === 'save') stands.set(change.id, change.input.title)
          return plain(change)
        }
        const drained = store.drain()
        for (let turn = 0; turn < moment; turn++) await Promise.resolve()
        const change: Change = last ? make('a', last) : { kind: 'delete', id: 'a', occurrenceDate: null, scope: 'all' }
        await Promise.all([drained, store.submit(change, how('a', last ?? 'Ann'))])
        await store.drain()
        expect(stands.get('a') ?? null).toBe(last)
        expect(state.kept.size).toBe(0)
      }
  })

  it('are told of at once, at whichever moment of a vain try they come', async () => {
    for (let moment = 0; moment < 16; moment++) {
      const { state, open } = device()
      state.online = false
      const store = open()
      const first = store.submit(move('a', 1, 14), how('a'))
      for (let turn = 0; turn < moment; turn++) await Promise.resolve()
      expect((await store.submit(move('b', 1, 14), how('b'))).kind).toBe('kept')
      expect((await first).kind).toBe('kept')
    }
  })

  it('are sent though the device has no room, and said to be lost with the page where they cannot be', async () => {
    const { state, open } = tandem
    state.full = true
    const store = open()
    expect((await store.submit(make('a'), how('a'))).kind).toBe('sent')
    state.online = false
    expect(await store.submit(make('b'), how('b'))).toEqual({ kind: 'kept', onDevice: false })
    state.online = true
    await store.drain()
    expect(state.sent.map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('of an entry that was never sent become one, and none if it is deleted again', async () => {
    const { state, open } = tandem
    state.online = false
    const store = open()
    await store.submit(make('a'), how('a'))
    await store.submit(make('a', 'Ben'), how('a', 'Ben'))
    expect(store.getAll().map(({ title }) => title)).toEqual(['Ben'])
    await store.submit({ kind: 'delete', id: 'a', occurrenceDate: null, scope: 'all' }, { ...how('a'), shown: null })
    state.online = true
    await store.drain()
    expect(state.sent).toEqual([])
  })

  it('that meet another one wait for a word, without holding up what is not theirs', async () => {
    const { state, open } = tandem
    state.online = false
    const store = open()
    await store.submit(move('b', 3, 14), how('b'))
    await store.submit(make('a'), how('a'))
    state.online = true
    state.answer = (change) => (change.id === 'b' ? { conflict: standing('b', 7) } : { id: change.id, version: 1 })
    await store.drain()
    const stuck = store.getAll().filter(({ trouble }) => trouble)
    expect(stuck.map(({ change }) => change.id)).toEqual(['b'])
    expect(state.sent.map(({ id }) => id)).toEqual(['b', 'a'])
    expect(open().getAll()).toHaveLength(1)

    state.answer = () => ({ id: 'b', version: 8 })
    store.settle(stuck[0]?.opId ?? '', 'mine')
    await store.drain()
    expect(state.sent.at(-1)).toMatchObject({ kind: 'move', id: 'b', version: 7 })
    expect(state.kept.size).toBe(0)
  })

  it('that are refused are told to whoever waits, and kept for whoever comes back', async () => {
    const { state, open } = tandem
    state.answer = () => ({ error: 'No.' })
    const store = open()
    expect(await store.submit(make('a'), how('a'))).toEqual({ kind: 'refused', refusal: { error: 'No.' } })
    expect(store.getAll()).toEqual([])
    state.online = false
    await store.submit(make('c'), how('c'))
    state.online = true
    await store.drain()
    expect(store.getAll()[0]?.trouble).toEqual({ kind: 'refused', error: 'No.' })
  })

  it('whose answer got lost count as done when what was wanted stands there', async () => {
    const { state, open } = tandem
    const saved = { ...make('a'), version: 1 } as Change
    state.answer = () => ({ conflict: { ...standing('a', 2), ...input } })
    expect((await open().submit(saved, how('a'))).kind).toBe('sent')
  })
})

describe('the schedule with changes on their way', () => {
  it('shows them, marks what is not sent, and shows what is in trouble as it stands', async () => {
    const { state, open } = tandem
    state.online = false
    const store = open()
    await store.submit(make('new'), how('new'))
    await store.submit(
      { kind: 'delete', id: 'gone', occurrenceDate: null, scope: 'all' },
      { ...how('gone'), shown: null },
    )
    await store.submit(move('b', 1, 16), { ...how('b'), shown: { ...item('b'), startsAt: '2026-11-25T16:00:00.000Z' } })
    const items = [item('gone'), item('b')]
    const drawn = withChanges(items, store.getAll())
    expect(drawn.map(({ key, unsent }) => [key, unsent])).toEqual([
      ['b', true],
      ['new', true],
    ])
    expect(drawn[0]?.startsAt).toBe('2026-11-25T16:00:00.000Z')
    const stuck = store.getAll().map((op) => ({ ...op, trouble: { kind: 'refused' as const, error: '' } }))
    expect(withChanges(items, stuck)).toEqual(items)
  })

  it('takes an occurrence, the rest, or the whole of a series away', () => {
    const dates = ['2026-11-02', '2026-11-09', '2026-11-16']
    const series = dates.map((date) => ({ ...item('s'), key: `s@${date}`, occurrenceDate: date }))
    const without = (scope: 'this' | 'following' | 'all') =>
      withChanges(series, [
        {
          ...{
            opId: 'o',
            at: 0,
            title: '',
            shown: null,
            key: 's@2026-11-09',
            unsent: false,
            tried: false,
            failures: 0,
            trouble: null,
          },
          change: { kind: 'delete', id: 's', occurrenceDate: '2026-11-09', scope },
        },
      ]).map(({ occurrenceDate }) => occurrenceDate)
    expect(without('this')).toEqual(['2026-11-02', '2026-11-16'])
    expect(without('following')).toEqual(['2026-11-02'])
    expect(without('all')).toEqual([])
  })
})
