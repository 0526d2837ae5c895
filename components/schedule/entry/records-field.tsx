'use client'

import { X } from 'lucide-react'
import Link from 'next/link'
import { RecordField } from '@/components/tasks/record-field'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/button'
import { words } from '../words'
import { Line } from './line'

type Named = { id: string; name: string; company?: string | null }
type RecordsFieldProps = {
  kind: 'person' | 'company'
  value: readonly Named[]
  onChange: (value: Named[]) => void
}

/** People or companies that it is about: found by typing, each a link. */
export function RecordsField({ kind, value, onChange }: RecordsFieldProps) {
  const { sheet } = words
  return (
    <Line label={kind === 'person' ? sheet.contacts : sheet.companies}>
      {(id) => (
        <>
          <RecordField
            id={id}
            kind={kind}
            value={null}
            locked={false}
            onChange={(one) => {
              if (one && !value.some((each) => each.id === one.id)) onChange([...value, one])
            }}
          />
          {value.length > 0 && (
            <ul className="mt-1">
              {value.map((one) => (
                <li key={one.id} className="flex min-h-9 items-center gap-2 max-desk:min-h-11">
                  <Avatar name={one.name} id={one.id} size={20} shape={kind} />
                  <Link
                    href={`/${kind === 'person' ? 'people' : 'companies'}/${one.id}`}
                    className="cut min-w-0 flex-1 text-13 text-ink no-underline hover:underline"
                  >
                    {one.name}
                    {one.company && <span className="text-ink-3">, {one.company}</span>}
                  </Link>
                  <IconButton
                    size="s"
                    label={sheet.removeAttendee(one.name)}
                    onClick={() => onChange(value.filter(({ id: each }) => each !== one.id))}
                  >
                    <X aria-hidden="true" className="size-3.5" />
                  </IconButton>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Line>
  )
}
