'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import Link from 'next/link'
import { useDeferredValue, useState } from 'react'
import { fetchJson } from '@/components/frame/fetch-json'
import type { PaletteAnswer } from '@/components/frame/view'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/button'
import { ComboboxField } from '@/components/ui/combobox-field'
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
  const [typed, setTyped] = useState<string | null>(null)
  const sought = useDeferredValue((typed ?? '').trim())
  const { data, isPlaceholderData } = useQuery({
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

  const found =
    kind === 'person'
      ? data?.people.map((each) => ({ id: each.id, name: each.name, hint: each.company ?? each.address ?? undefined }))
      : data?.companies.map((each) => ({ id: each.id, name: each.name, hint: each.domain ?? undefined }))
  const hits = found?.map(({ id: own, name, hint }) => ({
    ...{ value: own, label: name, hint },
    icon: <Avatar name={name} id={own} size={20} shape={kind} />,
  }))
  return (
    <ComboboxField
      id={id}
      typed={typed}
      onType={setTyped}
      hits={sought && hits ? hits : null}
      stale={isPlaceholderData || sought !== typed?.trim()}
      onTake={(hit) => onChange({ id: hit.value, name: hit.label })}
      label={words.panel[kind]}
      nothing={words.find.none}
      placeholder={words.find[kind]}
      className="h-9 max-desk:h-11"
    />
  )
}
