/**
 * The part of the grid that scrolls can be reached by the keyboard, also where a day holds nothing to stop at
 * (WCAG 2.1.1): its first day takes the focus. The scroller itself must not, it is no part of a grid's roles.
 */
export function makeReachable(grid: HTMLElement): void {
  for (const each of grid.querySelectorAll<HTMLElement>('div'))
    if (/auto|scroll/.test(getComputedStyle(each).overflowY)) {
      const day = each.querySelector<HTMLElement>('[role=cell]')
      if (day) day.tabIndex = 0
    }
}
