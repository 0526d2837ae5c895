'use client'

import { Plus } from 'lucide-react'
import { Button, ButtonLink } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Segmented } from '@/components/ui/segmented'
import { CalendarChecks } from './calendar-checks'
import { connectHref } from './first-run'
import type { Shown } from './items'
import type { Period } from './period'
import { SmallMonth } from './small-month'
import type { CalendarView, ScheduleView } from './view'
import { words } from './words'

export type PanelProps = {
  shown: Shown
  onShown: (shown: Shown) => void
  calendars: readonly CalendarView[]
  outlook: ScheduleView['outlook']
  onCalendar: (id: string, shown: boolean) => void
  onRemove: (id: string) => void
  onAdd: () => void
}

type CalendarPanelProps = PanelProps & {
  date: string
  today: string
  period: Period
  firstDay: number
  locale: string
  onPick: (date: string) => void
  /** Over the grid, where the window has no room for it. */
  isOver: boolean
  /** The sheet needs the room. */
  givesWay: boolean
}

/** The schedule's side: a small month, and what is shown. */
export function CalendarPanel({
  date,
  today,
  period,
  firstDay,
  locale,
  onPick,
  isOver,
  givesWay,
  ...rest
}: CalendarPanelProps) {
  return (
    <aside
      aria-label={words.panel.label}
      className={cn(
        'scroll-thin flex w-[248px] shrink-0 flex-col gap-5 border-line border-r bg-well px-4 pt-[18px] pb-4 max-desk:hidden',
        isOver
          ? 'max-wide:absolute max-wide:inset-y-0 max-wide:left-0 max-wide:z-20 max-wide:shadow-lift-2'
          : 'max-wide:hidden',
        givesWay && 'wide:hidden',
      )}
    >
      <Segmented
        label={words.people.label}
        value={rest.shown.people}
        onChange={(people) => rest.onShown({ ...rest.shown, people })}
        options={(['all', 'internal', 'external'] as const).map((value) => ({ value, label: words.people[value] }))}
        className="self-start wide:hidden"
      />
      <SmallMonth {...{ date, today, firstDay, locale, onPick }} shown={period} />
      <Calendars {...rest} />
    </aside>
  )
}

/** The checks, and the way to more calendars. */
export function Calendars({ outlook, onAdd, ...rest }: PanelProps) {
  const on = outlook === 'on' || outlook === 'reconnect'
  return (
    <>
      <CalendarChecks {...rest} hasOutlook={on} />
      {outlook === 'on' ? (
        <Button className="mt-auto w-full" icon={<Plus aria-hidden="true" className="size-4" />} onClick={onAdd}>
          {words.panel.add}
        </Button>
      ) : (
        <ButtonLink
          href={connectHref}
          prefetch={false}
          className="mt-auto w-full"
          icon={<Plus aria-hidden="true" className="size-4" />}
        >
          {words.panel.add}
        </ButtonLink>
      )}
    </>
  )
}
