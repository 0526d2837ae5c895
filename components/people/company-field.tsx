'use client'

import { useQuery } from '@tanstack/react-query'
import { Building2, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { fetchJson } from '@/components/frame/fetch-json'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { ComboboxField } from '@/components/ui/combobox-field'
import { fieldStyle } from '@/components/ui/field'
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
  const [typed, setTyped] = useState<string | null>(null)
  const sought = (typed ?? '').trim()
  const { data = [], isPlaceholderData } = useQuery({
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
  const hits = [
    ...data.map(({ id: own, name, domain }) => ({
      ...{ value: own, id: own, name, label: name, hint: domain ?? undefined },
      icon: <Avatar name={name} id={own} size={20} shape="company" />,
    })),
    ...(sought && !known ? [asNew(sought)] : []),
  ]
  const take = (hit: { id: string | null; name: string }) => onChange({ id: hit.id, name: hit.name })
  return (
    <ComboboxField
      {...aria}
      id={id}
      typed={typed}
      onType={setTyped}
      hits={typed !== null && hits.length > 0 ? hits : null}
      stale={isPlaceholderData}
      onTake={take}
      // What was typed is meant: left without a choice it is the company of that name, or a new one.
      onLeave={() => {
        setTyped(null)
        const meant = hits.find(({ name }) => name.toLowerCase() === sought.toLowerCase())
        if (meant) take(meant)
      }}
      label={words.fields.company}
      placeholder={words.form.findCompany}
      icon={<Building2 aria-hidden="true" className="size-4 shrink-0" />}
      className="max-desk:h-11 max-desk:[&_input]:text-[16px]"
    />
  )
}

const asNew = (name: string) => ({
  ...{ value: 'new', id: null, name, label: words.form.newCompany(name), hint: undefined },
  icon: <Plus aria-hidden="true" className="size-5 text-brand-ink" />,
})
