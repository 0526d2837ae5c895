'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import Link from 'next/link'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import { fetchJson } from '@/components/frame/fetch-json'
import type { PaletteAnswer } from '@/components/frame/view'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Input } from '@/components/ui/field'
import { words } from './words'

type Ref = { id: string; name: string }
type RecordFieldProps = {
  kind: 'person' | 'company'
  id?: string
  value: Ref | null
  locked: boolean
  onChange: (value: Ref | null) => void
}

/** A person or a company of the CRM: shown as a link, found by typing. */
export function RecordField({ kind, id, value, locked, onChange }: RecordFieldProps) {
  const list = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const [cursor, setCursor] = useState(0)
  const sought = useDeferredValue((typed ?? '').trim())
  const { data } = useQuery({
    queryKey: ['palette', sought],
    queryFn: ({ signal }) => fetchJson<PaletteAnswer>(`/api/palette?q=${encodeURIComponent(sought)}`, signal),
    enabled: sought !== '',
    placeholderData: (before) => before,
  })
  if (value)
    return (
      <span className="flex min-h-9 min-w-0 items-center gap-2">
        <Avatar name={value.name} id={value.id} size={20} shape={kind} />
        <Link
          href={`/${kind === 'person' ? 'people' : 'companies'}/${value.id}`}
          className="cut min-w-0 font-label text-ink no-underline hover:underline"
        >
          {value.name}
        </Link>
        {!locked && (
          <IconButton label={words.find.remove(value.name)} size="s" onClick={() => onChange(null)}>
            <X aria-hidden="true" className="size-4" />
          </IconButton>
        )}
      </span>
    )
  if (locked) return <span className="flex min-h-9 items-center text-ink-3">–</span>

  const hits = sought
    ? kind === 'person'
      ? (data?.people ?? []).map((each) => ({ id: each.id, name: each.name, hint: each.company ?? each.address }))
      : (data?.companies ?? []).map((each) => ({ id: each.id, name: each.name, hint: each.domain }))
    : []
  const open = sought !== '' && data !== undefined
  const take = (hit: Ref | undefined) => {
    if (!hit) return
    setTyped(null)
    onChange({ id: hit.id, name: hit.name })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && typed) {
      event.stopPropagation()
      setTyped(null)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      take(hits[cursor])
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setCursor((at) => (at + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % Math.max(1, hits.length))
    }
  }
  return (
    <div className="relative">
      <Input
        id={id}
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && hits[cursor] ? `${list}-${cursor}` : undefined}
        autoComplete="off"
        placeholder={kind === 'person' ? words.find.person : words.find.company}
        value={typed ?? ''}
        className="h-9"
        onChange={(event) => {
          setTyped(event.target.value)
          setCursor(0)
        }}
        onBlur={() => setTyped(null)}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div
          id={list}
          role="listbox"
          aria-label={kind === 'person' ? words.panel.person : words.panel.company}
          className="rise scroll-thin absolute inset-x-0 top-full z-40 mt-1.5 max-h-72 rounded-card bg-raised p-1.5 shadow-lift-2"
        >
          {hits.length === 0 && <p className="px-2.5 py-2 text-13 text-ink-3">{words.find.none}</p>}
          {hits.map((hit, at) => (
            // The pointer takes it before the field loses focus, hence mousedown.
            <div
              key={hit.id}
              id={`${list}-${at}`}
              role="option"
              tabIndex={-1}
              aria-selected={at === cursor}
              onMouseDown={(event) => {
                event.preventDefault()
                take(hit)
              }}
              onMouseMove={() => setCursor(at)}
              className={cn(
                'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 py-1.5 max-desk:min-h-11',
                at === cursor && 'bg-selected',
              )}
            >
              <Avatar name={hit.name} id={hit.id} size={20} shape={kind} />
              <span className="min-w-0 flex-1">
                <span className="cut block">{hit.name}</span>
                {hit.hint && <span className="cut block text-12 text-ink-3">{hit.hint}</span>}
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
