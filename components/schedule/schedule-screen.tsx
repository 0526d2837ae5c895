'use client'

import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { usePhone } from '@/components/compose/use-phone'
import { useTopBarTitle } from '@/components/frame/context'
import { addDays, dateAt } from '@/components/tasks/dates'
import { Button } from '@/components/ui/button'
import { useClock, useNow } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading } from '@/components/ui/skeleton'
import { Agenda } from './agenda'
import { Banners } from './banners'
import { CalendarPanel, type PanelProps } from './calendar-panel'
import { withChanges } from './changes/overlay'
import { useChanges } from './changes/use-changes'
import { beginOn } from './entry/draft'
import { GridSkeleton } from './grid/grid-skeleton'
import type { Stretch } from './grid/stretch'
import { type Drawn, daysOf, say, showOnly } from './items'
import { Legend } from './legend'
import { firstDayOf, periodOf, startOfWeek, stepFrom, titleOf, weekNumber } from './period'
import { PhoneHead } from './phone-head'
import { Toolbar } from './toolbar'
import { useAdded } from './use-added'
import { useAskedEvent } from './use-asked-event'
import { timesOf, useDeeds } from './use-deeds'
import { useOpened } from './use-opened'
import { usePlace } from './use-place'
import { useSchedule } from './use-schedule'
import { useScheduleKeys } from './use-schedule-keys'
import { useShown } from './use-shown'
import type { ScheduleActions, ScheduleItem, ScheduleView } from './view'
import { wallAt } from './wall'
import { WeekStrip } from './week-strip'
import { words } from './words'

// The grid, the sheet and the rest come when they are wanted; the list is here, for the phone.
const ScheduleGrid = dynamic(() => import('./grid/schedule-grid').then((module) => module.ScheduleGrid), {
  ssr: false,
  loading: GridSkeleton,
})
const EntrySheet = dynamic(() => import('./entry/entry-sheet').then((module) => module.EntrySheet), { ssr: false })
const EventPopover = dynamic(() => import('./event-popover').then((module) => module.EventPopover), { ssr: false })
const FirstRun = dynamic(() => import('./first-run').then((module) => module.FirstRun), { ssr: false })
const AddCalendars = dynamic(() => import('./add-calendars').then((module) => module.AddCalendars), { ssr: false })
const OptionsSheet = dynamic(() => import('./options-sheet').then((module) => module.OptionsSheet), { ssr: false })
const TroubleDialog = dynamic(() => import('./trouble-dialog').then((module) => module.TroubleDialog), { ssr: false })
const ScopeDialog = dynamic(() => import('./entry/scope-dialog').then((module) => module.ScopeDialog), { ssr: false })

type Over = 'add' | 'options' | 'trouble' | null
type Moving = { item: Drawn; to: Stretch; occurrenceDate: string }
type Deleting = { id: string; key: string; title: string; occurrenceDate: string }
const everyMinute = (now: number) => 60_000 - (now % 60_000)
const listMore = 30

