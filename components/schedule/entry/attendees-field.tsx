'use client'

import { X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useAbsences } from '@/components/compose/recipients/absence'
import { AwayBadge } from '@/components/compose/recipients/away-badge'
import { faultOf, parseRecipients } from '@/components/compose/recipients/parse'
import { merged } from '@/components/compose/recipients/suggest'
import { SuggestionList } from '@/components/compose/recipients/suggestion-list'
import { useSuggestions } from '@/components/compose/recipients/use-suggestions'
import type { Suggestion } from '@/components/compose/view'
import { announce } from '@/components/frame/announcer'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Input } from '@/components/ui/field'
import { straightName } from '@/lib/platform/text'
import type { AttendeeInput, AttendeeView, ScheduleView } from '../view'
import { words } from '../words'
import { Line, smallField } from './line'

type AttendeesFieldProps = {
  value: readonly AttendeeInput[]
  /** What is known of those who were asked before: their answers. */
  known: readonly AttendeeView[]
  knowsAbsence: boolean
  /** Colleagues, who are offered besides those one writes to. */
  members: ScheduleView['members']
  error?: string
  onChange: (value: AttendeeInput[]) => void
  /** Hands in how to finish what is half typed; false: it is no address, and stays for its person to mend. */
  onCommit?: (commit: () => boolean) => () => void
}

