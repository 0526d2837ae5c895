/**
 * The part of a view that scrolls can be reached by the keyboard, also where a day holds nothing to stop at
 * (WCAG 2.1.1).
 */
export function makeReachable(view: HTMLElement): void {
  for (const each of view.querySelectorAll<HTMLElement>('div'))
    if (/auto|scroll/.test(getComputedStyle(each).overflowY)) each.tabIndex = 0
}