/** My Schedule: entries of the CRM and of Outlook in one grid, on the phone in one list. */
export function ScheduleScreen({ view, actions }: { view: ScheduleView; actions: ScheduleActions }) {
  const router = useRouter()
  const { locale, zone } = useClock()
  const now = useNow(everyMinute)
  const today = dateAt(now, zone)
  const firstDay = firstDayOf(locale)
  const isPhone = usePhone()
  const place = usePlace(today)
  const { date, go } = place
  const look = isPhone ? 'list' : place.look
  const [more, setMore] = useState({ of: date, days: 0 })
  const [isLive, setLive] = useState(false)
  useEffect(() => setLive(true), [])
  const [hasGrid, setHasGrid] = useState(false)

  const period = periodOf(look, look === 'list' && isPhone ? startOfWeek(date, firstDay) : date, firstDay)
  if (look === 'list' && more.of === date) period.to = addDays(period.to, more.days)
  const ahead =
    look === 'list'
      ? period
      : {
          from: periodOf(look, stepFrom(look, date, -1), firstDay).from,
          to: periodOf(look, stepFrom(look, date, 1), firstDay).to,
        }
  const schedule = useSchedule(view, period, ahead, zone)
  const { calendars, syncedAt, notice, refresh } = schedule
  const { kept, changes } = useChanges(actions, refresh)
  // Once there, the grid stays: going far ahead shows it empty until its page has come.
  useEffect(() => {
    if (isLive && !schedule.isLoading) setHasGrid(true)
  }, [isLive, schedule.isLoading])
  const [shown, setShown] = useShown()
  const [outlook, setOutlook] = useState(view.outlook)
  useEffect(() => setOutlook(view.outlook), [view.outlook])
  const [over, setOver] = useState<Over>(null)
  const [panel, setPanel] = useState(false)
  const [draft, setDraft] = useState<ScheduleItem | null>(null)
  const [deleting, setDeleting] = useState<Deleting | null>(null)
  const [moving, setMoving] = useState<Moving | null>(null)
  const box = useRef<HTMLDivElement>(null)

  const items = useMemo<Drawn[]>(() => {
    const standing = showOnly(withChanges(schedule.items, kept), calendars, shown)
    const drawn = moving
      ? standing.map((item) => (item.key === moving.item.key ? { ...item, ...timesOf(moving.to) } : item))
      : standing
    return draft ? [...drawn, { ...draft, isDraft: true }] : drawn
  }, [schedule.items, kept, calendars, shown, draft, moving])

  const beginNow = useCallback(() => beginOn(date, Date.now(), zone), [date, zone])
  const { opened, popped, begin, open, close, pop, unpop, mayBegin } = useOpened(place, view.me, zone, beginNow)
  useAskedEvent(place, schedule.items, zone, pop)
  const deeds = useDeeds(actions, changes, schedule, () => setOver('trouble'))
  const hasOutlook = outlook === 'on' || outlook === 'reconnect'
  const openKey = opened?.kind === 'entry' ? opened.key : (popped?.item.key ?? null)
  const poppedNow = popped && (items.find(({ key }) => key === popped.item.key) ?? popped.item)

  const step = (by: 1 | -1) => go({ date: stepFrom(look, date, by) })
  const pick = (day: string) => go({ date: day })
  const onMove = (item: Drawn, to: Stretch) => {
    const { occurrenceDate } = item
    if (item.isRecurring && occurrenceDate) setMoving({ item, to, occurrenceDate })
    else void deeds.move(item, to, 'all')
  }
  const onBegin = ({ isAllDay, startsAt, endsAt, startDate, endDate }: Stretch) =>
    begin(
      isAllDay
        ? { isAllDay, start: startDate, end: addDays(endDate, -1) }
        : { isAllDay, start: wallAt(startsAt, zone), end: wallAt(endsAt, zone) },
    )
  useScheduleKeys({
    onLook: (next) => go({ look: next }),
    onToday: () => go({ date: today }),
    onStep: step,
    onNew: () => begin(null),
    onClose: popped ? unpop : opened ? () => close(opened) : panel ? () => setPanel(false) : null,
    onSync: outlook === 'on' ? () => void deeds.sync() : null,
    onEnter: () => box.current?.querySelector<HTMLElement>('[data-entry][tabindex="0"], button[data-entry]')?.focus(),
  })
  useAdded()
  useTopBarTitle(
    useMemo(
      () => (
        <PhoneHead
          {...{ date, today, firstDay, locale }}
          onPick={(day) => go({ date: day })}
          onOptions={() => setOver('options')}
        />
      ),
      [date, today, firstDay, locale, go],
    ),
  )

  const checks: PanelProps = {
    shown,
    onShown: setShown,
    calendars,
    outlook,
    onCalendar: (id, on) => void deeds.setShown(id, on),
    onRemove: (id) => void deeds.removeCalendar(id).then(() => router.refresh()),
    onAdd: () => setOver('add'),
  }
  const grid = { items, calendars, zone, locale, openKey, onOpen: open }
  const failed = schedule.failed

  return (
    <div
      ref={box}
      data-schedule
      className="relative flex min-h-0 min-w-0 flex-1 overflow-hidden bg-sheet desk:rounded-card desk:shadow-lift-1"
    >
      <CalendarPanel
        {...checks}
        {...{ date, today, period, firstDay, locale }}
        onPick={pick}
        isOver={panel}
        givesWay={opened !== null}
      />
      <section
        aria-label={words.title}
        aria-busy={schedule.isLoading}
        className="@container relative flex min-h-0 min-w-0 flex-1 flex-col"
      >
        <Toolbar
          look={place.look}
          title={titleIn(place.look)}
          short={
            place.look === 'day'
              ? titleIn('day')
              : say(Date.parse(`${date}T00:00Z`), locale, 'UTC', { month: 'short', year: 'numeric' })
          }
          people={shown.people}
          onLook={(next) => go({ look: next })}
          onPeople={(people) => setShown({ ...shown, people })}
          onStep={step}
          onToday={() => go({ date: today })}
          onNew={() => begin(null)}
          onPanel={() => setPanel(!panel)}
          isPanelOpen={panel}
        />
        <h1 className="sr-only desk:hidden">{words.title}</h1>
        {schedule.isLoading && hasGrid && (
          <Loading className="absolute inset-x-0 top-[58px] z-10 max-desk:top-0">
            <span className="skel block h-0.5" />
          </Loading>
        )}
        <Banners
          {...{ kept, notice, syncedAt }}
          // Until it is reconnected, the frame says what is old, and what to do.
          hasOutlook={outlook === 'on'}
          failed={failed?.hasData ? failed.text : null}
          isSyncing={deeds.isSyncing}
          isRecreating={deeds.isRecreating}
          onTrouble={() => setOver('trouble')}
          onSend={() => void changes().drain()}
          onSync={() => void deeds.sync()}
          onRecreate={() => void deeds.recreate()}
        />
        {failed && !failed.hasData ? (
          <ErrorPanel title={words.failed.title} retry={{ label: words.failed.again, run: () => void refresh() }}>
            {failed.text}
          </ErrorPanel>
        ) : (
          <>
            {(look === 'list' || !isLive) && (
              <div className={cn('flex min-h-0 flex-1 flex-col', look !== 'list' && 'desk:hidden')}>
                <div className="desk:hidden">
                  <WeekStrip {...{ date, today, items, calendars, firstDay, zone, locale }} onPick={pick} />
                </div>
                <Agenda
                  {...grid}
                  period={look === 'list' ? period : periodOf('list', date, firstDay)}
                  date={date}
                  onMore={() => setMore({ of: date, days: (more.of === date ? more.days : 0) + listMore })}
                />
              </div>
            )}
            {look !== 'list' &&
              (isLive && (hasGrid || !schedule.isLoading) ? (
                <ScheduleGrid
                  {...grid}
                  {...{ look, date, firstDay, mayBegin, onBegin, onMove }}
                  onDay={(day) => go({ look: 'day', date: day })}
                  onWeek={(day) => go({ look: 'week', date: day })}
                />
              ) : (
                <GridSkeleton />
              ))}
          </>
        )}
        <Legend
          {...{ syncedAt, hasOutlook, zone, locale }}
          window={view.window}
          isSyncing={deeds.isSyncing}
          onSync={() => void deeds.sync()}
        />
        <Button
          kind="filled"
          size="l"
          aria-label={words.newLong}
          onClick={() => begin(null)}
          className="absolute right-4 bottom-4 z-10 size-14 rounded-card p-0 shadow-lift-2 desk:hidden"
        >
          <Plus aria-hidden="true" className="size-6" />
        </Button>
      </section>
      {poppedNow && popped && (
        <EventPopover
          item={poppedNow}
          element={popped.element}
          day={daysOf(poppedNow, zone).from}
          hue={calendars.find(({ id }) => id === poppedNow.calendarId)?.hue ?? 1}
          answer={actions.answerInvitation}
          knowsAbsence={outlook === 'on'}
          onClose={unpop}
        />
      )}
      {opened && (
        <EntrySheet
          opened={opened}
          item={items.find(({ key }) => opened.kind === 'entry' && key === opened.key) ?? null}
          view={view}
          knowsAbsence={outlook === 'on'}
          changes={changes}
          answer={actions.answerInvitation}
          invite={actions.inviteFromMine}
          onDraft={setDraft}
          onClose={(unsaved, why, at) => close(opened, unsaved, why, at)}
          onDelete={(entry, item) => {
            const gone = {
              id: entry.id,
              key: item?.key ?? entry.id,
              title: entry.title,
              occurrenceDate: entry.occurrenceDate,
            }
            close(opened)
            if (entry.recurrence && gone.occurrenceDate) setDeleting({ ...gone, occurrenceDate: gone.occurrenceDate })
            else void deeds.remove(gone, entry.seriesId ? 'this' : 'all')
          }}
        />
      )}
      {moving && (
        <ScopeDialog
          what="move"
          date={moving.occurrenceDate}
          scopes={['this', 'following', 'all']}
          onChoose={(scope) => {
            setMoving(null)
            void deeds.move(moving.item, moving.to, scope)
          }}
          onClose={() => setMoving(null)}
        />
      )}
      {deleting && (
        <ScopeDialog
          what="delete"
          date={deleting.occurrenceDate}
          scopes={['this', 'following', 'all']}
          onChoose={(scope) => {
            setDeleting(null)
            void deeds.remove(deleting, scope)
          }}
          onClose={() => setDeleting(null)}
        />
      )}
      {outlook === 'prompt' && isLive && (
        <FirstRun
          open
          onNotNow={() => {
            setOutlook('declined')
            void actions.declineCalendar().catch(() => {})
          }}
        />
      )}
      {over === 'add' && (
        <AddCalendars
          open
          onOpenChange={(next) => next || setOver(null)}
          addable={view.addable}
          add={async (ids) => {
            const refusal = await deeds.addCalendars(ids)
            // Which are left to add only the page itself knows.
            if (!refusal) router.refresh()
            return refusal
          }}
        />
      )}
      {over === 'options' && (
        <OptionsSheet
          {...checks}
          open
          onOpenChange={(next) => next || setOver(null)}
          syncedAt={syncedAt}
          isSyncing={deeds.isSyncing}
          onSync={() => void deeds.sync()}
        />
      )}
      {over === 'trouble' && <TroubleDialog kept={kept} changes={changes} onClose={() => setOver(null)} />}
    </div>
  )

  function titleIn(shownLook: typeof look): string {
    if (shownLook === 'week') return words.week(weekNumber(date, firstDay))
    return titleOf(shownLook, date, period, locale)
  }
}
