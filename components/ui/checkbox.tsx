'use client'

import { Check, Minus } from 'lucide-react'
import * as Radix from 'radix-ui/checkbox'
import { type ReactNode, useId } from 'react'
import { cn } from './cn'

type CheckboxProps = {
  checked: boolean | 'mixed'
  onChange: (checked: boolean) => void
  children: ReactNode
  help?: ReactNode
  name?: string
  className?: string
}

/** A box with its words; the whole line is the target. */
export function Checkbox({ checked, onChange, children, help, name, className }: CheckboxProps) {
  const id = useId()
  return (
    <div className={cn('flex items-start gap-2.5 py-1 max-desk:min-h-11 max-desk:py-2.5', className)}>
      <Radix.Root
        id={id}
        name={name}
        checked={checked === 'mixed' ? 'indeterminate' : checked}
        onCheckedChange={(next) => onChange(next === true)}
        aria-describedby={help ? `${id}-help` : undefined}
        className="relative mt-px grid size-[18px] shrink-0 place-items-center rounded-[5px] bg-raised p-0 text-on-brand shadow-field before:absolute before:-inset-2 data-[state=checked]:bg-brand data-[state=checked]:shadow-none data-[state=indeterminate]:bg-brand data-[state=indeterminate]:shadow-none forced-colors:border"
      >
        <Radix.Indicator>
          {checked === 'mixed' ? (
            <Minus aria-hidden="true" className="size-3.5 stroke-3" />
          ) : (
            <Check aria-hidden="true" className="size-3.5 stroke-3" />
          )}
        </Radix.Indicator>
      </Radix.Root>
      <span>
        <label htmlFor={id} className="cursor-pointer">
          {children}
        </label>
        {help && (
          <span id={`${id}-help`} className="block text-12 text-ink-3">
            {help}
          </span>
        )}
      </span>
    </div>
  )
}
