import { beforeEach, describe, expect, it } from 'vitest'
import { device, how, make, move, standing } from '@/tests/support/schedule-device'

let tandem: ReturnType<typeof device>
beforeEach(() => {
  tandem = device()
})

describe('changes of several tabs', () => {
  /** Tandem with what stands there; the first try is answered once it is let go. */
  function slow() {
    const { state, open } = device()
    const stands = new Map<string, string>()
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const plain = state.answer
    state.answer = async (change) => {
      await held
      // Made once: whoever makes it again is told what stands there.
      if (change.kind === 'save' && (change.version !== null || !stands.has(change.id)))
        stands.set(change.id, change.input.title)
      return plain(change)
    }
    return { state, open, stands, letGo }
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve))

  it('of one new entry are all sent, though one tab is sending it while the other changes it', async () => {
    const { state, open, stands, letGo } = slow()
    state.online = false
    const first = open()
    await first.submit(make('a'), how('a'))
    const second = open()
    state.online = true
    const drained = first.drain()
    await settled()
    const changed = second.submit(make('a', 'Ben'), how('a', 'Ben'))
    letGo()
    await drained
    await changed
    expect(stands.get('a')).toBe('Ben')
    expect(state.sent.map((change) => 'version' in change && change.version)).toEqual([null, 1])
    expect(state.kept.size).toBe(0)
  })

  it('are answered in their own tab when the other one sends them: what became of it stands there', async () => {
    const { state, open, letGo } = slow()
    const [first, second] = [open(), open()]
    const mine = first.submit(make('a'), how('a'))
    await settled()
    const theirs = second.submit(move('b', 3, 14), how('b'))
    const refused = second.submit(move('c', 3, 14), how('c'))
    const plain = state.answer
    state.answer = (change) => (change.id === 'c' ? { error: 'No.' } : plain(change))
    letGo()
    expect((await mine).kind).toBe('sent')
    expect((await theirs).kind).toBe('elsewhere')
    expect((await refused).kind).toBe('elsewhere')
    expect(state.sent).toHaveLength(3)
    expect(second.getAll().map(({ trouble }) => trouble)).toEqual([{ kind: 'refused', error: 'No.' }])
  })

  it('are not written over by a try in vain', async () => {
    const { state, open } = tandem
    let fail = () => {}
    state.answer = () =>
      new Promise((_, reject) => {
        fail = () => reject(new TypeError('Failed to fetch'))
      })
    const [first, second] = [open(), open()]
    const mine = first.submit(make('a'), how('a'))
    await settled()
    state.online = false
    void second.submit(make('b'), how('b'))
    fail()
    expect((await mine).kind).toBe('kept')
    expect(
      open()
        .getAll()
        .map(({ change }) => change.id),
    ).toEqual(['a', 'b'])
  })
})

describe('a change that follows', () => {
  it('a new entry whose answer got lost is sent after it, as a change of it', async () => {
    const { state, open } = tandem
    const plain = state.answer
    state.answer = () => {
      throw new TypeError('Failed to fetch')
    }
    const store = open()
    expect((await store.submit(make('a'), how('a'))).kind).toBe('kept')
    state.online = false
    expect((await store.submit(make('a', 'Ben'), how('a', 'Ben'))).kind).toBe('kept')
    state.online = true
    state.answer = plain
    await store.drain()
    expect(state.sent.slice(1).map((change) => 'version' in change && change.version)).toEqual([null, 1])
    expect(state.kept.size).toBe(0)
  })

  it('a new entry that Tandem has meanwhile does not make it again', async () => {
    const { state, open } = tandem
    const store = open()
    await store.submit(make('a'), how('a'))
    await store.submit(make('a', 'Ben'), how('a', 'Ben'))
    expect(state.sent.map((change) => 'version' in change && change.version)).toEqual([null, 1])
  })

  it('one that waits for a word is kept, and told so', async () => {
    const { state, open } = tandem
    const store = open()
    state.online = false
    await store.submit(move('b', 3, 14), how('b'))
    state.online = true
    state.answer = () => ({ conflict: standing('b', 7) })
    await store.drain()
    expect((await store.submit(move('b', 3, 15), how('b'))).kind).toBe('kept')
  })
})
