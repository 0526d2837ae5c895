import { act } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { draw } from '@/tests/support/draw'
import { PageError } from './page-error'

const refresh = vi.hoisted(() => vi.fn())
vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh }) }))

const reload = vi.spyOn(location, 'reload').mockImplementation(() => {})
afterEach(() => vi.clearAllMocks())

const again = () => act(async () => document.querySelector('button')?.click())

it('what broke in the browser, as a part that could not be fetched, is tried again by loading the page', async () => {
  draw(<PageError reset={() => {}} />)
  await again()
  expect([reload, refresh].map((each) => each.mock.calls.length)).toEqual([1, 0])
})

it('what broke on the server is asked for again, in place', async () => {
  const reset = vi.fn()
  draw(<PageError number="4711" reset={reset} />)
  await again()
  expect([reload, refresh, reset].map((each) => each.mock.calls.length)).toEqual([0, 1, 1])
})
