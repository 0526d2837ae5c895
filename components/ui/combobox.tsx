'use client'

import { ChevronDown } from 'lucide-react'
import { useMemo, useState } from 'react'
import { ComboboxField } from './combobox-field'
import type { Choice } from './select'

type ComboboxProps = {
  choices: readonly Choice[]
  value: string | null
  onChange: (value: string | null) => void
  placeholder?: string
  id?: string
  busy?: boolean
  className?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
}

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/** Type to find one of a long list. Accents and case do not matter; ↵ takes the marked one. */
export function Combobox({ choices, value, onChange, placeholder, ...input }: ComboboxProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const hits = useMemo(() => {
    if (typed === null) return null
    const sought = fold(typed)
    return choices.filter((choice) => fold(`${choice.label} ${choice.hint ?? ''}`).includes(sought)).slice(0, 50)
  }, [choices, typed])
  return (
    <ComboboxField
      {...input}
      typed={typed}
      onType={setTyped}
      hits={hits}
      value={value}
      onTake={(choice) => onChange(choice.value)}
      resting={choices.find((choice) => choice.value === value)?.label}
      placeholder={placeholder}
      label={placeholder}
      end={<ChevronDown aria-hidden="true" className="size-4" />}
    />
  )
}
