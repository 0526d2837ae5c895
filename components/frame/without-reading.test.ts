import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { liveKey } from './live'
import { withoutReading } from './without-reading'

const key = liveKey('privacy', 'settings')
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
type View = { a: boolean; b: boolean; news: number }

/** A page on a view that the server keeps; readings and deeds take their time. */
function page() {
  const server: View = { a: false, b: false, news: 0 }
  const queries = new QueryClient()
  const seen: View[] = []
  const observer = new QueryObserver<View>(queries, {
    queryKey: key,
    queryFn: async () => {
      await wait(30)
      const answer = { ...server }
      await wait(30)
      return answer
    },
    initialData: { ...server },
    staleTime: Number.POSITIVE_INFINITY,
  })
  const leave = observer.subscribe(({ data }) => data && seen.push(data))
  const hint = () => void queries.invalidateQueries({ queryKey: ['live', 'privacy'] })
  const choose = async (field: 'a' | 'b', refused = false) => {
    void queries.cancelQueries({ queryKey: key })
    queries.setQueryData<View>(key, (now) => now && { ...now, [field]: true })
    await withoutReading(queries, key, async () => {
      await wait(100)
      if (!refused) server[field] = true
      await wait(20)
    })
    hint()
  }
  return { server, seen, leave, hint, choose, shown: () => observer.getCurrentResult().data }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a choice that is shown before the server has it', () => {
  it('does not spring back at whichever moment a hint comes, and what the hint told of is read', async () => {
    for (let moment = 0; moment <= 260; moment += 10) {
      const { server, seen, leave, hint, choose, shown } = page()
      const tell = () => {
        server.news = 1
        hint()
      }
      setTimeout(tell, moment)
      setTimeout(() => void choose('a'), 100)
      await vi.advanceTimersByTimeAsync(1000)
      const from = seen.findIndex(({ a }) => a)
      expect(seen.slice(from).every(({ a }) => a)).toBe(true)
      expect(shown()).toEqual({ a: true, b: false, news: 1 })
      leave()
    }
  })

  it('stays while another one is under way that was made at whichever moment', async () => {
    for (let moment = 0; moment <= 260; moment += 10) {
      const { seen, leave, choose, shown } = page()
      void choose('a')
      setTimeout(() => void choose('b'), moment)
      await vi.advanceTimersByTimeAsync(1000)
      const from = seen.findIndex(({ b }) => b)
      expect(seen.slice(from).every(({ a, b }) => a && b)).toBe(true)
      expect(shown()).toEqual({ a: true, b: true, news: 0 })
      leave()
    }
  })

  it('goes back when it is refused', async () => {
    const { leave, choose, shown } = page()
    void choose('a', true)
    await vi.advanceTimersByTimeAsync(110)
    expect(shown()?.a).toBe(true)
    await vi.advanceTimersByTimeAsync(1000)
    expect(shown()?.a).toBe(false)
    leave()
  })
})
