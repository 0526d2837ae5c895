'use client'

import FullCalendar, {
  type CalendarOptions,
  type CalendarRef,
  type EventApi,
  type EventInput,
} from '@fullcalendar/react'
import dayGrid from '@fullcalendar/react/daygrid'
import interaction from '@fullcalendar/react/interaction'
import timeGrid from '@fullcalendar/react/timegrid'
import { useEffect, useMemo, useRef, useState } from 'react'
import '@fullcalendar/react/skeleton.css'
import './grid.css'
import './hues.css'
import './entry.css'
import { addDays, dateAt } from '@/components/tasks/dates'
import { clockTime } from '@/components/ui/time'
import { type Drawn, daysOf, say } from '../items'
import { leftOfPairs } from '../overlap'
import { type ScheduleLook, weekNumber } from '../period'
import type { CalendarView } from '../view'
import { words } from '../words'
import { EntryBlock } from './entry-block'
import { blockClass } from './looks'
import { bringIntoView, makeReachable } from './scroller'
import type { Stretch } from './stretch'
import { useRoving } from './use-roving'

export type GridLook = Exclude<ScheduleLook, 'list'>
type ScheduleGridProps = {
  look: GridLook
  date: string
  items: readonly Drawn[]
  calendars: readonly CalendarView[]
  zone: string
  locale: string
  /** 1 Monday … 7 Sunday. */
  firstDay: number
  openKey: string | null
  /** A click beside a pop-over closes it and does nothing else. */
  mayBegin: () => boolean
  onOpen: (item: Drawn, element: HTMLElement) => void
  onBegin: (stretch: Stretch) => void
  onMove: (item: Drawn, to: Stretch) => void
  onDay: (date: string) => void
  onWeek: (date: string) => void
}

const views: Record<GridLook, string> = { day: 'timeGridDay', week: 'timeGridWeek', month: 'dayGridMonth' }
const plugins = [dayGrid, timeGrid, interaction]
const minute = 60_000
/** What 20 px are in time, at 64 px an hour. */
const leastShown = 19 * minute

