'use client'

import { type ComponentProps, type KeyboardEvent, useId, useState } from 'react'
import { cn } from './cn'
import { Input } from './field'
import type { Choice } from './select'
import { words } from './words'

type InputProps = Pick<
  ComponentProps<typeof Input>,
  'id' | 'placeholder' | 'icon' | 'end' | 'busy' | 'className' | 'aria-describedby' | 'aria-invalid'
>
type ComboboxFieldProps<Hit extends Choice> = InputProps & {
  /** What is being typed; null while nothing is looked for. */
  typed: string | null
  onType: (typed: string | null) => void
  /** What fits; null shows no list. */
  hits: readonly Hit[] | null
  /** The hits answer to what was typed before: Enter takes none of them. */
  stale?: boolean
  onTake: (hit: Hit) => void
  /** The field is left. Without it, what was typed is forgotten. */
  onLeave?: () => void
  /** Name of the list. */
  label?: string
  nothing?: string
  /** Stands in the field while nothing is typed. */
  resting?: string
  /** The hit that is chosen already; without it, the marked one counts as selected. */
  value?: string | null
}

/** A field with a list of what fits (ARIA combobox): arrows mark, Enter or the pointer takes, Escape closes. */
export function ComboboxField<Hit extends Choice>(props: ComboboxFieldProps<Hit>) {
  const { typed, onType, hits, stale, onTake, onLeave, label, nothing, resting = '', value, ...input } = props
  const list = useId()
  const [cursor, setCursor] = useState(0)
  const count = hits?.length ?? 0
  const at = Math.min(cursor, Math.max(0, count - 1))

  const take = (hit: Hit | undefined) => {
    if (!hit) return
    onType(null)
    onTake(hit)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.metaKey || event.ctrlKey) return
    if (event.key === 'Escape' && (hits || typed)) {
      event.stopPropagation()
      onType(null)
    } else if (event.key === 'Enter' && (hits || typed)) {
      event.preventDefault()
      if (!stale) take(hits?.[at])
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!hits) return onType(typed ?? '')
      const next = (at + (event.key === 'ArrowDown' ? 1 : count - 1)) % Math.max(1, count)
      setCursor(next)
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' })
    }
  }

  return (
    <div className="relative">
      <Input
        {...input}
        role="combobox"
        aria-expanded={hits !== null}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={count > 0 ? `${list}-${at}` : undefined}
        autoComplete="off"
        value={typed ?? resting}
        onChange={(event) => {
          onType(event.target.value)
          setCursor(0)
        }}
        onClick={() => onType(typed ?? '')}
        onBlur={onLeave ?? (() => onType(null))}
        onKeyDown={onKeyDown}
      />
      {hits && (
        <div
          id={list}
          role="listbox"
          aria-label={label}
          className="rise scroll-thin absolute inset-x-0 top-full z-40 mt-1.5 max-h-72 rounded-card bg-raised p-1.5 shadow-lift-2"
        >
          {count === 0 && <p className="px-2.5 py-2 text-13 text-ink-3">{nothing ?? words.nothingFound}</p>}
          {hits.map((hit, index) => (
            // The pointer takes it before the field loses focus, hence mousedown.
            <div
              key={hit.value}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={value === undefined ? index === at : hit.value === value}
              onMouseDown={(event) => {
                event.preventDefault()
                take(hit)
              }}
              onMouseMove={() => setCursor(index)}
              className={cn(
                'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 py-1.5 max-desk:min-h-11',
                index === at && 'bg-selected',
              )}
            >
              {hit.icon}
              <span className="min-w-0 flex-1">
                <span className="cut block">{hit.label}</span>
                {hit.hint && <span className="cut block text-12 text-ink-3">{hit.hint}</span>}
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
