import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { doEarly, listenEarly } from './early-input'

let done: string[]
const note = (event: Event) => done.push(event instanceof KeyboardEvent ? event.key : event.type)
const press = (key: string, on: Element = document.body) =>
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
const button = () => document.querySelector('button') as HTMLButtonElement

/** The page as it comes: it hears once `hears` is called. */
function hears(singleKeys = true): void {
  Object.assign(document.body, { __reactProps$x: {} })
  document.addEventListener('keydown', note)
  button().addEventListener('click', note)
  doEarly(singleKeys)
}

beforeEach(() => {
  done = []
  document.body.innerHTML = '<button type="button"><i></i></button><a href="#x"></a><input>'
  listenEarly()
})
afterEach(() => {
  document.removeEventListener('keydown', note)
  doEarly(false)
  Reflect.deleteProperty(document.body, '__reactProps$x')
  vi.restoreAllMocks()
})

it('the first key is done once the page hears, and once only; what follows it is somebody’s text', () => {
  press('c')
  press('e')
  hears()
  expect(done).toEqual(['c'])
  press('j')
  doEarly(true)
  expect(done).toEqual(['c', 'j'])
})

it('two keys of one sequence belong together', () => {
  for (const key of ['g', 's', 'e']) press(key)
  hears()
  expect(done).toEqual(['g', 's'])
})

it('the first click on a button is done', () => {
  button()
    .querySelector('i')
    ?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  button().click()
  hears()
  expect(done).toEqual(['click'])
})

it('nothing is done twice, nor what is the browser’s own', () => {
  // React had taken this one over when it was clicked.
  Object.assign(button(), { __reactProps$x: {} })
  button().click()
  document.querySelector('a')?.click()
  press('c', document.querySelector('input') as Element)
  press('Enter', button())
  hears()
  expect(done).toEqual([])
})

it('not what is long ago, nor single keys where they are off', () => {
  press('c')
  hears(false)
  expect(done).toEqual([])
  listenEarly()
  press('c')
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_001)
  doEarly(true)
  expect(done).toEqual(['c'])
})

it('no click is done again where one cannot know what React has heard', () => {
  button().click()
  button().addEventListener('click', note)
  doEarly(true)
  expect(done).toEqual([])
})

it('React still marks what it hears as it did', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const root = createRoot(document.body)
  await act(async () => root.render(<button type="button" onClick={() => done.push('React')} />))
  await act(async () => button().click())
  doEarly(true)
  expect(done).toEqual(['React'])
  await act(async () => root.unmount())
  // The one that Next brings to the browser.
  const nexts = 'next/dist/compiled/react-dom/cjs/react-dom-client.production.js'
  expect(readFileSync(createRequire(import.meta.url).resolve(nexts), 'utf8')).toContain('"__reactProps$"')
})
