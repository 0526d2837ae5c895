'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { fetchJson } from '@/components/frame/fetch-json'
import { useLive } from '@/components/frame/live'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { Combobox } from '@/components/ui/combobox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Segmented } from '@/components/ui/segmented'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { freeLines, longDay, placeOf, shortDay } from './lines'
import type { FreeTimes } from './view'
import { words } from './words'

const lengths = ['15', '30', '45', '60'] as const
/** So many of the days are chosen at first. */
const atFirst = 5

type DialogProps = { onClose: () => void; onInsert: (lines: string[]) => void }

/** Chooses how long, which days and whose clock, and shows the lines that go into the mail. */
export function FreeTimesDialog({ onClose, onInsert }: DialogProps) {
  const { zone: own, locale } = useClock()
  const [length, setLength] = useState<(typeof lengths)[number]>('30')
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null)
  const [zone, setZone] = useState(own)
  const { data, isError, refetch } = useQuery({
    queryKey: ['free-times', own],
    queryFn: ({ signal }) => fetchJson<FreeTimes>(`/api/schedule/free?zone=${encodeURIComponent(own)}`, signal),
    staleTime: 0,
    gcTime: 0,
  })
  useLive('schedule', () => void refetch())
  const picked = chosen ?? new Set(data?.days.slice(0, atFirst).map(({ date }) => date))
  const stretches = (data?.days ?? []).flatMap(({ date, free }) => (picked.has(date) ? free : []))
  const lines = freeLines(stretches, { minutes: Number(length), zone, locale })
  const toggle = (date: string) => {
    const next = new Set(picked)
    if (!next.delete(date)) next.add(date)
    setChosen(next)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={words.title}
      size="s"
      foot={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button
            kind="filled"
            off={lines.length === 0 && (data ? words.empty : isError ? words.failed : words.loading)}
            onClick={() => onInsert(lines)}
          >
            {words.insert}
          </Button>
        </>
      }
    >
      <div className="grid gap-4 py-1">
        <Part title={words.length}>
          <Segmented
            label={words.length}
            options={lengths.map((value) => ({ value, label: words.minutes(Number(value)) }))}
            value={length}
            onChange={setLength}
            className="max-desk:flex max-desk:[&_label]:h-10 max-desk:[&_label]:flex-1 max-desk:[&_label]:justify-center"
          />
        </Part>
        {data ? (
          <>
            <Days times={data} picked={picked} minutes={Number(length)} locale={locale} onToggle={toggle} />
            <ZoneField own={own} zone={zone} onChange={setZone} />
            <Part title={words.preview}>
              <Lines lines={lines} hasDays={picked.size > 0} />
            </Part>
            <Basis times={data} />
          </>
        ) : isError ? (
          <Banner
            tone="bad"
            title={words.failed}
            action={
              <Button size="s" onClick={() => void refetch()}>
                {words.again}
              </Button>
            }
          />
        ) : (
          <Loading label={words.loading} className="grid h-64 content-start gap-4">
            <Skeleton className="h-16" />
            <Skeleton className="h-10" />
            <Skeleton className="h-24" />
          </Loading>
        )}
      </div>
    </Dialog>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <p aria-hidden="true" className="mb-1.5 text-13 font-label">
        {title}
      </p>
      {children}
    </div>
  )
}

type DaysProps = {
  times: FreeTimes
  picked: ReadonlySet<string>
  minutes: number
  locale: string
  onToggle: (date: string) => void
}

/** The next working days; one without time enough is pale, and can be chosen all the same. */
function Days({ times, picked, minutes, locale, onToggle }: DaysProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-13 font-label">{words.days}</legend>
      <div className="grid grid-cols-5 gap-1.5">
        {times.days.map(({ date, free }) => {
          const isFree = free.some(({ from, to }) => Date.parse(to) - Date.parse(from) >= minutes * 60_000)
          return (
            <label
              key={date}
              className={cn(
                'num relative grid h-9 cursor-pointer place-items-center rounded-control text-13 font-label text-ink-2 shadow-field max-desk:h-11',
                'has-checked:bg-brand-soft has-checked:text-brand-ink has-checked:shadow-[inset_0_0_0_1.5px_var(--brand)] has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2',
                'forced-colors:border forced-colors:has-checked:outline-2',
                !isFree && 'line-through',
              )}
            >
              <input
                type="checkbox"
                aria-label={`${longDay(date, locale)}${isFree ? '' : `, ${words.none}`}`}
                checked={picked.has(date)}
                onChange={() => onToggle(date)}
                className="sr-only"
              />
              <span aria-hidden="true">{shortDay(date, locale)}</span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}

function ZoneField({ own, zone, onChange }: { own: string; zone: string; onChange: (zone: string) => void }) {
  const choices = useMemo(
    () =>
      [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])].map((value) => ({
        value,
        label: value.replaceAll('_', ' '),
      })),
    [own],
  )
  return (
    <Field label={words.zone} help={zone === own ? words.zoneOwn : words.zoneOther(own)}>
      <Combobox
        choices={choices}
        value={zone}
        placeholder={words.zone}
        className="max-desk:h-11"
        onChange={(value) => value && onChange(value)}
      />
    </Field>
  )
}

/** The text as it will stand in the mail. */
function Lines({ lines, hasDays }: { lines: string[]; hasDays: boolean }) {
  return (
    <div
      role="status"
      aria-label={words.preview}
      className="num grid min-h-16 content-start gap-1 rounded-control bg-well px-3 py-2.5 text-13"
    >
      {lines.length > 0 ? (
        lines.map((line) => <p key={line}>{line}</p>)
      ) : (
        <>
          <p className="font-label">{hasDays ? words.empty : words.noDays}</p>
          <p className="text-ink-2">{words.emptyWay}</p>
        </>
      )}
    </div>
  )
}

/** What the times were made of. */
function Basis({ times }: { times: FreeTimes }) {
  const { from, to, zone, isOutlooks } = times.hours
  return (
    <p className="text-12 text-ink-3 text-pretty">
      {words.hours(from, to, placeOf(zone), isOutlooks)} {words.outlook[times.outlook]}
    </p>
  )
}
