'use client'

import { type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { announce } from '@/components/frame/announcer'
import { cn } from '@/components/ui/cn'
import { straightName } from '@/lib/platform/text'
import type { Absence, RecipientView, Suggestion } from '../view'
import { words } from '../words'
import { useAbsences } from './absence'
import { Chip, dragType } from './chip'
import type { RecipientField as FieldName } from './chips'
import { faultOf, parseRecipients } from './parse'
import { SuggestionList } from './suggestion-list'
import { useSuggestions } from './use-suggestions'

type FieldProps = {
  field: FieldName
  people: readonly RecipientView[]
  absences: Map<string, Absence>
  asksAbsence: boolean
  autoFocus: boolean
  /** Cc and Bcc, at the end of the line. */
  end?: ReactNode
  onAdd: (people: RecipientView[], at?: number) => void
  onRemove: (index: number) => void
  onMove: (from: { field: FieldName; index: number }, to: { field: FieldName; index?: number }) => void
  /** Hands in how to finish what is half typed. */
  onCommit: (commit: () => void) => () => void
}

/** More than so many scroll in their field. */
const many = 8

/** To, Cc or Bcc: chips and a field with suggestions (ARIA combobox). */
export function RecipientField(props: FieldProps) {
  const { field, people, absences, asksAbsence, autoFocus, end, onAdd, onRemove, onMove, onCommit } = props
  const id = useId()
  const box = useRef<HTMLFieldSetElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const [pointed, setPointed] = useState<string | null>(null)
  const list = useSuggestions(open ? typed : null, people)
  const listAbsences = useAbsences(
    list.map((one) => one.address),
    asksAbsence && open,
  )
  const cursor = Math.max(
    0,
    list.findIndex((one) => one.address === pointed),
  )
  const shown = open && list.length > 0

  const rest = () => {
    setTyped('')
    setOpen(false)
    setPointed(null)
  }
  const take = ({ name, address }: Suggestion) => {
    onAdd([{ name, address }])
    rest()
  }
  const commit = () => {
    const found = parseRecipients(typed)
    if (found.length > 0) onAdd(found)
    rest()
  }
  const latest = useRef(commit)
  useEffect(() => {
    latest.current = commit
  })
  useEffect(() => onCommit(() => latest.current()), [onCommit])
  useEffect(() => {
    if (autoFocus) input.current?.focus({ preventScroll: true })
  }, [autoFocus])
  useEffect(() => {
    if (shown) announce(words.recipients.found(list.length))
  }, [shown, list.length])

  const focusChip = (index: number) => {
    const chip = box.current?.querySelector<HTMLElement>(`[data-chip="${index}"]`)
    ;(chip ?? input.current)?.focus()
  }
  const remove = (index: number, then: number) => {
    const person = people[index]
    onRemove(index)
    if (person) announce(words.recipients.removed(straightName(person.name || person.address)))
    requestAnimationFrame(() => focusChip(then))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const { key } = event
    const atStart = event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0
    if (event.nativeEvent.isComposing || event.metaKey || event.ctrlKey) return
    if (key === 'Escape' && open && (shown || typed)) {
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
    } else if ((key === 'ArrowDown' || key === 'ArrowUp') && !event.shiftKey) {
      event.preventDefault()
      if (!open) setOpen(true)
      else
        setPointed(
          list[(cursor + (key === 'ArrowDown' ? 1 : list.length - 1)) % Math.max(1, list.length)]?.address ?? null,
        )
    } else if (key === 'Enter' || (key === 'Tab' && !event.shiftKey && typed.trim())) {
      event.preventDefault()
      const marked = list[cursor]
      // A whole address that one typed counts for itself, unless a line was marked.
      if (shown && marked && (pointed !== null || faultOf(typed.trim()) !== null || marked.address === typed.trim()))
        take(marked)
      else commit()
    } else if (key === ';' || (key === ',' && typed.includes('@'))) {
      event.preventDefault()
      commit()
    } else if ((key === 'Backspace' || key === 'ArrowLeft') && atStart && people.length > 0) {
      event.preventDefault()
      setOpen(false)
      focusChip(people.length - 1)
    }
  }
  const onChipKey = (event: KeyboardEvent, index: number) => {
    const { key } = event
    if (event.metaKey || event.ctrlKey) return
    if (key === 'Backspace' || key === 'Delete') {
      event.preventDefault()
      remove(index, key === 'Backspace' ? Math.max(0, index - 1) : index)
    } else if (key === 'ArrowLeft') focusChip(Math.max(0, index - 1))
    else if (key === 'ArrowRight') focusChip(index + 1)
    else if (key === 'Home') focusChip(0)
    else if (key === 'End') input.current?.focus()
    else if (key.length === 1 && key !== ' ') input.current?.focus()
  }
  const onDrop = (event: DragEvent, index?: number) => {
    const data = event.dataTransfer.getData(dragType)
    if (!data) return
    event.preventDefault()
    event.stopPropagation()
    onMove(JSON.parse(data) as { field: FieldName; index: number }, { field, index })
  }
  const bad = people.filter((person) => faultOf(person.address) !== null)
  const label = words.recipients[field]

  return (
    <fieldset
      ref={box}
      aria-label={label}
      className="relative min-w-0 border-line border-b"
      onDragOver={(event) => event.dataTransfer.types.includes(dragType) && event.preventDefault()}
      onDrop={onDrop}
    >
      <div className="flex items-start gap-2 py-1.5 pr-3 pl-4">
        <label htmlFor={id} className="mt-1 w-8 shrink-0 text-13 leading-5 text-ink-3 max-desk:mt-2">
          {label}
        </label>
        <ul
          aria-label={label}
          className={cn(
            'flex min-w-0 flex-1 flex-wrap items-center gap-1',
            // Thirty people leave room for what is written to them.
            people.length > many && 'scroll-thin -m-1 max-h-[112px] p-1 max-desk:max-h-[136px]',
          )}
        >
          {people.map((person, index) => (
            <Chip
              key={person.address}
              person={person}
              field={field}
              index={index}
              absence={absences.get(person.address.toLowerCase())}
              onRemove={() => remove(index, index)}
              onEdit={() => {
                onRemove(index)
                setTyped(person.address)
                requestAnimationFrame(() => input.current?.focus())
              }}
              onMove={(to) => onMove({ field, index }, { field: to })}
              onKeyDown={(event) => onChipKey(event, index)}
              onDropBefore={(event) => onDrop(event, index)}
            />
          ))}
          <li className="min-w-16 flex-1">
            <input
              ref={input}
              id={id}
              type="text"
              inputMode="email"
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              role="combobox"
              aria-expanded={shown}
              aria-controls={`${id}-list`}
              aria-autocomplete="list"
              aria-activedescendant={shown ? `${id}-list-${cursor}` : undefined}
              aria-invalid={bad.length > 0 || undefined}
              aria-describedby={bad.length > 0 ? `${id}-bad` : undefined}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value)
                setPointed(null)
                setOpen(event.target.value.trim() !== '')
              }}
              onKeyDown={onKeyDown}
              onBlur={commit}
              onPaste={(event) => {
                const text = event.clipboardData.getData('text/plain')
                if (!/[,;\n\t<@]/.test(text)) return
                const found = parseRecipients(typed + text)
                if (found.length === 0) return
                event.preventDefault()
                onAdd(found)
                rest()
              }}
              className="h-7 w-full border-0 bg-transparent text-14 outline-none max-desk:h-9 max-desk:text-[16px]"
            />
          </li>
        </ul>
        {end}
      </div>
      {bad[0] && (
        <p id={`${id}-bad`} className={cn('pr-4 pb-1.5 pl-14 text-12 text-bad-ink')}>
          {bad.length === 1
            ? words.recipients.bad(straightName(bad[0].address), faultOf(bad[0].address) ?? '')
            : words.recipients.badMany(bad.length)}
        </p>
      )}
      {shown && (
        <SuggestionList
          id={`${id}-list`}
          typed={typed}
          list={list}
          cursor={cursor}
          absences={listAbsences}
          onTake={take}
          onPoint={(index) => setPointed(list[index]?.address ?? null)}
        />
      )}
    </fieldset>
  )
}
