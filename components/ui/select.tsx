'use client'

import { Check, ChevronDown } from 'lucide-react'
import * as Radix from 'radix-ui/select'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { fieldStyle } from './field'

export type Choice = { value: string; label: string; hint?: string; icon?: ReactNode }

type SelectProps = {
  choices: readonly Choice[]
  value?: string
  defaultValue?: string
  onChange?: (value: string) => void
  name?: string
  placeholder?: string
  id?: string
  label?: string
  className?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
}

/** One of a short list. For long lists take Combobox. */
export function Select({
  choices,
  value,
  defaultValue,
  onChange,
  name,
  placeholder,
  id,
  label,
  className,
  ...aria
}: SelectProps) {
  return (
    <Radix.Root value={value} defaultValue={defaultValue} onValueChange={onChange} name={name}>
      <Radix.Trigger
        {...aria}
        id={id}
        aria-label={label}
        className={cn(fieldStyle, 'flex h-10 items-center justify-between gap-2 px-3 text-left', className)}
      >
        <Radix.Value placeholder={placeholder} />
        <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={6}
          className="rise z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-card bg-raised shadow-lift-2"
        >
          <Radix.Viewport className="p-1.5">
            {choices.map((choice) => (
              <Radix.Item
                key={choice.value}
                value={choice.value}
                className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 py-1.5 outline-none data-highlighted:bg-hover max-desk:min-h-11"
              >
                {choice.icon}
                <span className="flex-1">
                  <Radix.ItemText>{choice.label}</Radix.ItemText>
                  {choice.hint && <span className="block text-12 text-ink-3">{choice.hint}</span>}
                </span>
                <Radix.ItemIndicator>
                  <Check aria-hidden="true" className="size-4 text-brand-ink" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
