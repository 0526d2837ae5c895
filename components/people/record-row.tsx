'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Box } from '@/components/ui/checkbox'
import { cn } from '@/components/ui/cn'
import { type Kind, kinds } from './kinds'
import { words } from './words'

/** The columns of people and of companies; on the phone only the name and what stands at its end. */
export const columns = {
  people: 'desk:grid-cols-[18px_minmax(0,2.2fr)_minmax(0,1.6fr)_140px_minmax(0,1fr)]',
  companies: 'desk:grid-cols-[18px_minmax(0,2.6fr)_90px_140px_minmax(0,1fr)]',
} as const

export const rowGrid =
  'grid items-center gap-x-4 px-4 desk:px-7 max-desk:grid-cols-[36px_minmax(0,1fr)_auto] max-desk:gap-x-3'

type RecordRowProps = {
  kind: Kind
  id: string
  name: string
  hint: string | null
  cursor: boolean
  chosen: boolean
  onChoose: () => void
  children: ReactNode
}

/** A line of a list. The name is the link and the whole line its target; the box chooses. */
export function RecordRow({ kind, id, name, hint, cursor, chosen, onChoose, children }: RecordRowProps) {
  return (
    <li
      id={`row-${id}`}
      className={cn(
        rowGrid,
        columns[kind],
        'group relative h-[54px] border-line border-b hover:bg-hover max-desk:h-[60px]',
        chosen && 'bg-selected hover:bg-selected',
        cursor && 'before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-brand',
      )}
    >
      <ChooseBox label={words.select(name)} checked={chosen} onChange={onChoose} className="max-desk:hidden" />
      <span className="flex min-w-0 items-center gap-3 max-desk:contents">
        <Avatar name={name} id={id} size={36} shape={kinds[kind].shape} />
        <span className="min-w-0">
          <Link
            href={`${kinds[kind].href}/${id}`}
            className="cut block font-strong text-ink no-underline after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-chip focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2"
          >
            {name}
          </Link>
          {hint && <span className="cut block text-12 text-ink-3">{hint}</span>}
        </span>
      </span>
      {children}
    </li>
  )
}

type ChooseBoxProps = { label: string; checked: boolean | 'mixed'; onChange: () => void; className?: string }

/** A box without words, over the line's link. */
export function ChooseBox({ label, checked, onChange, className }: ChooseBoxProps) {
  return (
    <span className={cn('relative z-10 grid size-[18px] before:absolute before:-inset-2', className)}>
      <Box aria-label={label} checked={checked} onChange={onChange} className="before:absolute before:-inset-2" />
    </span>
  )
}