/** Day, week and month: FullCalendar with our looks, our entries and our names. */
export function ScheduleGrid(props: ScheduleGridProps) {
  const { look, date, items, calendars, zone, locale, firstDay, openKey, onOpen, onDay, onWeek } = props
  const calendar = useRef<CalendarRef>(null)
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  latest.current = props
  const byKey = useMemo(() => new Map(items.map((item) => [item.key, item])), [items])
  const events = useEvents(items, calendars, zone, look)
  const mark = useRoving(box, items)
  const isSettled = useSettled()

  // Told after the paint: its own state must not change while React renders.
  useEffect(() => {
    const api = calendar.current?.getApi()
    if (!api) return
    if (api.view.type !== views[look]) api.changeView(views[look], date)
    else if (dateAt(api.getDate().getTime(), zone) !== date) api.gotoDate(date)
  }, [look, date, zone])

  const isOpenThere = openKey !== null && byKey.has(openKey)
  useEffect(() => {
    if (!isOpenThere || !isSettled) return
    const block = box.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(openKey ?? '')}"]`)
    if (block) bringIntoView(block)
  }, [openKey, isOpenThere, isSettled])

  const itemOf = (key: string) => latest.current.items.find((item) => item.key === key)
  const options: CalendarOptions = {
    plugins,
    initialView: views[look],
    initialDate: date,
    timeZone: zone,
    locale,
    firstDay: firstDay % 7,
    height: '100%',
    headerToolbar: false,
    events,
    eventOrder: 'start,-duration,title',
    nowIndicator: true,
    slotDuration: '00:30:00',
    snapDuration: '00:15:00',
    slotMinHeight: 32,
    slotHeaderInterval: '01:00:00',
    scrollTime: useScrollTime(zone),
    scrollTimeReset: false,
    eventMinHeight: 22,
    eventShortHeight: 34,
    defaultTimedEventDuration: '00:30:00',
    forceEventDuration: true,
    allDayMaintainDuration: true,
    dayMaxEvents: look === 'month' ? true : 5,
    fixedWeekCount: false,
    editable: false,
    eventResizableFromStart: true,
    eventInteractive: true,
    selectable: true,
    selectMirror: true,
    selectMinDistance: 6,
    unselectAuto: true,
    longPressDelay: 350,
    dragRevertDuration: 180,
    viewClass: 'sg-view',
    // New days are drawn with each new period.
    datesSet: () => requestAnimationFrame(() => box.current && makeReachable(box.current)),
    className: 'sg',
    dayHeaderInnerClass: 'sg-head-in',
    dayHeaderClass: (info) => (info.isToday ? 'sg-head sg-head-today' : 'sg-head'),
    dayHeaderRowClass: 'sg-row',
    dayHeaderContent: ({ date: day, isToday }) => (
      <DayHead day={day} isToday={isToday} bare={look === 'month'} zone={zone} locale={locale} />
    ),
    navLinks: true,
    navLinkClass: 'sg-link',
    navLinkHint: (_, day) => say(day.getTime(), locale, zone, { weekday: 'long', day: 'numeric', month: 'long' }),
    navLinkDayClick: (day) => onDay(dateAt(day.getTime(), zone)),
    navLinkWeekClick: (day) => onWeek(dateAt(day.getTime(), zone)),
    dayHeaderDividerClass: 'sg-rule',
    dayLaneClass: (info) => lane(info.isToday, info.dow),
    dayLaneInnerClass: 'sg-lane',
    slotLaneClass: (info) => (info.isMinor ? 'sg-slot sg-half' : 'sg-slot'),
    slotHeaderClass: 'sg-hour',
    slotHeaderDividerClass: 'sg-axis',
    slotHeaderInnerClass: 'sg-hour-in',
    slotHeaderContent: ({ time }) => (time?.milliseconds ? clockTime(time.milliseconds, locale, 'UTC') : ''),
    allDayHeaderClass: 'sg-all',
    allDayHeaderInnerClass: 'sg-all-in',
    allDayHeaderContent: () => <span className="text-11 text-ink-3">{words.allDay}</span>,
    allDayDividerClass: 'sg-rule',
    dayCellClass: (info) =>
      look === 'month'
        ? `sg-cell ${lane(info.isToday, info.dow)} ${info.isOther ? 'sg-other' : ''}`
        : lane(info.isToday, info.dow),
    dayCellTopInnerClass: 'sg-cell-top',
    dayCellTopContent: ({ date: day, isToday, isOther }) =>
      look === 'month' && <CellHead {...{ day, isToday, isOther, zone, locale }} />,
    weekNumbers: look === 'month',
    weekNumberCalculation: (day) => weekNumber(dateAt(day.getTime(), zone), firstDay),
    inlineWeekNumberClass: 'sg-week',
    inlineWeekNumberContent: ({ num }) => words.week(num),
    dayRowClass: 'sg-line',
    dayCellInnerClass: 'sg-cell-inner',
    tableBodyClass: 'sg-body',
    tableHeaderClass: 'sg-header',
    highlightClass: 'sg-chosen',
    nowIndicatorLineClass: 'sg-now',
    nowIndicatorDotClass: 'sg-now-dot',
    nowIndicatorHeaderClass: 'sg-now-time',
    nowIndicatorHeaderContent: ({ date: at }) => clockTime(at.getTime(), locale, zone),
    eventClass: ({ event, isMirror, isDragging, isResizing }) => {
      const item = byKey.get(event.id)
      return blockClass({
        item: item ?? null,
        isOpen: event.id === openKey,
        isMoving: isMirror && (isDragging || isResizing),
        isPast: (event.end ?? event.start ?? new Date()).getTime() <= Date.now(),
      })
    },
    rowEventClass: ({ isStart, isEnd }) => `ev-row ${isStart ? '' : 'ev-before'} ${isEnd ? '' : 'ev-after'}`,
    columnEventClass: ({ isShort, event }) =>
      `ev-col ${isShort ? 'ev-short' : ''} ${event.extendedProps.isLeft ? 'ev-left' : ''}`,
    listItemEventClass: 'ev-item',
    eventInnerClass: 'ev-inner',
    columnEventBeforeClass: ({ isStartResizable }) => (isStartResizable ? 'ev-grip ev-grip-top' : ''),
    columnEventAfterClass: ({ isEndResizable }) => (isEndResizable ? 'ev-grip ev-grip-bottom' : ''),
    rowEventBeforeClass: ({ isStartResizable }) => (isStartResizable ? 'ev-grip ev-grip-left' : ''),
    rowEventAfterClass: ({ isEndResizable }) => (isEndResizable ? 'ev-grip ev-grip-right' : ''),
    eventContent: ({ event, isShort }) => (
      <EntryBlock
        item={byKey.get(event.id) ?? null}
        start={event.start?.getTime() ?? 0}
        end={event.end?.getTime() ?? 0}
        look={event.allDay ? 'bar' : look === 'month' ? 'line' : isShort ? 'short' : 'block'}
        calendars={calendars}
        locale={locale}
        zone={zone}
      />
    ),
    eventDidMount: ({ el, event }) => mark(el, event.id),
    moreLinkContent: ({ num }) => words.more(num),
    moreLinkClass: 'sg-more',
    moreLinkClick: ({ date: day }) => {
      onDay(dateAt(day.getTime(), zone))
      return views.day
    },
    eventClick: ({ event, el, jsEvent }) => {
      jsEvent.preventDefault()
      const item = itemOf(event.id)
      const block = el.closest<HTMLElement>('[data-entry]') ?? el
      if (item) onOpen(item, block)
    },
    select: (info) => {
      latest.current.onBegin(stretchOf(info, zone))
      calendar.current?.getApi().unselect()
    },
    dateClick: ({ date: at, allDay }) => {
      if (!latest.current.mayBegin()) return
      const startsAt = at.getTime()
      const day = dateAt(startsAt, zone)
      latest.current.onBegin({
        isAllDay: allDay,
        startsAt,
        endsAt: startsAt + 30 * minute,
        startDate: day,
        endDate: addDays(day, 1),
      })
    },
    eventDrop: ({ event }) => moved(event),
    eventResize: ({ event }) => moved(event),
  }
  const moved = ({ id, start, end, allDay, startStr, endStr }: EventApi) => {
    const item = itemOf(id)
    if (item && start)
      latest.current.onMove(item, stretchOf({ start, end: end ?? start, allDay, startStr, endStr }, zone))
  }

  return (
    <div ref={box} className="sg-box" data-look={look} data-settled={isSettled || undefined}>
      <FullCalendar ref={calendar} {...options} />
    </div>
  )
}

