'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { addDays } from '@/components/tasks/dates'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { say } from './items'
import { type Period, stepFrom, weeksOf } from './period'
import { words } from './words'

type SmallMonthProps = {
  date: string
  today: string
  /** What the grid shows, on a band. */
  shown: Period
  firstDay: number
  locale: string
  onPick: (date: string) => void
}

const at = (date: string) => Date.parse(`${date}T00:00Z`)

/** A month to go by: arrows move by days and weeks, Page keys by months. */
export function SmallMonth({ date, today, shown, firstDay, locale, onPick }: SmallMonthProps) {
  const [browsed, setBrowsed] = useState<{ of: string; month: string } | null>(null)
  // Paging through months ends as soon as the schedule itself moves.
  const month = browsed?.of === date ? browsed.month : date
  const grid = useRef<HTMLTableElement>(null)
  const weeks = weeksOf(month, firstDay)
  const browse = (by: 1 | -1) => setBrowsed({ of: date, month: stepFrom('month', month, by) })
  const focus = (day: string) =>
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus())
  const stop = weeks.flat().includes(date) ? date : `${month.slice(0, 7)}-01`

  const onKeyDown = (event: KeyboardEvent) => {
    const from = event.target instanceof HTMLElement ? event.target.dataset.day : undefined
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, PageUp: -28, PageDown: 28 }[event.key]
    if (!from || by === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const next = addDays(from, by)
    if (!next.startsWith(month.slice(0, 7))) setBrowsed({ of: date, month: next })
    focus(next)
  }

  return (
    <section aria-label={words.panel.month.label}>
      <div className="flex items-center pb-2 pl-1.5">
        <h2 className="flex-1 text-14 font-strong" aria-live="polite">
          {say(at(month), locale, 'UTC', { month: 'long', year: 'numeric' })}
        </h2>
        <IconButton size="s" label={words.panel.month.previous} onClick={() => browse(-1)}>
          <ChevronLeft aria-hidden="true" className="size-4" />
        </IconButton>
        <IconButton size="s" label={words.panel.month.next} onClick={() => browse(1)}>
          <ChevronRight aria-hidden="true" className="size-4" />
        </IconButton>
      </div>
      {/* The arrows only pass through here; the buttons inside have them. */}
      <table
        ref={grid}
        onKeyDown={onKeyDown}
        className="num w-full table-fixed border-separate border-spacing-x-0 border-spacing-y-0.5"
      >
        <thead>
          <tr>
            {(weeks[0] ?? []).map((day) => (
              <th key={day} scope="col" className="text-center text-11 leading-[26px] font-text text-ink-3">
                <span className="sr-only">{say(at(day), locale, 'UTC', { weekday: 'long' })}</span>
                <span aria-hidden="true">{say(at(day), locale, 'UTC', { weekday: 'narrow' })}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day, index) => {
                const inside = day >= shown.from && day < shown.to
                const other = !day.startsWith(month.slice(0, 7))
                return (
                  <td
                    key={day}
                    className={cn(
                      'p-0',
                      inside && 'bg-brand-soft',
                      inside && (index === 0 || day === shown.from) && 'rounded-l-full',
                      inside && (index === 6 || addDays(day, 1) === shown.to) && 'rounded-r-full',
                    )}
                  >
                    <button
                      type="button"
                      data-day={day}
                      tabIndex={day === stop ? 0 : -1}
                      aria-current={day === today ? 'date' : undefined}
                      aria-pressed={day === date}
                      aria-label={say(at(day), locale, 'UTC', { weekday: 'long', day: 'numeric', month: 'long' })}
                      onClick={() => onPick(day)}
                      className={cn(
                        'mx-auto grid h-[26px] w-[26px] place-items-center rounded-full text-12 font-label hover:bg-press max-desk:size-10',
                        other && 'font-text text-ink-3',
                        day === today && 'bg-brand font-strong text-on-brand hover:bg-brand-hover',
                      )}
                    >
                      {Number(day.slice(8))}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
