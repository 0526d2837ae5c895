import { type RefObject, useCallback, useEffect, useRef } from 'react'
import type { Drawn } from '../items'

/**
 * One tab stop for all entries: the arrows go from one to the next in time, and by days to the side. `mark` gives an
 * element its key as it is made.
 */
export function useRoving(box: RefObject<HTMLElement | null>, items: readonly Drawn[]) {
  const cursor = useRef<string | null>(null)

  const settle = useCallback(() => {
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])]
    const present = all.some((each) => each.dataset.entry === cursor.current)
    if (!present)
      cursor.current =
        all.find((each) => !each.classList.contains('ev-past'))?.dataset.entry ?? all[0]?.dataset.entry ?? null
    let given = false
    for (const each of all) {
      const on = !given && each.dataset.entry === cursor.current
      if (on) given = true
      each.tabIndex = on ? 0 : -1
    }
  }, [box])
  // After every change of what is drawn.
  useEffect(settle)

  const mark = useCallback((element: HTMLElement, key: string) => {
    if (key) element.dataset.entry = key
    element.tabIndex = key === cursor.current ? 0 : -1
  }, [])

  const latest = useRef(items)
  useEffect(() => {
    latest.current = items
  })
  useEffect(() => {
    const { current } = box
    if (!current) return
    const keyOf = (target: EventTarget | null) => (target instanceof HTMLElement ? target.dataset.entry : undefined)
    const onFocus = (event: FocusEvent) => {
      const key = keyOf(event.target)
      if (!key || key === cursor.current) return
      cursor.current = key
      settle()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      const at = keyOf(event.target)
      const here = at && latest.current.find(({ key }) => key === at)
      const by = arrows[event.key]
      if (!here || !by || event.metaKey || event.ctrlKey || event.altKey) return
      event.preventDefault()
      const order = inTime(latest.current)
      const next = by.days ? besides(order, here, by.step) : order[order.indexOf(here) + by.step]
      const target = next && current.querySelector<HTMLElement>(`[data-entry="${CSS.escape(next.key)}"]`)
      target?.focus()
      target?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
    current.addEventListener('focusin', onFocus)
    current.addEventListener('keydown', onKeyDown)
    return () => {
      current.removeEventListener('focusin', onFocus)
      current.removeEventListener('keydown', onKeyDown)
    }
  }, [box, settle])
  return mark
}

/** By beginning, then the longer one: whole days come before what is on them. */
const inTime = (items: readonly Drawn[]) =>
  [...items].sort((a, b) => a.startsAt.localeCompare(b.startsAt) || b.endsAt.localeCompare(a.endsAt))

const arrows: Record<string, { step: 1 | -1; days?: true }> = {
  ArrowDown: { step: 1 },
  ArrowUp: { step: -1 },
  ArrowRight: { step: 1, days: true },
  ArrowLeft: { step: -1, days: true },
}

/** In the nearest other day that has any: the one nearest in time of day. */
function besides(order: readonly Drawn[], here: Drawn, by: 1 | -1): Drawn | undefined {
  const day = (item: Drawn) => new Date(item.startsAt).toDateString()
  const clock = (item: Drawn) => Date.parse(item.startsAt) % 86_400_000
  const others = order
    .filter((item) => day(item) !== day(here) && Math.sign(item.startsAt.localeCompare(here.startsAt)) === by)
    .sort((a, b) => by * a.startsAt.localeCompare(b.startsAt))
  const near = others[0]
  if (!near) return undefined
  return others
    .filter((item) => day(item) === day(near))
    .sort((a, b) => Math.abs(clock(a) - clock(here)) - Math.abs(clock(b) - clock(here)))[0]
}