const lane = (isToday: boolean, weekday: number) =>
  `sg-day ${isToday ? 'sg-today' : ''} ${weekday === 0 || weekday === 6 ? 'sg-weekend' : ''}`

function stretchOf(
  {
    start,
    end,
    allDay,
    startStr,
    endStr,
  }: { start: Date; end: Date; allDay: boolean; startStr: string; endStr: string },
  zone: string,
): Stretch {
  const [startsAt, endsAt] = [start.getTime(), end.getTime()]
  const startDate = allDay ? startStr.slice(0, 10) : dateAt(startsAt, zone)
  const endDate = allDay && endStr ? endStr.slice(0, 10) : addDays(dateAt(Math.max(startsAt, endsAt - 1), zone), 1)
  return {
    isAllDay: allDay,
    startsAt,
    endsAt,
    startDate,
    endDate: endDate > startDate ? endDate : addDays(startDate, 1),
  }
}

/** True once the grid has measured itself: until then it would be seen to shift. */
function useSettled(): boolean {
  const [settled, setSettled] = useState(false)
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setSettled(true))
    })
    return () => cancelAnimationFrame(frame)
  }, [])
  return settled
}

/** From 08:00, or from two hours before now where 08:00 would not show it. */
function useScrollTime(zone: string): string {
  return useMemo(() => {
    const now = say(Date.now(), 'en-GB', zone, { hour: '2-digit', minute: '2-digit' })
    const hour = Number(now.slice(0, 2)) % 24
    const from = hour < 8 || hour > 16 ? Math.max(0, hour - 2) : 8
    // Ten pixels earlier, so that the hour's own label is whole.
    return from === 0 ? '00:00:00' : `${String(from - 1).padStart(2, '0')}:50:00`
  }, [zone])
}

function useEvents(
  items: readonly Drawn[],
  calendars: readonly CalendarView[],
  zone: string,
  look: GridLook,
): EventInput[] {
  return useMemo(() => {
    const byDay = new Map<string, Drawn[]>()
    if (look !== 'month')
      for (const item of items) {
        if (item.isAllDay) continue
        for (let { from, to } = daysOf(item, zone); from < to; from = addDays(from, 1))
          byDay.set(from, [...(byDay.get(from) ?? []), item])
      }
    const left = new Set<string>()
    for (const day of byDay.values())
      for (const key of leftOfPairs(
        day.map(({ key, title, startsAt, endsAt }) => ({
          key,
          title: title ?? '',
          start: Date.parse(startsAt),
          end: Date.parse(endsAt),
        })),
        leastShown,
      ))
        left.add(key)
    return items.map(
      (item): EventInput => ({
        id: item.key,
        title: item.title ?? '',
        start: item.isAllDay && item.startDate ? item.startDate : item.startsAt,
        end: item.isAllDay && item.endDate ? item.endDate : item.endsAt,
        allDay: item.isAllDay,
        startEditable: item.mayChange,
        durationEditable: item.mayChange,
        className: `hue-${calendars.find(({ id }) => id === item.calendarId)?.hue ?? 1}`,
        // The version of what is drawn: without it the library sees no change where only the words changed.
        extendedProps: { item, isLeft: left.has(item.key) },
      }),
    )
  }, [items, calendars, zone, look])
}

type HeadProps = { day: Date; isToday: boolean; zone: string; locale: string }

function DayHead({ day, isToday, bare, zone, locale }: HeadProps & { bare: boolean }) {
  const name = say(day.getTime(), locale, zone, { weekday: 'short' })
  if (bare) return <span className="text-12 font-label text-ink-3">{name}</span>
  return (
    <span className="sg-head-day" data-today={isToday || undefined}>
      {name} <b className="num">{say(day.getTime(), locale, zone, { day: 'numeric' })}</b>
    </span>
  )
}

function CellHead({ day, isToday, isOther, zone, locale }: HeadProps & { isOther: boolean }) {
  const isNamed = isOther || dateAt(day.getTime(), zone).endsWith('-01')
  return (
    <span className="sg-cell-day num" data-today={isToday || undefined}>
      {say(day.getTime(), locale, zone, isNamed ? { day: 'numeric', month: 'short' } : { day: 'numeric' })}
    </span>
  )
}
