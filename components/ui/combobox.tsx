'use client'

import { ChevronDown } from 'lucide-react'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { cn } from './cn'
import { Input } from './field'
import type { Choice } from './select'
import { words } from './words'

type ComboboxProps = {
  choices: readonly Choice[]
  value: string | null
  onChange: (value: string | null) => void
  placeholder?: string
  id?: string
  busy?: boolean
  'aria-describedby'?: string
  'aria-invalid'?: boolean
}

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/** Type to find one of a long list. Accents and case do not matter; ↵ takes the marked one. */
export function Combobox({ choices, value, onChange, placeholder, id, busy, ...aria }: ComboboxProps) {
  const list = useId()
  const chosen = choices.find((choice) => choice.value === value)
  const [typed, setTyped] = useState<string | null>(null)
  const [cursor, setCursor] = useState(0)
  const open = typed !== null
  const hits = useMemo(() => {
    const sought = fold(typed ?? '')
    return choices.filter((choice) => fold(`${choice.label} ${choice.hint ?? ''}`).includes(sought)).slice(0, 50)
  }, [choices, typed])

  const take = (choice: Choice | undefined) => {
    if (choice) onChange(choice.value)
    setTyped(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open) {
      event.stopPropagation()
      setTyped(null)
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      take(hits[cursor])
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) setTyped('')
      else setCursor((at) => (at + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % Math.max(1, hits.length))
    }
  }

  return (
    <div className="relative">
      <Input
        {...aria}
        id={id}
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && hits[cursor] ? `${list}-${cursor}` : undefined}
        autoComplete="off"
        placeholder={placeholder}
        value={typed ?? chosen?.label ?? ''}
        busy={busy}
        end={<ChevronDown aria-hidden="true" className="size-4" />}
        onChange={(event) => {
          setTyped(event.target.value)
          setCursor(0)
        }}
        onClick={() => setTyped((now) => now ?? '')}
        onBlur={() => setTyped(null)}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div
          id={list}
          role="listbox"
          aria-label={placeholder}
          className="rise scroll-thin absolute inset-x-0 top-full z-40 mt-1.5 max-h-72 rounded-card bg-raised p-1.5 shadow-lift-2"
        >
          {hits.length === 0 && <p className="px-2.5 py-2 text-13 text-ink-3">{words.nothingFound}</p>}
          {hits.map((choice, at) => (
            // The pointer takes it before the field loses focus, hence mousedown.
            <div
              key={choice.value}
              id={`${list}-${at}`}
              role="option"
              tabIndex={-1}
              aria-selected={choice.value === value}
              onMouseDown={(event) => {
                event.preventDefault()
                take(choice)
              }}
              onMouseMove={() => setCursor(at)}
              className={cn(
                'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 py-1.5 max-desk:min-h-11',
                at === cursor && 'bg-selected',
              )}
            >
              {choice.icon}
              <span className="min-w-0 flex-1">
                <span className="cut block">{choice.label}</span>
                {choice.hint && <span className="cut block text-12 text-ink-3">{choice.hint}</span>}
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
