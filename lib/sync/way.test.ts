import { expect, it } from 'vitest'
import { giveWay, urgently } from './way'

const waited = async () => {
  const began = Date.now()
  await giveWay()
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
