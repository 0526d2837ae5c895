'use client'

import { CircleCheck, MailCheck, Phone, StickyNote, Trash2, UserPlus } from 'lucide-react'
import Link from 'next/link'
import { useMemo } from 'react'
import { IconButton } from '@/components/ui/button'
import { useClock, useNow } from '@/components/ui/clock'
import { dayHeading, dayNumber } from '@/components/ui/time'
import { EntryFrame } from './entry-frame'
import { EventEntry } from './event-entry'
import { MailEntry } from './mail-entry'
import { firstName, whoIs } from './names'
import type { About } from './use-timeline'
import type { AskAccess, TimelineEntry } from './view'
import { words } from './words'

type EntriesProps = {
  entries: TimelineEntry[]
  about: About
  askAccess: AskAccess
  onRead: (id: string) => void
  onDelete: (id: string) => void
  onChanged: () => void
}

const minute = () => 60_000

/** Entries under the days they belong to. */
export function Entries({ entries, ...rest }: EntriesProps) {
  const { locale, zone } = useClock()
  const now = useNow(minute)
  const days = useMemo(() => {
    const found = new Map<number, TimelineEntry[]>()
    for (const entry of entries) {
      const day = dayNumber(Date.parse(entry.at), zone)
      const known = found.get(day)
      if (known) known.push(entry)
      else found.set(day, [entry])
    }
    return [...found]
  }, [entries, zone])
  return days.map(([day, ofDay]) => (
    <section key={day}>
      <h2
        suppressHydrationWarning
        className="flex items-center gap-2.5 pt-4 pb-1.5 text-13 font-strong text-ink-2 after:h-px after:flex-1 after:bg-line"
      >
        {dayHeading(Date.parse(ofDay[0]?.at ?? ''), now, locale, zone)}
      </h2>
      <ul>
        {ofDay.map((entry) => (
          <OneEntry key={`${entry.kind} ${entry.id}`} entry={entry} {...rest} />
        ))}
      </ul>
    </section>
  ))
}

function OneEntry({
  entry,
  about,
  askAccess,
  onRead,
  onDelete,
  onChanged,
}: Omit<EntriesProps, 'entries'> & { entry: TimelineEntry }) {
  if (entry.kind === 'event' || entry.kind === 'entry') return <EventEntry entry={entry} about={about} />
  if (entry.kind === 'mail') return <MailEntry {...{ entry, about, askAccess, onRead, onChanged }} />
  if (entry.kind === 'task')
    return (
      <EntryFrame
        icon={<CircleCheck />}
        tone="task"
        mark="tandem"
        at={entry.at}
        sentence={
          <>
            {whoIs(entry.owner)} {words.task} <TaskLink entry={entry} />
          </>
        }
      />
    )
  if (entry.kind === 'created')
    return (
      <EntryFrame
        icon={<UserPlus />}
        mark="tandem"
        at={entry.at}
        sentence={
          <span className="text-ink-2">
            {whoIs(entry.by)} {words.entered(about.name)}
          </span>
        }
      />
    )
  const what = entry.logged ? words.logged : entry.kind === 'note' ? words.note : words.call
  // On the page of a person it need not be said whom it is about.
  const whom = about.kind === 'company' ? entry.about : null
  return (
    <EntryFrame
      icon={entry.logged ? <MailCheck /> : entry.kind === 'note' ? <StickyNote /> : <Phone />}
      tone={entry.kind === 'note' ? 'note' : 'plain'}
      mark="tandem"
      at={entry.at}
      sentence={
        <>
          <b className="font-strong">{whoIs(entry.by)}</b> {what}
          {about.kind === 'person' && entry.kind === 'call' && ` ${words.with} ${firstName(about.name)}`}
          {whom && (
            <>
              {` ${entry.kind === 'call' ? words.with : words.about} `}
              <Link
                href={`/people/${whom.id}`}
                dir="auto"
                className="font-strong text-ink no-underline hover:underline"
              >
                {whom.name}
              </Link>
            </>
          )}
          {entry.fromMail && (
            <Link href={entry.fromMail} className="ml-2 text-13">
              {words.openMail}
            </Link>
          )}
        </>
      }
      deeds={
        entry.mine && (
          <IconButton
            label={words.remove}
            size="s"
            onClick={() => onDelete(entry.id)}
            className="-my-1 opacity-0 max-desk:-my-3 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
          >
            <Trash2 aria-hidden="true" className="size-4" />
          </IconButton>
        )
      }
    >
      {entry.text && (
        <p dir="auto" className="mt-0.5 text-left max-w-[68ch] whitespace-pre-wrap text-ink-2 wrap-anywhere">
          {entry.text}
        </p>
      )}
    </EntryFrame>
  )
}

/** A task opens in the list of tasks. */
export function TaskLink({ entry }: { entry: Extract<TimelineEntry, { kind: 'task' }> }) {
  const whose = entry.owner.isMe ? '' : 'view=team&'
  return (
    <Link
      href={`/tasks?${whose}task=${entry.id}`}
      dir="auto"
      className="font-strong text-ink no-underline hover:underline"
    >
      {entry.title}
    </Link>
  )
}
