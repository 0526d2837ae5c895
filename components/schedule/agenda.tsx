'use client'

import { CalendarDays } from 'lucide-react'
import { Fragment, useEffect, useRef } from 'react'
import { addDays, dateAt } from '@/components/tasks/dates'
import { useNow } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { Empty } from '@/components/ui/empty'
import { clockTime, timeEnds } from '@/components/ui/time'
import { EntryIcon } from './grid/entry-block'
import { blockClass } from './grid/looks'
import { useRoving } from './grid/use-roving'
import './grid/hues.css'
import './grid/entry.css'
import './agenda.css'
import { type Drawn, daysOf, inOrder, isPast, nameOf, onDate, say, secondLine, titleOf } from './items'
import { datesOf, type Period } from './period'
import type { CalendarView } from './view'
import { words } from './words'

type AgendaProps = {
  items: readonly Drawn[]
  calendars: readonly CalendarView[]
  period: Period
  /** The day that was asked for: it is shown even if nothing is on it, and scrolled to. */
  date: string
  zone: string
  locale: string
  openKey: string | null
  onOpen: (item: Drawn, element: HTMLElement) => void
  onMore: () => void
}

const untilNextMinute = (now: number) => 60_000 - (now % 60_000)
const at = (date: string) => Date.parse(`${date}T00:00Z`)

/** The entries of many days, one under the other: the list on the desktop, the schedule on a phone. */
export function Agenda(props: AgendaProps) {
  const { items, calendars, period, date, zone, locale, openKey, onOpen, onMore } = props
  const now = useNow(untilNextMinute)
  const today = dateAt(now, zone)
  const box = useRef<HTMLDivElement>(null)
  const inPeriod = items.filter((item) => {
    const { from, to } = daysOf(item, zone)
    return from < period.to && to > period.from
  })
  const days = datesOf(period)
    .map((day) => ({ day, entries: inOrder(onDate(inPeriod, day, zone)) }))
    .filter(({ day, entries }) => entries.length > 0 || day === today || day === date)

  // To the day that was asked for, not with every change that comes in.
  useEffect(() => {
    // The list may have begun on another day.
    const target = period.from <= date && box.current?.querySelector<HTMLElement>(`[data-date="${date}"]`)
    if (target && box.current) box.current.scrollTop = target.offsetTop
  }, [date, period.from])

  useRoving(box, inPeriod)

  return (
    <div ref={box} className="scroll-thin relative min-h-0 flex-1 px-4 pb-24 desk:px-8 desk:pb-8">
      {inPeriod.length === 0 ? (
        <Empty icon={<CalendarDays />} title={words.empty.list}>
          {words.empty.listMeans}
        </Empty>
      ) : (
        <div className="mx-auto max-w-[880px]">
          {days.map(({ day, entries }) => (
            <section
              key={day}
              data-date={day}
              aria-label={say(at(day), locale, 'UTC', { weekday: 'long', day: 'numeric', month: 'long' })}
            >
              <h2 className="sticky top-0 z-10 flex items-baseline gap-3 bg-sheet pt-5 pb-2 text-15 font-strong text-ink">
                <span className="flex-1">{sayDay(day, today, locale)}</span>
                <span className="num text-13 font-text text-ink-3">
                  {entries.length > 0 ? words.entries(entries.length) : words.empty.day}
                </span>
              </h2>
              {entries.map((item, index) => {
                const before = entries[index - 1]
                const here = Date.parse(item.startsAt) > now && !item.isAllDay
                return (
                  <Fragment key={item.key}>
                    {day === today && here && !(before && !before.isAllDay && Date.parse(before.startsAt) > now) && (
                      <NowLine now={now} zone={zone} locale={locale} />
                    )}
                    <Row {...{ item, day, calendars, zone, locale, now, onOpen }} isOpen={item.key === openKey} />
                  </Fragment>
                )
              })}
              {day === today && !entries.some((item) => Date.parse(item.startsAt) > now && !item.isAllDay) && (
                <NowLine now={now} zone={zone} locale={locale} />
              )}
            </section>
          ))}
          <button
            type="button"
            onClick={onMore}
            className="mt-6 min-h-11 w-full rounded-control text-13 font-label text-brand-ink hover:bg-hover"
          >
            {words.agenda.later}
          </button>
        </div>
      )}
    </div>
  )
}

/** "Today, Wednesday 25", "Friday 27 November". */
function sayDay(day: string, today: string, locale: string): string {
  const { agenda } = words
  const near =
    day === today
      ? agenda.today
      : day === addDays(today, 1)
        ? agenda.tomorrow
        : day === addDays(today, -1)
          ? agenda.yesterday
          : ''
  return near
    ? `${near}, ${say(at(day), locale, 'UTC', { weekday: 'long', day: 'numeric' })}`
    : say(at(day), locale, 'UTC', { weekday: 'long', day: 'numeric', month: 'long' })
}

function NowLine({ now, zone, locale }: { now: number; zone: string; locale: string }) {
  return (
    <div aria-hidden="true" className="flex items-center gap-2 py-1">
      <span className="num w-[62px] text-right text-12 whitespace-nowrap font-head text-now">
        {clockTime(now, locale, zone)}
      </span>
      <span className="h-0.5 flex-1 rounded-full bg-now" />
    </div>
  )
}

type RowProps = {
  item: Drawn
  day: string
  calendars: readonly CalendarView[]
  zone: string
  locale: string
  now: number
  isOpen: boolean
  onOpen: (item: Drawn, element: HTMLElement) => void
}

function Row({ item, day, calendars, zone, locale, now, isOpen, onOpen }: RowProps) {
  const { from, to } = daysOf(item, zone)
  const begins = from === day
  const ends = addDays(to, -1) === day
  const [start, end] = [Date.parse(item.startsAt), Date.parse(item.endsAt)]
  const [since, until] = timeEnds(start, end, locale, zone)
  const second = secondLine(item, calendars)
  const hue = calendars.find(({ id }) => id === item.calendarId)?.hue ?? 1
  return (
    <div className="flex gap-3 py-1">
      <span
        aria-hidden="true"
        className="num w-[62px] shrink-0 self-center text-right whitespace-nowrap text-13 leading-4 text-ink-2"
      >
        {item.isAllDay || (!begins && !ends) ? (
          <span className="text-12 text-ink-3">{words.allDay}</span>
        ) : (
          <>
            {begins ? (
              clockTime(start, locale, zone)
            ) : (
              <span className="block text-12 whitespace-normal text-ink-3">{since}</span>
            )}
            <span className={cn('block', begins && 'text-12 text-ink-3', !ends && 'whitespace-normal')}>
              {ends ? clockTime(end, locale, zone) : until}
            </span>
          </>
        )}
      </span>
      <button
        type="button"
        data-entry={item.key}
        aria-label={nameOf(item, calendars, locale, zone)}
        onClick={(event) => onOpen(item, event.currentTarget)}
        className={cn(
          blockClass({ item, isOpen, isMoving: false, isPast: isPast(item, now, zone) }),
          `hue-${hue} ev-agenda`,
        )}
      >
        <span className="ev-title">
          <EntryIcon item={item} className="ev-icon" />
          <span dir="auto">{titleOf(item)}</span>
        </span>
        {(second || item.unsent) && <span className="ev-second">{item.unsent ? words.unsent.mark : second}</span>}
      </button>
    </div>
  )
}
