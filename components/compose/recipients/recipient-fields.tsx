'use client'

import { Plane } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { DraftSession } from '../draft-session'
import type { SessionState } from '../session-state'
import type { DraftContent } from '../view'
import { words } from '../words'
import { useAbsences } from './absence'
import { useAwayDay } from './away-badge'
import { addTo, type RecipientField as FieldName, moveTo, type Recipients, removeFrom } from './chips'
import { RecipientField } from './recipient-field'

type FieldsProps = { session: DraftSession; state: SessionState; asksAbsence: boolean; own: string; autoFocus: boolean }

const pick = ({ to, cc, bcc }: DraftContent): Recipients => ({ to, cc, bcc })

/** To, and Cc and Bcc once they are wanted, and who of them is away. */
export function RecipientFields({ session, state, asksAbsence, own, autoFocus }: FieldsProps) {
  const { content } = state
  const [asked, setAsked] = useState<FieldName | null>(null)
  const [wanted, setWanted] = useState({ cc: false, bcc: false })
  const everybody = [...content.to, ...content.cc, ...content.bcc]
  const absences = useAbsences([...everybody.map((person) => person.address), ...(own ? [own] : [])], asksAbsence)
  const shown = (['to', 'cc', 'bcc'] as const).filter(
    (field) => field === 'to' || wanted[field] || content[field].length > 0,
  )
  const change = (by: (all: Recipients) => Recipients) => {
    const before = pick(session.state.content)
    const after = by(before)
    if (after !== before) session.edit(after)
  }
  const onCommit = useCallback((commit: () => void) => session.onCommit(commit), [session])
  const hidden = (['cc', 'bcc'] as const).filter((field) => !shown.includes(field))

  return (
    <div className="shrink-0">
      {shown.map((field) => (
        <RecipientField
          key={field}
          field={field}
          people={content[field]}
          absences={absences}
          asksAbsence={asksAbsence}
          autoFocus={field === 'to' ? autoFocus : asked === field}
          end={
            field === 'to' &&
            hidden.length > 0 && (
              <span className="flex shrink-0 max-desk:-my-1">
                {hidden.map((each) => (
                  <button
                    key={each}
                    type="button"
                    onClick={() => {
                      setWanted({ ...wanted, [each]: true })
                      setAsked(each)
                    }}
                    className="h-7 rounded-chip px-1.5 text-12 text-ink-3 hover:bg-hover hover:text-ink max-desk:h-11 max-desk:px-2.5"
                  >
                    {words.recipients[each]}
                  </button>
                ))}
              </span>
            )
          }
          onAdd={(people, at) => change((all) => addTo(all, field, people, at))}
          onRemove={(index) => change((all) => removeFrom(all, field, index))}
          onMove={(from, to) => change((all) => moveTo(all, from, to))}
          onCommit={onCommit}
        />
      ))}
      <AwayLine people={everybody} own={own} absences={absences} />
    </div>
  )
}

/** "Jonas is out of office until Mon 30 Nov", before it is sent. */
function AwayLine({
  people,
  own,
  absences,
}: {
  people: DraftContent['to']
  own: string
  absences: ReturnType<typeof useAbsences>
}) {
  const day = useAwayDay()
  const mine = absences.get(own.toLowerCase())
  const others = people.filter(({ address }) => address.toLowerCase() !== own.toLowerCase())
  const away = others.flatMap((person) => {
    const absence = absences.get(person.address.toLowerCase())
    return absence ? [{ person, absence }] : []
  })
  const [first] = away
  if (!first && !mine) return null
  const { name = '', address = '' } = first?.person ?? {}
  return (
    <p role="status" className="flex gap-2 border-line border-b bg-warn-soft px-4 py-2 text-13 text-warn-ink">
      <Plane aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>
        {first && words.away.line(name.split(' ')[0] || address, day(first.absence.until, 'long'))}
        {away.length > 1 && ` ${words.away.more(away.length - 1)}`}
        {mine && ` ${words.away.own(day(mine.until, 'long'))}`}
      </span>
    </p>
  )
}
