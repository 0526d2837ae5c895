'use client'

import { CalendarDays, CalendarX, EyeOff, MapPin, Phone, Repeat, Stethoscope, Video } from 'lucide-react'
import Link from 'next/link'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { clockTime, endsLater, timeEnds } from '@/components/ui/time'
import { EntryFrame } from './entry-frame'
import { firstName, outsiders, whoIs } from './names'
import type { About } from './use-timeline'
import type { TimelineEntry } from './view'
import { words } from './words'

/** A meeting of Outlook, or an entry of the schedule. */
export type EventOnTimeline = Extract<TimelineEntry, { kind: 'event' | 'entry' }>
type EventEntryProps = {
  entry: EventOnTimeline
  about: About
  /** It has not begun. */
  isAhead?: boolean
}

const icons = { meeting: CalendarDays, call: Phone, medical_event: Stethoscope }

/** What was or will be held with somebody, as far as its owner shows it. */
export function EventEntry({ entry, about, isAhead = false }: EventEntryProps) {
  const { locale, zone } = useClock()
  const { owner, title, href, isCancelled, isAllDay } = entry
  const them = outsiders(entry, { personId: about.kind === 'person' ? about.id : undefined })
  const named = title === null ? null : title.trim() || words.noSubject
  const [start, end] = [Date.parse(entry.at), Date.parse(entry.endsAt)]
  const [from, to] = timeEnds(start, end, locale, zone)
  const time = clockTime(start, locale, zone)
  const begins = endsLater(start, end, zone) ? words.meeting.until(time, to) : time
  const what = entry.kind === 'entry' ? entry.what : 'meeting'
  const Icon = title === null ? EyeOff : isCancelled ? CalendarX : icons[what]
  const isMe = owner?.isMe === true
  return (
    <EntryFrame
      icon={<Icon />}
      tone="event"
      mark={entry.kind === 'entry' ? 'tandem' : 'outlook'}
      at={isAllDay || isAhead ? undefined : entry.at}
      sentence={
        <>
          {isCancelled && <span className="mr-1.5 text-ink-3">{words.meeting.cancelled}:</span>}
          {them && owner ? (
            <>
              <b className="font-strong text-ink">{whoIs(owner)}</b>{' '}
              {isAhead || isCancelled ? words.meeting.coming[what](isMe) : words.meeting.over[what]}{' '}
              <bdi dir="ltr">{them}</bdi>
            </>
          ) : (
            <b className="font-strong text-ink">{words.meeting.alone[what]}</b>
          )}
          {named !== null && (
            <>
              {': '}
              {href ? (
                <Link
                  href={href}
                  dir="auto"
                  className={cn('font-strong text-ink no-underline hover:underline', isCancelled && 'line-through')}
                >
                  {named}
                </Link>
              ) : (
                <b dir="auto" className={cn('font-strong text-ink', isCancelled && 'line-through')}>
                  {named}
                </b>
              )}
            </>
          )}
        </>
      }
    >
      <p suppressHydrationWarning className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-13 text-ink-2">
        {isAhead && <span>{isAllDay ? dayOf(entry, locale, zone) : `${dayOf(entry, locale, zone)}, ${begins}`}</span>}
        {!isAllDay && !isAhead && <span>{words.meeting.until(from, to)}</span>}
        {isAllDay && !isAhead && <span>{words.meeting.allDay}</span>}
        {entry.location && (
          <span className="flex min-w-0 items-center gap-1 wrap-anywhere">
            <MapPin aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
            {entry.location}
          </span>
        )}
        {entry.kind === 'entry' && entry.channel && <span>{words.meeting.channels[entry.channel]}</span>}
        {entry.kind === 'entry' && entry.isRecurring && (
          <span className="flex items-center gap-1">
            <Repeat aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
            {words.meeting.repeats}
          </span>
        )}
        {entry.isOnline && (
          <span className="flex items-center gap-1">
            <Video aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
            {words.meeting.online}
          </span>
        )}
      </p>
      {title === null && owner && <p className="text-13 text-ink-3">{words.hidden.metadata(firstName(owner.name))}</p>}
    </EntryFrame>
  )
}

/** "Wed 25 Nov": an all-day one by its own date, wherever it is read. */
function dayOf({ at, isAllDay, startDate }: EventOnTimeline, locale: string, zone: string): string {
  const day = isAllDay && startDate ? new Date(`${startDate}T12:00:00Z`) : new Date(at)
  const options: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' }
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: isAllDay ? 'UTC' : zone }).format(day)
}

/** What is yet to come, soonest first, over the days that were. */
export function Upcoming({ entries, about }: { entries: TimelineEntry[]; about: About }) {
  const events = entries.filter((entry) => entry.kind === 'event' || entry.kind === 'entry')
  if (events.length === 0) return null
  return (
    <section aria-label={words.meeting.ahead}>
      <h2 className="flex items-center gap-2.5 pt-4 pb-1.5 text-13 font-strong text-ink-2 after:h-px after:flex-1 after:bg-line">
        {words.meeting.ahead}
      </h2>
      <ul>
        {events.map((entry) => (
          <EventEntry key={`${entry.kind} ${entry.id}`} entry={entry} about={about} isAhead />
        ))}
      </ul>
    </section>
  )
}
