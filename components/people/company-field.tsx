'use client'

import { useQuery } from '@tanstack/react-query'
import { Building2, Plus, X } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { fetchJson } from '@/components/frame/fetch-json'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { fieldStyle, Input } from '@/components/ui/field'
import type { CompanyChoice } from './view'
import { words } from './words'

/** An existing company, the name of a new one, or neither. */
export type ChosenCompany = { id: string | null; name: string } | null

type CompanyFieldProps = {
  id?: string
  value: ChosenCompany
  onChange: (value: ChosenCompany) => void
  'aria-describedby'?: string
  'aria-invalid'?: boolean
}

/** A company: found by typing, or entered anew. */
export function CompanyField({ id, value, onChange, ...aria }: CompanyFieldProps) {
  const list = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const [cursor, setCursor] = useState(0)
  const sought = (typed ?? '').trim()
  const { data = [] } = useQuery({
    queryKey: ['company-choices', sought],
    queryFn: ({ signal }) =>
      fetchJson<CompanyChoice[]>(`/api/companies/choices?${new URLSearchParams({ q: sought })}`, signal),
    enabled: typed !== null,
    placeholderData: (before) => before,
  })
  if (value)
    return (
      <span className={cn(fieldStyle, 'flex h-10 items-center gap-2.5 pr-1 pl-3 max-desk:h-11')}>
        <Avatar name={value.name} id={value.id ?? value.name} size={20} shape="company" />
        <span id={id} className="cut min-w-0 flex-1">
          {value.name}
        </span>
        <IconButton label={words.form.removeCompany(value.name)} size="s" onClick={() => onChange(null)}>
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      </span>
    )

  const known = data.some(({ name }) => name.toLowerCase() === sought.toLowerCase())
  const hits: { key: string; id: string | null; name: string; hint: string | null }[] = [
    ...data.map((each) => ({ key: each.id, id: each.id, name: each.name, hint: each.domain })),
    ...(sought && !known ? [{ key: 'new', id: null, name: sought, hint: null }] : []),
  ]
  const open = typed !== null && hits.length > 0
  const take = (hit: (typeof hits)[number] | undefined) => {
    if (!hit) return
    setTyped(null)
    onChange({ id: hit.id, name: hit.name })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && typed !== null) {
      event.stopPropagation()
      setTyped(null)
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      take(hits[cursor])
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (typed === null) setTyped('')
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
        aria-activedescendant={open ? `${list}-${cursor}` : undefined}
        autoComplete="off"
        placeholder={words.form.findCompany}
        value={typed ?? ''}
        icon={<Building2 aria-hidden="true" className="size-4 shrink-0" />}
        className="max-desk:h-11 max-desk:[&_input]:text-[16px]"
        onChange={(event) => {
          setTyped(event.target.value)
          setCursor(0)
        }}
        onClick={() => setTyped((now) => now ?? '')}
        // What was typed is meant: left without a choice it is the company of that name, or a new one.
        onBlur={() => {
          if (!sought) return setTyped(null)
          take(hits.find(({ name }) => name.toLowerCase() === sought.toLowerCase()))
        }}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div
          id={list}
          role="listbox"
          aria-label={words.fields.company}
          className="rise scroll-thin absolute inset-x-0 top-full z-40 mt-1.5 max-h-64 rounded-card bg-raised p-1.5 shadow-lift-2"
        >
          {hits.map((hit, at) => (
            // The pointer takes it before the field loses focus, hence mousedown.
            <div
              key={hit.key}
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
              {hit.id ? (
                <Avatar name={hit.name} id={hit.id} size={20} shape="company" />
              ) : (
                <Plus aria-hidden="true" className="size-5 text-brand-ink" />
              )}
              <span className="min-w-0 flex-1">
                <span className="cut block">{hit.id ? hit.name : words.form.newCompany(hit.name)}</span>
                {hit.hint && <span className="cut block text-12 text-ink-3">{hit.hint}</span>}
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