/** Whom one asks: suggestions from the first letter, answers, and who is away. */
export function AttendeesField(props: AttendeesFieldProps) {
  const { value, known, knowsAbsence, members, error, onChange, onCommit } = props
  const [typed, setTyped] = useState('')
  const [pointed, setPointed] = useState<string | null>(null)
  /** Why what is typed cannot be taken. */
  const [bad, setBad] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const found = useSuggestions(open && typed.trim() ? typed : null, value)
  const list = useMemo(
    () => (open && typed.trim() ? withMembers(typed, found, members, value) : []),
    [open, typed, found, members, value],
  )
  const addresses = value.map(({ address }) => address)
  const absences = useAbsences(addresses, knowsAbsence)
  const listAbsences = useAbsences(
    list.map(({ address }) => address),
    knowsAbsence && open,
  )
  const cursor = Math.max(
    0,
    list.findIndex(({ address }) => address === pointed),
  )
  const shown = open && list.length > 0
  const { sheet } = words
  useEffect(() => {
    if (shown) announce(words.sheet.found(list.length))
  }, [shown, list.length])

  const add = (people: readonly { name: string; address: string }[]) => {
    const there = new Set(addresses.map((address) => address.toLowerCase()))
    const fresh = people.filter(({ address }) => !there.has(address.toLowerCase()))
    if (fresh.length > 0) onChange([...value, ...fresh.map((one) => ({ ...one, type: 'required' as const }))])
    setTyped('')
    setPointed(null)
    setOpen(false)
    setBad(null)
  }
  const commit = () => {
    if (!typed.trim()) return true
    const people = parseRecipients(typed)
    const why = whyNot(typed.trim(), people)
    if (why === null) add(people)
    else setBad(why)
    return why === null
  }
  const latest = useRef(commit)
  useEffect(() => {
    latest.current = commit
  })
  useEffect(() => onCommit?.(() => flushSync(latest.current)), [onCommit])
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape' && (shown || typed)) {
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
      setTyped('')
      setBad(null)
    } else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      // These keys save the form: what is half typed is in it before they do, or holds them back.
      if (!flushSync(commit)) event.preventDefault()
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const by = event.key === 'ArrowDown' ? 1 : list.length - 1
      if (open) setPointed(list[(cursor + by) % Math.max(1, list.length)]?.address ?? null)
      else setOpen(true)
    } else if (event.key === 'Enter' || (event.key === ',' && typed.includes('@')) || event.key === ';') {
      if (!typed.trim() && event.key === 'Enter') return
      event.preventDefault()
      const marked = list[cursor]
      if (shown && marked && event.key === 'Enter') add([marked])
      else commit()
    } else if (event.key === 'Backspace' && !typed && value.length > 0) {
      onChange(value.slice(0, -1))
    }
  }

  return (
    <Line label={sheet.attendees} error={bad === null ? error : undefined}>
      {(id, described) => (
        <div className="relative">
          <Input
            id={id}
            inputMode="email"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            role="combobox"
            aria-expanded={shown}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={shown ? `${id}-list-${cursor}` : undefined}
            aria-invalid={described || bad !== null ? true : undefined}
            aria-describedby={bad === null ? described : `${id}-bad`}
            placeholder={sheet.addAttendee}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              setPointed(null)
              setBad(null)
              setOpen(true)
            }}
            onKeyDown={onKeyDown}
            onBlur={() => {
              setOpen(false)
              commit()
            }}
            className={smallField}
          />
          {/* Beside what is wrong, not behind everybody who is right. */}
          {bad !== null && (
            <p id={`${id}-bad`} role="alert" className="mt-1 text-12 text-bad-ink">
              {bad}
            </p>
          )}
          {shown && (
            <SuggestionList
              id={`${id}-list`}
              typed={typed}
              list={list}
              cursor={cursor}
              absences={listAbsences}
              onTake={(one) => add([one])}
              onPoint={(index) => setPointed(list[index]?.address ?? null)}
            />
          )}
          {value.length > 0 && (
            <ul aria-label={sheet.attendees} className="mt-1.5 flex flex-col">
              {value.map((one, index) => {
                const name = straightName(one.name || one.address)
                const before = known.find(({ address }) => address.toLowerCase() === one.address.toLowerCase())
                const absence = absences.get(one.address.toLowerCase())
                const note = [
                  before?.company,
                  before && before.response !== 'none' ? words.answers[before.response] : null,
                ]
                  .filter(Boolean)
                  .join(', ')
                return (
                  <li key={one.address} className="flex min-h-9 items-center gap-2 max-desk:min-h-11">
                    <Avatar name={name} id={one.address} size={20} />
                    <span className="min-w-0 flex-1 leading-4">
                      <span className="cut block text-13" title={straightName(one.address)}>
                        {name}
                      </span>
                      {note && <span className="cut block text-12 text-ink-3">{note}</span>}
                    </span>
                    {absence && <AwayBadge absence={absence} className="shrink-0" />}
                    <button
                      type="button"
                      aria-pressed={one.type === 'optional'}
                      aria-label={sheet.setOptional(name)}
                      onClick={() =>
                        onChange(
                          value.map((each, at) =>
                            at === index ? { ...each, type: each.type === 'optional' ? 'required' : 'optional' } : each,
                          ),
                        )
                      }
                      className={cn(
                        'h-6 shrink-0 rounded-chip px-1.5 text-12 hover:bg-hover max-desk:h-11',
                        one.type === 'optional' ? 'text-ink-2' : 'text-ink-3',
                      )}
                    >
                      {one.type === 'optional' ? sheet.optional : sheet.required}
                    </button>
                    <IconButton
                      size="s"
                      label={sheet.removeAttendee(name)}
                      onClick={() => onChange(value.filter((_, at) => at !== index))}
                    >
                      <X aria-hidden="true" className="size-3.5" />
                    </IconButton>
                  </li>
                )
              })}
            </ul>
          )}
        </div>
      )}
    </Line>
  )
}

/** What is wrong with what was typed, in words; null: nothing. */
function whyNot(typed: string, people: readonly { address: string }[]): string | null {
  const { badAddress, badAddresses } = words.sheet
  const found = people.length > 0 ? people : [{ address: typed }]
  const [wrong, ...others] = found.flatMap(({ address }) => {
    const why = faultOf(address)
    return why === null ? [] : [{ address, why }]
  })
  if (!wrong) return null
  return others.length > 0 ? badAddresses(others.length + 1) : badAddress(straightName(wrong.address), wrong.why)
}

/** Colleagues follow those whom one writes to. */
function withMembers(
  typed: string,
  found: readonly Suggestion[],
  members: ScheduleView['members'],
  without: readonly AttendeeInput[],
): Suggestion[] {
  const local = members
    .filter(({ address }) => address)
    .map(({ name, address }) => ({ name, address, personId: null, company: null }))
  return merged(typed, found, local, without)
}
