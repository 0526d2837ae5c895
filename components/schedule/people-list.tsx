'use client'

import { ArrowUpRight } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useAbsences } from '@/components/compose/recipients/absence'
import { AwayBadge } from '@/components/compose/recipients/away-badge'
import { Avatar } from '@/components/ui/avatar'
import { iconButtonStyle } from '@/components/ui/button-style'
import { straightName } from '@/lib/platform/text'
import type { AttendeeView } from './view'
import { words } from './words'

type PeopleListProps = {
  organizer: { name: string; address: string; personId: string | null } | null
  attendees: readonly AttendeeView[]
  knowsAbsence: boolean
}

const few = 6

/** Who takes part: people of the CRM lead to their page, who is away says so. */
export function PeopleList({ organizer, attendees, knowsAbsence }: PeopleListProps) {
  const [all, setAll] = useState(false)
  const others = attendees.filter(({ address }) => address.toLowerCase() !== organizer?.address.toLowerCase())
  const everybody: (AttendeeView & { leads?: boolean })[] = organizer
    ? [{ ...organizer, type: 'required', response: 'organizer', userId: null, company: null }, ...others]
    : others
  const shown = all ? everybody : everybody.slice(0, everybody.length > few + 1 ? few : everybody.length)
  const absences = useAbsences(
    shown.map(({ address }) => address),
    knowsAbsence,
  )
  if (everybody.length === 0) return <span className="text-ink-3">{words.event.nobody}</span>
  return (
    <ul className="flex flex-col">
      {shown.map((one) => {
        const absence = absences.get(one.address.toLowerCase())
        const name = straightName(one.name || one.address)
        const notes = [
          one.company,
          one.response === 'none' ? null : words.answers[one.response],
          one.type === 'optional' ? words.event.optional : null,
        ].filter(Boolean)
        return (
          <li key={one.address} className="flex min-h-9 items-center gap-2.5 py-0.5">
            <Avatar name={name} id={one.address} size={28} />
            <span className="min-w-0 flex-1 leading-4">
              <span className="cut block">{name}</span>
              {notes.length > 0 && <span className="cut block text-12 text-ink-3">{notes.join(', ')}</span>}
            </span>
            {absence && <AwayBadge absence={absence} className="shrink-0" />}
            {one.personId && (
              <Link
                href={`/people/${one.personId}`}
                aria-label={words.event.openPerson(name)}
                className={iconButtonStyle({ size: 's' })}
              >
                <ArrowUpRight aria-hidden="true" className="size-4" />
              </Link>
            )}
          </li>
        )
      })}
      {shown.length < everybody.length && (
        <li>
          <button
            type="button"
            onClick={() => setAll(true)}
            className="min-h-7 rounded-chip text-13 font-label text-brand-ink hover:underline max-desk:min-h-11"
          >
            {words.event.everybody(everybody.length)}
          </button>
        </li>
      )}
    </ul>
  )
}
