import { act } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { draw } from '@/tests/support/draw'
import { SendButton } from './send-button'

afterEach(() => vi.useRealTimers())

it('offers each day by its name and the hour, and the day once', async () => {
  vi.useFakeTimers({ now: new Date('2026-11-24T09:00:00Z'), toFake: ['Date'] })
  const { host } = draw(<SendButton busy={false} off={false} canArchive={false} onSend={() => {}} />)
  const more = host.querySelectorAll('button')[1]
  await act(async () => more?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })))
  const offered = [...document.querySelectorAll('[role=menuitem]')].map((each) => each.textContent)
  expect(offered.slice(0, 3)).toEqual(['Tonight18:00', 'Tomorrow08:00', 'Monday08:00'])
})
