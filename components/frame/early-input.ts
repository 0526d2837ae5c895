/**
 * What one presses or clicks while a page stands there and does not hear yet: React replays neither keys nor clicks, and
 * hydrates under a click only what it has the code of. The first of it is kept, and done once the page hears.
 */

/** Older than this (ms), what was pressed is no longer what one expects. */
const longest = 10_000

declare global {
  interface Window {
    /** Ends the listening, and gives what was kept. */
    takeEarly?: () => (KeyboardEvent | MouseEvent)[]
  }
}

/** Runs from the page's first bytes, as text: it knows no names but its own. */
export function listenEarly(): void {
  const kept: (KeyboardEvent | MouseEvent)[] = []
  // At the very end of an event's way: what somebody has heard is not kept.
  const hear = (event: KeyboardEvent | MouseEvent) => {
    const on = event.target instanceof Element ? event.target : null
    const control = on?.closest('a, button, summary, input, textarea, select, label, [contenteditable]')
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event instanceof KeyboardEvent) {
      const [first] = kept
      const goes = kept.length === 1 && first instanceof KeyboardEvent && first.key === 'g'
      if (!control && !event.repeat && !event.isComposing && (kept.length === 0 || goes)) kept.push(event)
      return
    }
    const isReacts = control && Object.keys(control).some((key) => key.startsWith('__reactProps$'))
    if (kept.length === 0 && control?.matches('button[type=button]') && !isReacts) kept.push(event)
  }
  window.addEventListener('keydown', hear)
  window.addEventListener('click', hear)
  window.takeEarly = () => {
    window.removeEventListener('keydown', hear)
    window.removeEventListener('click', hear)
    return kept.splice(0)
  }
}

/**
 * React marks the elements that it hears, under a name of its own. Where the page that hears bears no such mark, React
 * has another name for it: then nobody knows what was heard already.
 */
function isMarked(element: Element | null): boolean {
  if (!element) return false
  return Object.keys(element).some((key) => key.startsWith('__reactProps$')) || isMarked(element.parentElement)
}

/** Does what was kept, as if it came now; keys only where single keys are on, and no click that may be done already. */
export function doEarly(singleKeys: boolean): void {
  for (const event of window.takeEarly?.() ?? []) {
    const on = event.target instanceof HTMLElement && event.target.isConnected ? event.target : null
    if (performance.now() - event.timeStamp > longest) continue
    if (!(event instanceof KeyboardEvent)) {
      if (isMarked(on)) on?.closest('button')?.click()
    } else if (singleKeys) (on ?? document.body).dispatchEvent(new KeyboardEvent('keydown', event))
  }
}
