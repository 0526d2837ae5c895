'use client'

import { Avatar } from '@/components/ui/avatar'
import { cn } from '@/components/ui/cn'
import { Kbd } from '@/components/ui/kbd'
import { Mark } from '@/components/ui/mark'
import { straightName } from '@/lib/platform/text'
import type { Absence, Suggestion } from '../view'
import { words } from '../words'
import { AwayBadge } from './away-badge'
import { hitIn } from './suggest'

type ListProps = {
  id: string
  typed: string
  list: readonly Suggestion[]
  cursor: number
  absences: Map<string, Absence>
  onTake: (suggestion: Suggestion) => void
  onPoint: (index: number) => void
}

/** The letters that were typed stand out. */
function Marked({ text, typed }: { text: string; typed: string }) {
  const hit = hitIn(text, typed)
  if (!hit) return text
  return (
    <>
      {text.slice(0, hit[0])}
      <mark className="bg-transparent text-brand-ink">{text.slice(...hit)}</mark>
      {text.slice(hit[1])}
    </>
  )
}

/** People for what was typed. The focus stays in the field; it names the marked line. */
export function SuggestionList({ id, typed, list, cursor, absences, onTake, onPoint }: ListProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label={words.recipients.suggestions}
      className="rise scroll-thin absolute inset-x-1.5 top-full z-30 mt-0.5 max-h-80 rounded-card bg-raised p-1.5 shadow-lift-2"
    >
      {list.map((one, index) => {
        const absence = absences.get(one.address.toLowerCase())
        const [name, address] = [straightName(one.name), straightName(one.address)]
        const on = index === cursor
        return (
          // Taken before the field loses the focus, hence mousedown; keys go through the field.
          <div
            key={one.address}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={on}
            onPointerMove={() => on || onPoint(index)}
            onMouseDown={(event) => {
              event.preventDefault()
              onTake(one)
            }}
            className={cn('flex min-h-12 cursor-pointer items-center gap-3 rounded-row px-2.5', on && 'bg-selected')}
          >
            <Avatar name={name || address} id={one.address} size={28} />
            <span className="min-w-0 flex-1 leading-5">
              <span className="cut block font-strong">
                <Marked text={name || address} typed={typed} />
              </span>
              <span className="cut block text-12 text-ink-3">
                {name && address}
                {name && one.company && ' · '}
                {one.company}
              </span>
            </span>
            {absence && <AwayBadge absence={absence} className="shrink-0" />}
            {one.personId && (
              <Mark state="both" size={13} ground={on ? 'selected' : 'raised'} label={words.recipients.crm} />
            )}
            {on && <Kbd className="max-desk:hidden">↵</Kbd>}
          </div>
        )
      })}
    </div>
  )
}
