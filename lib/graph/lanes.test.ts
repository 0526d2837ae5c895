import { expect, it } from 'vitest'
import { inLane, type Lane } from './lanes'

const turn = () => new Promise((done) => setTimeout(done, 2))

async function widest(lanes: Lane[], connections = ['a'], each = 6): Promise<number> {
  let running = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++running)
    await turn()
    running--
  }
  await Promise.all(
    lanes.flatMap((lane) => connections.flatMap((id) => Array.from({ length: each }, () => inLane(id, lane, work)))),
  )
  return most
}

it.each<[Lane, number]>([
  ['live', 1],
  ['bulk', 2],
  ['person', 1],
])('lane %s is %i wide', async (lane, width) => {
  expect(await widest([lane])).toBe(width)
})

it('a mailbox never sees more than four at once', async () => {
  expect(await widest(['live', 'bulk', 'person'])).toBe(4)
})

it('mailboxes do not wait for one another', async () => {
  expect(await widest(['live'], ['a', 'b', 'c'])).toBe(3)
})

it('first come is first served', async () => {
  const order: number[] = []
  await Promise.all([1, 2, 3, 4].map((n) => inLane('a', 'live', async () => void order.push(n))))
  expect(order).toEqual([1, 2, 3, 4])
})

it('work that fails gives its place back', async () => {
  const failed = Array.from({ length: 5 }, () => inLane('a', 'live', () => Promise.reject(new Error('no'))))
  expect((await Promise.allSettled(failed)).every(({ status }) => status === 'rejected')).toBe(true)
  expect(await inLane('a', 'live', async () => 'through')).toBe('through')
})
