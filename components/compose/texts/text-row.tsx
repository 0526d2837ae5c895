'use client'

import { Pencil, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '@/components/ui/button'
import { words } from '../words'
import { plainOf } from './plain'

type RowProps = { name: string; html: string; tags: ReactNode; onEdit?: () => void; onDelete?: () => void }

/** A signature or a snippet in its list. */
export function TextRow({ name, html, tags, onEdit, onDelete }: RowProps) {
  return (
    <li className="flex items-center gap-3 py-3 pr-2 pl-4">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-strong wrap-anywhere">{name}</span>
          {tags}
        </p>
        <p className="cut text-13 text-ink-2">{plainOf(html)}</p>
      </div>
      {onEdit && (
        <IconButton label={`${words.texts.edit}: ${name}`} onClick={onEdit}>
          <Pencil aria-hidden="true" className="size-4" />
        </IconButton>
      )}
      {onDelete && (
        <IconButton label={`${words.texts.delete}: ${name}`} onClick={onDelete}>
          <Trash2 aria-hidden="true" className="size-4" />
        </IconButton>
      )}
    </li>
  )
}
