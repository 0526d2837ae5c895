import { act, type ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach } from 'vitest'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const roots: Root[] = []
afterEach(() => {
  for (const root of roots.splice(0)) act(() => root.unmount())
  document.body.replaceChildren()
})

/** Draws a node into the document until the test ends. `one` finds an element in it, or fails. */
export function draw(node: ReactNode) {
  const host = document.body.appendChild(document.createElement('div'))
  const root = createRoot(host)
  roots.push(root)
  act(() => root.render(node))
  const one = <T extends Element = HTMLElement>(selector: string): T => {
    const found = host.querySelector<T>(selector)
    if (!found) throw new Error(`no ${selector}`)
    return found
  }
  return { host, one }
}
