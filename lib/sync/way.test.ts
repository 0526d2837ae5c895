import { expect, it } from 'vitest'
import { inBulk, urgently } from './way'

const waited = async () => {
  const began = Date.now()
  await inBulk(async () => {})
  return Date.now() - began
}

it('bulk work waits while somebody’s work runs and a moment longer, and never for long', async () => {
  expect(await waited()).toBeLessThan(20)
  let end = () => {}
  const work = urgently(() => new Promise<void>((resolve) => (end = resolve)))
  const stuck = await waited()
  expect(stuck).toBeGreaterThanOrEqual(1_000)
  expect(stuck).toBeLessThan(1_500)
  setTimeout(end, 200)
  expect(await waited()).toBeGreaterThanOrEqual(300)
  await work
  expect(await waited()).toBeLessThan(20)
})

it('work that fails is over too', async () => {
  await expect(urgently(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await waited()).toBeLessThan(300)
})

it('one page is written at a time, in the order in which they came, also after one that failed', async () => {
  const told: string[] = []
  const page = (name: string) => async () => {
    told.push(`${name} begins`)
    await new Promise((resolve) => setTimeout(resolve, 5))
    told.push(`${name} ends`)
  }
  const failed = inBulk(() => Promise.reject(new Error('no')))
  await Promise.all([inBulk(page('a')), inBulk(page('b')), expect(failed).rejects.toThrow('no')])
  expect(told).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})
