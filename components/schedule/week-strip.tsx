'use client'

import { type TouchEvent, useRef } from 'react'
import { addDays } from '@/components/tasks/dates'
import { cn } from '@/components/ui/cn'
import { type Drawn, onDate, say } from './items'
import { startOfWeek } from './period'
import type { CalendarView } from './view'
import { words } from './words'

type WeekStripProps = {
  date: string
  today: string
  items: readonly Drawn[]
  calendars: readonly CalendarView[]
  firstDay: number
  zone: string
  locale: string
  onPick: (date: string) => void
}

const far = 48
const at = (date: string) => Date.parse(`${date}T00:00Z`)
const rings = [
  '',
  'shadow-[inset_0_0_0_1.5px_var(--c1-o)]',
  'shadow-[inset_0_0_0_1.5px_var(--c2-o)]',
  'shadow-[inset_0_0_0_1.5px_var(--c3-o)]',
  'shadow-[inset_0_0_0_1.5px_var(--c4-o)]',
  'shadow-[inset_0_0_0_1.5px_var(--c5-o)]',
  'shadow-[inset_0_0_0_1.5px_var(--c6-o)]',
  'shadow-[inset_0_0_0_1.5px_var(--c7-o)]',
  'shadow-[inset_0_0_0_1.5px_var(--c8-o)]',
]

/** The phone's week: a dot for each of ours, a ring for each of theirs, three at most. Swiping turns the week. */
export function WeekStrip({ date, today, items, calendars, firstDay, zone, locale, onPick }: WeekStripProps) {
  const from = useRef<number | null>(null)
  const first = startOfWeek(date, firstDay)
  const onTouchStart = (event: TouchEvent) => {
    from.current = event.touches[0]?.clientX ?? null
  }
  const onTouchEnd = (event: TouchEvent) => {
    const by = (event.changedTouches[0]?.clientX ?? 0) - (from.current ?? 0)
    if (from.current !== null && Math.abs(by) > far) onPick(addDays(date, by < 0 ? 7 : -7))
    from.current = null
  }
  return (
    <nav
      aria-label={words.looks.week}
      onTouchStart={onTouchStart}
      onTouchEnd={onTouchEnd}
      className="grid shrink-0 grid-cols-7 border-line border-b px-2 pb-2"
    >
      {Array.from({ length: 7 }, (_, index) => addDays(first, index)).map((day) => {
        const entries = onDate(items, day, zone)
        const dots = [...entries].sort((a, b) => a.startsAt.localeCompare(b.startsAt)).slice(0, 3)
        return (
          <button
            key={day}
            type="button"
            onClick={() => onPick(day)}
            aria-current={day === date ? 'date' : undefined}
            aria-label={`${say(at(day), locale, 'UTC', { weekday: 'long', day: 'numeric', month: 'long' })}${day === today ? `, ${words.today}` : ''}, ${words.entries(entries.length)}`}
            className="flex min-h-[68px] flex-col items-center gap-1 rounded-control pt-1"
          >
            <span aria-hidden="true" className="text-12 text-ink-3">
              {say(at(day), locale, 'UTC', { weekday: 'narrow' })}
            </span>
            <span
              aria-hidden="true"
              className={cn(
                'num grid size-8 place-items-center rounded-full text-15 font-strong',
                day === today ? 'bg-brand text-on-brand' : day === date && 'bg-brand-soft text-brand-ink',
                day === today && day === date && 'ring-2 ring-brand-line',
              )}
            >
              {Number(day.slice(8))}
            </span>
            <span aria-hidden="true" className="flex h-[7px] gap-1">
              {dots.map((item) => (
                <i
                  key={item.key}
                  className={cn(
                    'size-[7px] rounded-full forced-colors:border',
                    item.source === 'outlook'
                      ? rings[calendars.find(({ id }) => id === item.calendarId)?.hue ?? 1]
                      : 'bg-brand',
                  )}
                />
              ))}
            </span>
          </button>
        )
      })}
    </nav>
  )
}
