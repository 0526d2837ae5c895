'use client'

import { type ReactNode, useId } from 'react'
import { cn } from './cn'

type Option<T extends string> = { value: T; label: ReactNode }

type SegmentedProps<T extends string> = {
  label: string
  options: readonly Option<T>[]
  value: T
  onChange: (value: T) => void
  /** `box` is Day / Week / Month; `chips` are the filters over a list. */
  look?: 'box' | 'chips'
  className?: string
}

/** One of a few, all in view: radios underneath, so arrows move and it is one tab stop. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  onChange,
  look = 'box',
  className,
}: SegmentedProps<T>) {
  const name = useId()
  return (
    <fieldset className={cn('inline-flex', look === 'box' ? 'rounded-[9px] bg-hover p-[3px]' : 'gap-1.5', className)}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            'num relative inline-flex cursor-pointer items-center gap-1.5 whitespace-nowrap text-13 font-label text-ink-2 transition-colors max-desk:before:absolute max-desk:before:-inset-2',
            'has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2',
            look === 'box'
              ? 'h-7 rounded-chip px-3 hover:text-ink has-checked:bg-raised has-checked:font-strong has-checked:text-ink has-checked:shadow-lift-1'
              : 'h-[30px] rounded-full px-[11px] hover:bg-hover has-checked:bg-brand-soft has-checked:text-brand-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="sr-only"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
