'use client'

import { useState } from 'react'
import { addDays } from '@/components/tasks/dates'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { Input } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { firstDayOf } from '../period'
import type { Recurrence } from '../view'
import { words } from '../words'
import { Line, smallField } from './line'
import {
  type Preset,
  presetFor,
  presetOf,
  presetsOn,
  type Unit,
  unitOf,
  weekdays,
  weekdaysFrom,
  withUnit,
} from './recurrence'
import { dayNames, sayRecurrence } from './recurrence-words'
import { repeatWords } from './repeat-words'

type RepeatFieldProps = {
  value: Recurrence | null
  /** The first day, YYYY-MM-DD. */
  date: string
  error?: string
  onChange: (value: Recurrence | null) => void
}

const units: readonly Unit[] = ['day', 'week', 'month', 'year']

/** How often: a preset, or one's own, with the sentence that it makes. */
export function RepeatField({ value, date, error, onChange }: RepeatFieldProps) {
  const { locale } = useClock()
  const firstDay = firstDayOf(locale)
  const preset = presetOf(value, date)
  const [own, setOwn] = useState(preset === null)
  const shown = own || preset === null ? 'own' : preset
  const choices = [
    ...presetsOn(date).map((each) => {
      const made = presetFor(each, date)
      return { value: each, label: made ? sayRecurrence(made, locale) : repeatWords.none }
    }),
    { value: 'own', label: repeatWords.own },
  ]
  const choose = (next: string) => {
    setOwn(next === 'own')
    if (next === 'own') onChange(value ?? presetFor('weekly', date, firstDay))
    else {
      const made = presetFor(next as Preset, date, firstDay)
      // Until when it goes on stays as it was said.
      onChange(made && value ? { ...made, range: { ...value.range, startDate: made.range.startDate } } : made)
    }
  }
  return (
    <Line label={words.sheet.repeat} error={error}>
      {(id) => (
        <>
          <Select id={id} value={shown} choices={choices} onChange={choose} className={smallField} />
          {value && (
            <div className="mt-2 flex flex-col gap-2.5 rounded-row bg-hover p-3">
              {shown === 'own' && <Pattern {...{ value, date, firstDay, onChange }} />}
              <Range value={value} onChange={onChange} />
              <p aria-live="polite" className="text-13 font-label">
                {sayRecurrence(value, locale)}
              </p>
            </div>
          )}
        </>
      )}
    </Line>
  )
}

type PartProps = { value: Recurrence; onChange: (value: Recurrence) => void }

function Pattern({ value, date, firstDay, onChange }: PartProps & { date: string; firstDay: number }) {
  const { pattern } = value
  const unit = unitOf(pattern)
  const days = pattern.daysOfWeek ?? []
  const set = (next: Recurrence['pattern']) => onChange({ ...value, pattern: next })
  const ways = presetsOn(date).filter((each) => each.startsWith('monthly'))
  return (
    <>
      <span className="flex items-center gap-2 text-13">
        {repeatWords.every}
        <Input
          type="number"
          inputMode="numeric"
          aria-label={repeatWords.interval}
          min={1}
          max={99}
          value={pattern.interval}
          onChange={(event) => {
            const interval = Math.round(event.target.valueAsNumber)
            if (interval >= 1 && interval <= 99) set({ ...pattern, interval })
          }}
          className={cn(smallField, 'num w-16')}
        />
        <Select
          label={repeatWords.unit}
          value={unit}
          choices={units.map((each) => ({ value: each, label: repeatWords.units[each](pattern.interval) }))}
          onChange={(next) => {
            const found = units.find((each) => each === next)
            if (found) set(withUnit(found, pattern.interval, date, firstDay))
          }}
          className={cn(smallField, 'flex-1')}
        />
      </span>
      {unit === 'week' && (
        <fieldset className="flex gap-1">
          <legend className="sr-only">{repeatWords.days}</legend>
          {weekdaysFrom(firstDay).map((day) => {
            const on = days.includes(day)
            return (
              <label
                key={day}
                className="grid size-8 cursor-pointer place-items-center rounded-full bg-raised text-12 font-label shadow-control has-checked:bg-brand has-checked:text-on-brand has-checked:shadow-none has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 max-desk:size-10"
              >
                <input
                  type="checkbox"
                  className="sr-only"
                  aria-label={dayNames[day]}
                  checked={on}
                  onChange={() => {
                    const next = on
                      ? days.filter((each) => each !== day)
                      : weekdays.filter((each) => each === day || days.includes(each))
                    // One day at least.
                    if (next.length > 0) set({ ...pattern, daysOfWeek: next })
                  }}
                />
                <span aria-hidden="true">{dayNames[day].slice(0, 2)}</span>
              </label>
            )
          })}
        </fieldset>
      )}
      {unit === 'month' && (
        <Select
          label={repeatWords.which}
          value={presetOf({ ...value, pattern: { ...pattern, interval: 1 } }, date) ?? 'monthly'}
          choices={ways.map((each) => ({ value: each, label: repeatWords.ways(presetFor(each, date)) }))}
          onChange={(next) => {
            const made = presetFor(next as Preset, date)
            if (made) set({ ...made.pattern, interval: pattern.interval })
          }}
          className={smallField}
        />
      )}
    </>
  )
}

function Range({ value, onChange }: PartProps) {
  const { range } = value
  const { startDate } = range
  const set = (type: string) =>
    onChange({
      ...value,
      range:
        type === 'endDate'
          ? { type, startDate, endDate: range.endDate ?? addDays(startDate, 84) }
          : type === 'numbered'
            ? { type, startDate, numberOfOccurrences: range.numberOfOccurrences ?? 10 }
            : { type: 'noEnd', startDate },
    })
  return (
    <span className="flex items-center gap-2">
      <Select
        label={repeatWords.until}
        value={range.type}
        choices={[
          { value: 'noEnd', label: repeatWords.ends.noEnd },
          { value: 'endDate', label: repeatWords.ends.endDate },
          { value: 'numbered', label: repeatWords.ends.numbered },
        ]}
        onChange={set}
        className={cn(smallField, 'min-w-0 flex-1')}
      />
      {range.type === 'endDate' && (
        <Input
          type="date"
          aria-label={repeatWords.lastDay}
          value={range.endDate ?? ''}
          min={startDate}
          max="9999-12-31"
          onChange={(event) => {
            if (event.target.value >= '1970-01-01')
              onChange({ ...value, range: { ...range, endDate: event.target.value } })
          }}
          className={cn(smallField, 'num w-[140px]')}
        />
      )}
      {range.type === 'numbered' && (
        <Input
          type="number"
          inputMode="numeric"
          aria-label={repeatWords.times}
          min={1}
          max={999}
          value={range.numberOfOccurrences ?? 10}
          onChange={(event) => {
            const count = Math.round(event.target.valueAsNumber)
            if (count >= 1 && count <= 999) onChange({ ...value, range: { ...range, numberOfOccurrences: count } })
          }}
          className={cn(smallField, 'num w-20')}
        />
      )}
    </span>
  )
}
