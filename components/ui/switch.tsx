'use client'

import * as Radix from 'radix-ui/switch'
import { useId } from 'react'
import { cn } from './cn'
import { Tooltip } from './tooltip'

type SwitchProps = {
  checked: boolean
  /** Acts at once. If that would delete something, open the preview here first. */
  onChange: (checked: boolean) => void
  /** The name, unless `labelledBy` points to words beside it. */
  label?: string
  labelledBy?: string
  busy?: boolean
  /** Why it cannot be changed; it stays focusable and says so. */
  locked?: string | false
  id?: string
  className?: string
}

/** On or off, at once. */
export function Switch({ checked, onChange, label, labelledBy, busy, locked, id, className }: SwitchProps) {
  const why = useId()
  const control = (
    <Radix.Root
      id={id}
      checked={checked}
      onCheckedChange={(next) => (busy || locked ? undefined : onChange(next))}
      aria-label={label}
      aria-labelledby={labelledBy}
      aria-busy={busy || undefined}
      aria-disabled={locked ? true : undefined}
      aria-describedby={locked ? why : undefined}
      className={cn(
        'relative h-[22px] w-9 shrink-0 rounded-full border-0 bg-line-control p-0 transition-colors before:absolute before:-inset-2.5 data-[state=checked]:bg-brand aria-disabled:opacity-60 forced-colors:border',
        className,
      )}
    >
      <Radix.Thumb
        className={cn(
          'absolute top-[3px] left-[3px] block size-4 rounded-full bg-sheet shadow-lift-1 transition-transform duration-(--mid) ease-out data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-on-brand',
          busy && 'animate-pulse',
        )}
      />
      {locked && (
        <span id={why} className="sr-only">
          {locked}
        </span>
      )}
    </Radix.Root>
  )
  return locked ? <Tooltip text={locked}>{control}</Tooltip> : control
}
