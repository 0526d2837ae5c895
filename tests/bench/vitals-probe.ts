// What a page says about itself: the largest paint, how long each interaction took, when a thread was there to read.

import type { BrowserContext, Page } from '@playwright/test'
import { until } from './harness'

/** One interaction: from the key or the pointer to the next paint. */
export interface Interaction {
  /** What was being done. */
  step: string
  kind: string
  ms: number
}

/** Runs in the page before anything of it. A text: what tsx makes of a function needs tsx. */
const PROBE = `(() => {
  const probe = { step: '', largest: 0, what: '', interactions: {}, down: 0, shown: null }
  window.probe = probe
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) {
      probe.largest = each.startTime
      probe.what = (each.element?.tagName ?? '').toLowerCase() + ' ' + each.size
    }
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) {
      if (!each.interactionId) continue
      const known = probe.interactions[each.interactionId]
      if (!known || known.ms < each.duration)
        probe.interactions[each.interactionId] = { step: known?.step ?? probe.step, kind: each.name, ms: each.duration }
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true })
  for (const kind of ['click', 'keydown'])
    addEventListener(kind, (event) => { probe.down = event.timeStamp }, { capture: true })
  // Asked in a frame, before its paint: resolves after it.
  const painted = () => new Promise((done) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => done(performance.now())
    port2.postMessage(null)
  })
  // Looks at each frame: a message's head first, then its text, each when it has been painted.
  probe.watchMessage = (id) => {
    const shown = { head: 0, text: 0 }
    probe.shown = shown
    probe.down = 0
    const look = async () => {
      if (probe.shown !== shown) return
      if (probe.down > 0) {
        const article = document.querySelector('article[data-message="' + id + '"]')
        const frame = article?.querySelector('iframe')
        const text = frame
          ? frame.clientHeight > 0 && (frame.contentDocument?.body?.textContent ?? '').trim() !== ''
          : article?.querySelector('div[dir=auto]')
        const at = article ? (await painted()) - probe.down : 0
        shown.head ||= at
        if (text) {
          shown.text = at
          return
        }
      }
      requestAnimationFrame(() => void look())
    }
    void look()
  }
})()`

export const installProbe = (context: BrowserContext): Promise<unknown> => context.addInitScript(PROBE)

/** Names what the interactions that follow belong to. */
export const beginStep = (page: Page, step: string): Promise<unknown> =>
  page.evaluate(`window.probe.step = ${JSON.stringify(step)}`)

/** The largest contentful paint, ms from navigation, and what it was; stands still once nothing larger comes. */
export const largestPaint = (page: Page): Promise<{ ms: number; what: string }> =>
  page.evaluate('({ ms: window.probe.largest, what: window.probe.what })')

/** Each interaction that took 16 ms or more, and how many there were at all. */
export async function interactions(page: Page): Promise<{ slow: Interaction[]; count: number }> {
  return page.evaluate('({ slow: Object.values(window.probe.interactions), count: performance.interactionCount ?? 0 })')
}

export interface Shown {
  /** From the click to the thread with its subject, and to the text of the message, painted (ms). */
  head: number
  text: number
}

/** Does something that opens the thread of a message; answers how long it took. */
export async function openingThread(page: Page, id: string, open: () => Promise<unknown>): Promise<Shown> {
  await page.evaluate(`window.probe.watchMessage(${JSON.stringify(id)})`)
  await open()
  // A page that forbids eval cannot be waited on by Playwright.
  return until(
    `the message ${id}`,
    () => page.evaluate<Shown | null>('window.probe.shown.text > 0 ? window.probe.shown : null'),
    10_000,
    50,
  )
}
