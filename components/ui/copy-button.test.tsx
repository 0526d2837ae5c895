import { act } from 'react'
import { describe, expect, it } from 'vitest'
import { draw } from '@/tests/support/draw'
import { CopyButton } from './copy-button'

const clipboard = (writeText: (text: string) => Promise<void>) =>
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } })

describe('a button that copies', () => {
  it('says so once the text is copied', async () => {
    const copied: string[] = []
    clipboard(async (text) => void copied.push(text))
    const { one } = draw(<CopyButton text="T-48C1" label="Copy it" done="Done" />)
    expect(one('[role=status]').textContent).toBe('')
    await act(async () => one('button').click())
    expect([copied, one('[role=status]').textContent]).toEqual([['T-48C1'], 'Done'])
  })

  it('claims nothing where the browser refuses, and tells who placed it', async () => {
    let refusals = 0
    clipboard(() => Promise.reject(new DOMException('no', 'NotAllowedError')))
    const { one } = draw(<CopyButton text="T-48C1" onRefused={() => refusals++} />)
    await act(async () => one('button').click())
    expect([refusals, one('[role=status]').textContent]).toEqual([1, ''])
  })
})
