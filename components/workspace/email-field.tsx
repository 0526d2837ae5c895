'use client'

import { Mail } from 'lucide-react'
import { Field, Input } from '@/components/ui/field'

/** An address, as the field `email`. */
export function EmailField({
  label,
  error,
  autoComplete = 'email',
}: {
  label: string
  error?: string
  autoComplete?: string
}) {
  return (
    <Field label={label} error={error}>
      <Input
        type="email"
        name="email"
        required
        maxLength={254}
        autoComplete={autoComplete}
        inputMode="email"
        spellCheck={false}
        icon={<Mail aria-hidden="true" className="size-4" />}
      />
    </Field>
  )
}
