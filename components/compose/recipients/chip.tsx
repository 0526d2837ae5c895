'use client'

import { CircleAlert, Copy, MoveRight, Pencil, Plane, X } from 'lucide-react'
import type { DragEvent, KeyboardEvent, ReactNode } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { cn } from '@/components/ui/cn'
import { Popover, PopoverClose } from '@/components/ui/popover'
import { straightName } from '@/lib/platform/text'
import type { Absence, RecipientView } from '../view'
import { words } from '../words'
import { useAwayDay } from './away-badge'
import type { RecipientField } from './chips'
import { faultOf, printRecipient } from './parse'

export const dragType = 'application/x-tandem-recipient'

type ChipProps = {
  person: RecipientView
  field: RecipientField
  index: number
  absence: Absence | undefined
  onRemove: () => void
  onEdit: () => void
  onMove: (to: RecipientField) => void
  onKeyDown: (event: KeyboardEvent) => void
  onDropBefore: (event: DragEvent) => void
}

/** One recipient. What it can do stands behind it: a way without dragging, too. */
export function Chip({ person, field, index, absence, onRemove, onEdit, onMove, onKeyDown, onDropBefore }: ChipProps) {
  const fault = faultOf(person.address)
  const [name, address] = [straightName(person.name), straightName(person.address)]
  const away = useAwayDay()(absence?.until ?? null, 'long')
  const others = (['to', 'cc', 'bcc'] as const).filter((each) => each !== field)
  const awayText = absence ? words.away.line(name || address, away) : ''
  return (
    <li className="max-w-full" onDragOver={(event) => event.preventDefault()} onDrop={onDropBefore}>
      <Popover
        label={words.recipients.chip(name, address)}
        className="desk:w-72 p-1.5"
        trigger={
          <button
            type="button"
            data-chip={index}
            draggable
            title={fault ? undefined : address}
            aria-label={
              fault
                ? words.recipients.bad(address, fault)
                : `${words.recipients.chip(name, address)}${awayText && `. ${awayText}`}`
            }
            // Between them one goes by arrows; the field is the one tab stop.
            tabIndex={-1}
            onKeyDown={onKeyDown}
            onDragStart={(event) => {
              event.dataTransfer.setData(dragType, JSON.stringify({ field, index }))
              event.dataTransfer.setData('text/plain', printRecipient(person))
              event.dataTransfer.effectAllowed = 'copyMove'
            }}
            className={cn(
              'flex h-7 max-w-full items-center gap-1.5 rounded-full pr-2.5 pl-1 text-13 font-label max-desk:h-9',
              fault
                ? 'bg-bad-soft text-bad-ink shadow-[inset_0_0_0_1px_var(--bad-line)]'
                : 'bg-press hover:bg-selected focus:bg-selected',
            )}
          >
            {fault ? (
              <CircleAlert aria-hidden="true" className="mx-0.5 size-4 shrink-0" />
            ) : (
              <Avatar name={name || address} id={address} size={20} />
            )}
            <span className="cut">{name || address}</span>
            {absence && <Plane aria-hidden="true" className="size-3.5 shrink-0 text-warn-ink" />}
          </button>
        }
      >
        <div className="px-2.5 pt-2 pb-2.5">
          <p className="font-strong wrap-anywhere">{name || address}</p>
          {name && <p className="text-13 text-ink-2 wrap-anywhere">{address}</p>}
          {fault && <p className="mt-1 text-13 text-bad-ink">{words.recipients.bad(address, fault)}</p>}
          {absence && (
            <p className="mt-1 text-13 text-warn-ink">
              {awayText} {absence.text}
            </p>
          )}
        </div>
        <Deed icon={<Pencil />} onClick={onEdit}>
          {words.recipients.edit}
        </Deed>
        <Deed icon={<Copy />} onClick={() => void navigator.clipboard.writeText(person.address).catch(() => {})}>
          {words.recipients.copy}
        </Deed>
        {others.map((to) => (
          <Deed key={to} icon={<MoveRight />} onClick={() => onMove(to)}>
            {words.recipients.moveTo(words.recipients[to])}
          </Deed>
        ))}
        <Deed icon={<X />} onClick={onRemove}>
          {words.recipients.remove}
        </Deed>
      </Popover>
    </li>
  )
}

function Deed({ icon, onClick, children }: { icon: ReactNode; onClick: () => void; children: ReactNode }) {
  return (
    <PopoverClose>
      <button
        type="button"
        onClick={onClick}
        className="flex h-9 w-full items-center gap-[11px] rounded-control px-2.5 text-left hover:bg-hover max-desk:h-12 [&_svg]:size-4 [&_svg]:text-ink-3"
      >
        {icon}
        {children}
      </button>
    </PopoverClose>
  )
}
