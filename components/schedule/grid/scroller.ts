const isScroller = (element: HTMLElement): boolean => /auto|scroll/.test(getComputedStyle(element).overflowY)

/**
 * The part of the grid that scrolls can be reached by the keyboard, also where a day holds nothing to stop at
 * (WCAG 2.1.1): its first day takes the focus. The scroller itself must not, it is no part of a grid's roles.
 */
export function makeReachable(grid: HTMLElement): void {
  for (const each of grid.querySelectorAll<HTMLElement>('div'))
    if (isScroller(each)) {
      const day = each.querySelector<HTMLElement>('[role=cell]')
      if (day) day.tabIndex = 0
    }
}

/** Of a block this much is seen at least, and above one that was scrolled to, in pixels. */
const LEAST = 20
const ABOVE = 96

/** Scrolls the hours until a block is seen, if it is not: what a link opens may lie at any hour. */
export function bringIntoView(block: HTMLElement): void {
  let scroller = block.parentElement
  while (scroller && !isScroller(scroller)) scroller = scroller.parentElement
  if (!scroller) return
  const [seen, own] = [scroller.getBoundingClientRect(), block.getBoundingClientRect()]
  const least = Math.min(LEAST, own.height)
  if (own.bottom >= seen.top + least && own.top <= seen.bottom - least) return
  scroller.scrollTop += own.top - seen.top - ABOVE
}
