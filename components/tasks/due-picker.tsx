'use client'

import { type FormEvent, type ReactElement, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { Field, Input } from '@/components/ui/field'
import { Popover } from '@/components/ui/popover'
import { addDays, nextWeekday, sayWholeDate } from './dates'
import { readDate } from './read-due'
import { words } from './words'

type DuePickerProps = {
  trigger: ReactElement<object>
  dueOn: string | null
  today: string
  open: boolean
  onOpenChange: (open: boolean) => void
  onPick: (dueOn: string | null) => void
}

/** Chooses a date: by a word, by a key, or in the browser's calendar. */
export function DuePicker({ trigger, dueOn, today, open, onOpenChange, onPick }: DuePickerProps) {
  return (
    <Popover trigger={trigger} label={words.pick.label} align="end" open={open} onOpenChange={onOpenChange}>
      <DuePanel
        dueOn={dueOn}
        today={today}
        onPick={(date) => {
          onOpenChange(false)
          if (date !== dueOn) onPick(date)
        }}
      />
    </Popover>
  )
}

function DuePanel({ dueOn, today, onPick }: Pick<DuePickerProps, 'dueOn' | 'today' | 'onPick'>) {
  const { locale } = useClock()
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const field = useId()
  const read = typed.trim() ? readDate(typed, today) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // The pop-over stands in the portal, but its events still pass through a form that it was opened from.
    event.stopPropagation()
    if (read) onPick(read)
    else setWrong(true)
  }
  const choices = [
    { label: words.pick.today, date: today },
    { label: words.pick.tomorrow, date: addDays(today, 1) },
    { label: words.pick.nextWeek, date: nextWeekday(today, 1) },
    { label: words.pick.none, date: null },
  ]
  return (
    <div className="flex flex-col gap-3">
      <form onSubmit={submit}>
        <Field
          label={words.pick.label}
          help={read ? sayWholeDate(read, today, locale) : words.pick.write}
          error={wrong && typed.trim() && !read ? words.pick.notRead : undefined}
        >
          <Input
            autoFocus
            autoComplete="off"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              setWrong(false)
            }}
          />
        </Field>
      </form>
      <div className="grid grid-cols-2 gap-1.5">
        {choices.map(({ label, date }) => (
          <Button
            key={label}
            size="s"
            aria-pressed={date === dueOn}
            className={cn(date === dueOn && 'bg-brand-soft text-brand-ink')}
            onClick={() => onPick(date)}
          >
            {label}
          </Button>
        ))}
      </div>
      <label htmlFor={field} className="text-13 text-ink-2">
        {words.pick.calendar}
        <Input
          id={field}
          type="date"
          defaultValue={dueOn ?? ''}
          min="1970-01-01"
          max="9999-12-31"
          onChange={(event) => {
            // While one types, the year passes through 0002.
            if (event.target.value >= '1970-01-01') onPick(event.target.value)
          }}
          className="mt-1.5"
        />
      </label>
    </div>
  )
}
