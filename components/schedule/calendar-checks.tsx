'use client'

import { Check, X } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Mark } from '@/components/ui/mark'
import { Skeleton } from '@/components/ui/skeleton'
import type { Shown } from './items'
import type { CalendarView } from './view'
import { words } from './words'

type CalendarChecksProps = {
  shown: Shown
  onShown: (shown: Shown) => void
  calendars: readonly CalendarView[]
  hasOutlook: boolean
  onCalendar: (id: string, shown: boolean) => void
  onRemove: (id: string) => void
}

const hues = [
  '',
  '[--co:var(--c1-o)]',
  '[--co:var(--c2-o)]',
  '[--co:var(--c3-o)]',
  '[--co:var(--c4-o)]',
  '[--co:var(--c5-o)]',
  '[--co:var(--c6-o)]',
  '[--co:var(--c7-o)]',
  '[--co:var(--c8-o)]',
]

/** Which entries are shown: our kinds, and the calendars of Outlook in their colours. */
export function CalendarChecks({ shown, onShown, calendars, hasOutlook, onCalendar, onRemove }: CalendarChecksProps) {
  const { panel } = words
  return (
    <>
      <CheckGroup mark="tandem" label={panel.tandem}>
        <Check18 solid label={panel.calls} checked={shown.calls} onChange={(calls) => onShown({ ...shown, calls })} />
        <Check18
          solid
          label={panel.timeOff}
          checked={shown.timeOff}
          onChange={(timeOff) => onShown({ ...shown, timeOff })}
        />
      </CheckGroup>
      {hasOutlook && (
        <CheckGroup mark="outlook" label={panel.outlook}>
          {calendars.length === 0 && <p className="px-1.5 text-13 text-ink-3">{panel.none}</p>}
          {calendars.map((calendar) => (
            <Check18
              key={calendar.id}
              label={calendar.title}
              below={
                calendar.isLoading ? (
                  <>
                    <span className="sr-only">{panel.loading}</span>
                    <Skeleton className="mt-1.5 h-2 w-20" />
                  </>
                ) : calendar.role === 'own' ? null : calendar.ownerName && calendar.ownerName !== calendar.title ? (
                  panel.sharedBy(panel.roles[calendar.role], calendar.ownerName)
                ) : (
                  panel.roles[calendar.role]
                )
              }
              className={hues[calendar.hue]}
              checked={calendar.isShown}
              onChange={(checked) => onCalendar(calendar.id, checked)}
              end={
                calendar.isDefault ? null : (
                  <IconButton
                    size="s"
                    label={panel.remove(calendar.title)}
                    onClick={() => onRemove(calendar.id)}
                    className="relative z-1 -my-1 opacity-0 focus-visible:opacity-100 group-hover:opacity-100 max-desk:opacity-100"
                  >
                    <X aria-hidden="true" className="size-3.5" />
                  </IconButton>
                )
              }
            />
          ))}
        </CheckGroup>
      )}
    </>
  )
}

function CheckGroup({ mark, label, children }: { mark: 'tandem' | 'outlook'; label: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="flex items-center gap-2 px-1.5 pb-1.5 text-12 font-label text-ink-3">
        <Mark state={mark} size={12} ground="well" label="" />
        {label}
      </legend>
      {children}
    </fieldset>
  )
}

type CheckProps = {
  label: string
  below?: ReactNode
  end?: ReactNode
  solid?: boolean
  checked: boolean
  onChange: (checked: boolean) => void
  className?: string
}

/** A box in the calendar's colour: filled for ours, an outline for theirs. The whole line is the target. */
function Check18({ label, below, end, solid, checked, onChange, className }: CheckProps) {
  const id = useId()
  return (
    <div
      className={cn(
        'group relative flex items-start gap-2.5 rounded-control px-1.5 py-[5px] hover:bg-hover max-desk:min-h-11 max-desk:items-center',
        className,
      )}
    >
      <span className="mt-px grid size-[18px] shrink-0">
        <input
          type="checkbox"
          id={id}
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
          className={cn(
            'peer col-start-1 row-start-1 m-0 size-full cursor-pointer appearance-none rounded-[5px] forced-colors:appearance-auto',
            checked
              ? solid
                ? 'bg-brand'
                : 'shadow-[inset_0_0_0_2px_var(--co)]'
              : 'shadow-[inset_0_0_0_1.5px_var(--line-control)]',
          )}
        />
        <Check
          aria-hidden="true"
          className={cn(
            'pointer-events-none col-start-1 row-start-1 hidden size-3 place-self-center stroke-3 peer-checked:block forced-colors:hidden!',
            solid ? 'text-on-brand' : 'text-(--co)',
          )}
        />
      </span>
      <span className="min-w-0 flex-1">
        <label
          htmlFor={id}
          className={cn(
            'cut block cursor-pointer text-13 font-label before:absolute before:inset-0',
            !checked && 'text-ink-2',
          )}
        >
          {label}
        </label>
        {below && <span className="block text-12 text-ink-3">{below}</span>}
      </span>
      {end}
    </div>
  )
}
