'use client'

import { Building2, CalendarClock, MapPin, Repeat, TextQuote, UserRound, UsersRound } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useClock } from '@/components/ui/clock'
import { straightName } from '@/lib/platform/text'
import { spanOf } from '../changes/overlay'
import { sayWhen } from '../items'
import { PeopleList } from '../people-list'
import type { EntryView } from '../view'
import { words } from '../words'
import { sayRecurrence } from './recurrence-words'

/** An entry that the viewer may not change: what is known of it. */
export function EntryRead({ entry, knowsAbsence }: { entry: EntryView; knowsAbsence: boolean }) {
  const { locale, zone } = useClock()
  const { sheet } = words
  return (
    <div className="flex flex-col">
      <h3 className="text-20 wrap-anywhere">{entry.title || words.privateEntry}</h3>
      <p className="mt-1 mb-2 text-13 text-ink-2">
        {words.kinds[entry.kind]}
        {entry.isCancelled && <span className="text-bad-ink">. {sheet.cancelled}</span>}
      </p>
      <Fact icon={<CalendarClock />}>{sayWhen(spanOf(entry), locale, zone)}</Fact>
      {entry.recurrence && <Fact icon={<Repeat />}>{sayRecurrence(entry.recurrence, locale)}</Fact>}
      {entry.location && <Fact icon={<MapPin />}>{entry.location}</Fact>}
      {entry.owner && (
        <Fact icon={<UserRound />}>
          {sheet.owner}: {entry.owner.name}
        </Fact>
      )}
      <Fact icon={<UsersRound />}>
        <PeopleList
          organizer={entry.organizer && { ...entry.organizer, personId: null }}
          attendees={entry.attendees}
          knowsAbsence={knowsAbsence}
        />
      </Fact>
      {(entry.people.length > 0 || entry.companies.length > 0) && (
        <Fact icon={<Building2 />}>
          <ul>
            {[
              ...entry.people.map((one) => ({ ...one, href: `/people/${one.id}` })),
              ...entry.companies.map((one) => ({ ...one, href: `/companies/${one.id}` })),
            ].map((one) => (
              <li key={one.id}>
                <Link href={one.href} className="inline-flex min-h-6 items-center max-desk:min-h-11">
                  {one.name}
                </Link>
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {entry.notes && (
        <Fact icon={<TextQuote />}>
          <span className="whitespace-pre-line wrap-anywhere">{entry.notes}</span>
        </Fact>
      )}
      <p className="mt-3 text-12 text-ink-3">
        {entry.parent
          ? sheet.parent(entry.parent.ownerName)
          : entry.organizer
            ? `${sheet.organizer(straightName(entry.organizer.name || entry.organizer.address))} ${sheet.readOnly}`
            : entry.owner && sheet.theirs(entry.owner.name)}
      </p>
    </div>
  )
}

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex gap-3 py-[7px] text-13">
      <span aria-hidden="true" className="mt-0.5 text-ink-3 [&>svg]:size-4">
        {icon}
      </span>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}
