'use client'

import { useMemo, useState } from 'react'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { Combobox } from '@/components/ui/combobox'
import { Input } from '@/components/ui/field'
import { Switch } from '@/components/ui/switch'
import type { EntryInput } from '../view'
import { minutesBetween } from '../wall'
import { words } from '../words'
import { endOf, withAllDay, withStart } from './draft'
import { Line, smallField } from './line'

type WhenFieldProps = {
  input: EntryInput
  /** One of a series is meant: the repetition does not follow. */
  ofSeries: boolean
  errors: { start?: string; end?: string }
  onChange: (input: EntryInput) => void
}

/** When it begins and ends, in which zone; whole days are dates. */
export function WhenField({ input, ofSeries, errors, onChange }: WhenFieldProps) {
  const { zone } = useClock()
  const [showZone, setShowZone] = useState(input.timeZone !== zone)
  const { sheet } = words
  const end = endOf(input)
  const changeStart = (date: string, time: string) => {
    if (date >= '1970-01-01') onChange(withStart(input, input.isAllDay ? date : `${date}T${time || '09:00'}`, ofSeries))
  }
  const changeEnd = (date: string, time: string) => {
    if (date >= '1970-01-01') onChange({ ...input, end: input.isAllDay ? date : `${date}T${time || '10:00'}` })
  }
  return (
    <>
      <Line label={sheet.starts} group error={errors.start}>
        {(_, described) => (
          <Moment
            labels={[sheet.startDate, sheet.startTime]}
            value={input.start}
            isAllDay={input.isAllDay}
            described={described}
            onChange={changeStart}
          />
        )}
      </Line>
      <Line label={sheet.ends} group error={errors.end}>
        {(_, described) => (
          <Moment
            labels={[sheet.endDate, sheet.endTime]}
            value={end}
            isAllDay={input.isAllDay}
            described={described}
            isTimeWrong={!input.isAllDay && end.slice(0, 10) === input.start.slice(0, 10)}
            onChange={changeEnd}
            note={input.isAllDay ? null : sayLength(minutesBetween(input.start, end))}
          />
        )}
      </Line>
      <Line label={sheet.allDay}>
        {(id) => (
          <span className="flex min-h-9 items-center gap-3 max-desk:min-h-11">
            <Switch
              id={id}
              label={sheet.allDay}
              checked={input.isAllDay}
              onChange={(on) => onChange(withAllDay(input, on))}
            />
            {!showZone && (
              <button
                type="button"
                onClick={() => setShowZone(true)}
                className="cut min-h-7 rounded-chip px-1 text-12 text-ink-3 hover:text-ink hover:underline max-desk:min-h-11"
              >
                {sheet.otherZone}
              </button>
            )}
          </span>
        )}
      </Line>
      {showZone && (
        <Line label={sheet.zone}>
          {(id) => (
            <ZoneField id={id} value={input.timeZone} onChange={(timeZone) => onChange({ ...input, timeZone })} />
          )}
        </Line>
      )}
    </>
  )
}

// Where one types by touch, the whole field opens what one chooses from: the room is the text's.
const momentField = 'num shrink-0 px-2.5 max-desk:[&::-webkit-calendar-picker-indicator]:hidden'

type MomentProps = {
  labels: readonly [string, string]
  value: string
  isAllDay: boolean
  described: string | undefined
  /** What is wrong is not the date. */
  isTimeWrong?: boolean
  note?: string | null
  onChange: (date: string, time: string) => void
}

function Moment({ labels, value, isAllDay, described, isTimeWrong = false, note, onChange }: MomentProps) {
  const [date, time] = [value.slice(0, 10), value.slice(11, 16)]
  return (
    <span className="flex items-center gap-2 max-[419px]:flex-wrap">
      <Input
        type="date"
        aria-label={labels[0]}
        aria-describedby={described}
        aria-invalid={described && !isTimeWrong ? true : undefined}
        required
        min="1970-01-01"
        max="9999-12-31"
        value={date}
        onChange={(event) => onChange(event.target.value, time)}
        className={cn(smallField, momentField, 'w-[136px]')}
      />
      {!isAllDay && (
        <Input
          type="time"
          aria-label={labels[1]}
          aria-describedby={described}
          aria-invalid={described && isTimeWrong ? true : undefined}
          required
          value={time}
          onChange={(event) => event.target.value && onChange(date, event.target.value)}
          className={cn(smallField, momentField, 'w-[116px]')}
        />
      )}
      {note && <span className="num cut text-12 text-ink-3 max-[419px]:hidden">{note}</span>}
    </span>
  )
}

/** "45 min", "1 h", "1.5 h"; nothing for what is no length. */
function sayLength(minutes: number): string | null {
  if (minutes <= 0 || minutes >= 1440) return null
  if (minutes < 60) return words.sheet.length.minutes(minutes)
  return minutes % 30 === 0
    ? words.sheet.length.hours(String(minutes / 60))
    : `${words.sheet.length.hours(String(Math.floor(minutes / 60)))} ${words.sheet.length.minutes(minutes % 60)}`
}

function ZoneField({ id, value, onChange }: { id: string; value: string; onChange: (zone: string) => void }) {
  const choices = useMemo(() => {
    const all = Intl.supportedValuesOf('timeZone')
    const known = all.includes(value) ? all : [value, ...all]
    return known.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
  }, [value])
  return (
    <Combobox
      id={id}
      choices={choices}
      value={value}
      placeholder={words.sheet.zone}
      className={smallField}
      onChange={(zone) => zone && onChange(zone)}
    />
  )
}
