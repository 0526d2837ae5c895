'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { useClock } from '@/components/ui/clock'
import { spanOf } from '../changes/overlay'
import { sayWhen } from '../items'
import type { EntryInput, EntryView, ScheduleItem } from '../view'
import { words } from '../words'

type ConflictPanelProps = {
  title: string
  /** What this person wanted; null: to delete it. */
  mine: Pick<ScheduleItem, 'title' | 'startsAt' | 'endsAt' | 'isAllDay' | 'startDate' | 'endDate' | 'location'> | null
  now: EntryView | null
  onMine: () => void
  onTheirs: () => void
}

/** Two versions beside each other, and the word on which one stands. */
export function ConflictPanel({ title, mine, now, onMine, onTheirs }: ConflictPanelProps) {
  const { locale, zone } = useClock()
  const { conflict } = words
  const theirs = now && { title: now.title, location: now.location, ...spanOf(now) }
  return (
    <section aria-label={conflict.title} role="alert" className="rounded-row bg-warn-soft p-3.5 text-13">
      <p className="font-strong text-warn-ink">{conflict.title}</p>
      <p className="mt-0.5">{conflict.lead(title)}</p>
      <div className="mt-2.5 grid gap-2 desk:grid-cols-2">
        <Side label={conflict.mine}>
          {mine ? (
            <Facts title={mine.title ?? ''} when={sayWhen(mine, locale, zone)} place={mine.location ?? ''} />
          ) : (
            words.sheet.delete
          )}
        </Side>
        <Side label={conflict.theirs}>
          {theirs ? (
            <Facts title={theirs.title} when={sayWhen(theirs, locale, zone)} place={theirs.location} />
          ) : (
            conflict.gone
          )}
        </Side>
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        {now && (
          <Button size="s" onClick={onMine}>
            {conflict.keepMine}
          </Button>
        )}
        <Button size="s" onClick={onTheirs}>
          {conflict.keepTheirs}
        </Button>
      </div>
    </section>
  )
}

function Side({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="rounded-control bg-sheet p-2.5">
      <p className="text-12 text-ink-3">{label}</p>
      <div className="mt-0.5 wrap-anywhere">{children}</div>
    </div>
  )
}

function Facts({ title, when, place }: { title: string; when: string; place: string }) {
  return (
    <>
      <p className="font-label">{title}</p>
      <p>{when}</p>
      {place && <p className="text-ink-2">{place}</p>}
    </>
  )
}

/** The form's entry as the panel shows it. */
export const mineOf = (input: EntryInput) => ({ title: input.title, location: input.location, ...spanOf(input) })
