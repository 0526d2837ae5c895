import { InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, it, vi } from 'vitest'
import { Rereading } from './read-anew'

const key = ['live', 'publishing', 'view']
const turn = () => new Promise((resolve) => setTimeout(resolve, 0))

afterEach(() => {
  vi.useRealTimers()
})

it('a stream of hints restarts no reading, and the last change is always read', async () => {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  let truth = 0
  let reads = 0
  let answer = () => {}
  const observer = new QueryObserver(queries, {
    queryKey: key,
    queryFn: async () => {
      reads++
      const seen = truth
      await new Promise<void>((resolve) => (answer = resolve))
      return seen
    },
  })
  const forget = observer.subscribe(() => {})
  const rereading = new Rereading(queries)
  const stop = rereading.start()
  for (let change = 1; change <= 20; change++) {
    truth = change
    rereading.hint(['live', 'publishing'])
    await turn()
  }
  expect(reads).toBe(1)
  answer()
  await turn()
  expect(queries.getQueryData(key)).toBe(0)
  expect(reads).toBe(2)
  answer()
  await turn()
  expect(queries.getQueryData(key)).toBe(20)
  expect(reads).toBe(2)

  truth = 21
  rereading.hint(['live'])
  await turn()
  // A deed writes what it expects while that is being read, and a hint comes in between.
  void queries.cancelQueries({ queryKey: key })
  queries.setQueryData(key, 100)
  expect(queries.getQueryData(key)).toBe(100)
  void queries.invalidateQueries({ queryKey: key })
  truth = 22
  rereading.hint(['live'])
  answer()
  await turn()
  answer()
  await turn()
  expect(queries.getQueryData(key)).toBe(22)
  stop()
  forget()
  queries.clear()
})

it('older pages come, and the last change is read, at whichever moment somebody asks for more', async () => {
  vi.useFakeTimers()
  for (let moment = 0; moment <= 200; moment += 10) {
    const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 30_000 } } })
    let truth = 0
    const observer = new InfiniteQueryObserver(queries, {
      queryKey: ['live', 'people', 'timeline'],
      queryFn: async ({ pageParam }) => {
        const seen = truth
        await new Promise((resolve) => setTimeout(resolve, 40))
        return { page: pageParam, seen }
      },
      initialPageParam: 0,
      getNextPageParam: (_last, pages) => (pages.length < 3 ? pages.length : null),
    })
    const forget = observer.subscribe(() => {})
    const rereading = new Rereading(queries)
    const stop = rereading.start()
    await vi.advanceTimersByTimeAsync(100)
    setTimeout(() => {
      truth = 1
      rereading.hint(['live'])
    }, 50)
    setTimeout(() => void observer.fetchNextPage(), moment)
    await vi.advanceTimersByTimeAsync(1000)
    expect(observer.getCurrentResult().data?.pages).toEqual([
      { page: 0, seen: 1 },
      { page: 1, seen: 1 },
    ])
    stop()
    forget()
    queries.clear()
  }
})
