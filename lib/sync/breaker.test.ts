import { expect, it } from 'vitest'
import { isImplausible } from './breaker'

it('a day’s work passes, a mishap does not', () => {
  expect(isImplausible(19, 19)).toBe(false)
  expect(isImplausible(20, 20)).toBe(true)
  expect(isImplausible(20, 67)).toBe(false)
  expect(isImplausible(30, 100)).toBe(true)
  expect(isImplausible(2_999, 10_000)).toBe(false)
  expect(isImplausible(3_000, 10_000)).toBe(true)
})
