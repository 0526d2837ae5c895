import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { followedClock, manualClock } from './clock'
import { until } from './test-support/engine'
import { Timers } from './timers'

test('a followed clock takes over the other’s jumps and tells those who wait', async () => {
  let ahead = 0
  let asText = false
  const server = createServer((_, response) => {
    const now = Date.now() + ahead
    response.end(JSON.stringify({ now: asText ? new Date(now).toISOString() : now }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const clock = await followedClock(`http://127.0.0.1:${(server.address() as AddressInfo).port}/clock`, 20)
  let moves = 0
  clock.onMove(() => moves++)
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(500)
  ahead = 3 * 86_400_000
  asText = true
  await until(
    'it has jumped',
    () => clock.now() - Date.now(),
    (difference) => Math.abs(difference - ahead) < 500,
  )
  expect(moves).toBe(1)
  clock.close()
  server.close()
})

test('a jump counts once a second look has seen it, so that who looks as often has seen it before', async () => {
  const aheadAt = [0, 60_000, 0, 60_000, 60_000]
  const seen: number[] = []
  let looks = 0
  const server = createServer((_, response) => {
    seen.push(clock ? Math.round((clock.now() - Date.now()) / 60_000) : 0)
    response.end(JSON.stringify({ now: Date.now() + (aheadAt[looks++] ?? 60_000) }))
  })
  let clock: Awaited<ReturnType<typeof followedClock>> | undefined
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  clock = await followedClock(`http://127.0.0.1:${(server.address() as AddressInfo).port}/clock`, 20)
  await until(
    'enough looks',
    () => looks,
    (count) => count > 6,
  )
  expect(seen.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 1])
  clock.close()
  server.close()
})

test('a clock on another machine is refused', async () => {
  await expect(followedClock('http://clock.example.com/')).rejects.toThrow(/this machine/)
})

test('timers fire in order of their time, each once, and not after they were cancelled', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ due: fc.integer({ min: 1, max: 1_000_000 }), cancel: fc.boolean() }), { maxLength: 60 }),
      async (plans) => {
        const clock = manualClock()
        const timers = new Timers(clock)
        const start = clock.now() + 60_000
        const fired: number[] = []
        const handles = plans.map(({ due }) => timers.at(start + due, () => fired.push(due)))
        for (const [index, { cancel }] of plans.entries()) if (cancel) handles[index]?.cancel()
        clock.advance(2_000_000)
        await new Promise((resolve) => setTimeout(resolve, 2))
        timers.close()
        expect(fired).toEqual(
          plans
            .filter(({ cancel }) => !cancel)
            .map(({ due }) => due)
            .sort((a, b) => a - b),
        )
      },
    ),
  )
})
