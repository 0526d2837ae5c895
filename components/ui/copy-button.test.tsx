import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CopyButton } from './copy-button'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let root: Root
let host: HTMLElement
beforeEach(() => {
  host = document.createElement('div')
  document.body.append(host)
  root = createRoot(host)
})
afterEach(() => {
  act(() => root.unmount())
  host.remove()
})
const says = () => host.querySelector('[role=status]')?.textContent
const click = () => act(async () => host.querySelector('button')?.click())
const clipboard = (writeText: (text: string) => Promise<void>) =>
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } })

describe('a button that copies', () => {
  it('says so once the text is copied', async () => {
    const copied: string[] = []
    clipboard(async (text) => void copied.push(text))
    act(() => root.render(<CopyButton text="T-48C1" label="Copy it" done="Done" />))
    expect(says()).toBe('')
    await click()
    expect([copied, says()]).toEqual([['T-48C1'], 'Done'])
  })

  it('claims nothing where the browser refuses, and tells who placed it', async () => {
    let refusals = 0
    clipboard(() => Promise.reject(new DOMException('no', 'NotAllowedError')))
    act(() => root.render(<CopyButton text="T-48C1" onRefused={() => refusals++} />))
    await click()
    expect([refusals, says()]).toEqual([1, ''])
  })
})
