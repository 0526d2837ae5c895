'use client'

import { useId, useRef } from 'react'
import type { ButtonStyle } from '@/components/ui/button-style'
import { CopyButton } from '@/components/ui/copy-button'
import { fieldStyle } from '@/components/ui/field'
import { words } from './words'

/** A link to pass on: can be read, selected and copied. Where copying is not allowed, it gets selected. */
export function CopyLink({
  link,
  label = words.approval.link,
  kind = 'filled',
}: {
  link: string
  label?: string
  kind?: ButtonStyle['kind']
}) {
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <input
        ref={field}
        id={id}
        readOnly
        value={link}
        onFocus={(event) => event.target.select()}
        className={`${fieldStyle} h-10 min-w-0 px-3 desk:w-auto desk:flex-1`}
      />
      <CopyButton
        text={link}
        label={words.approval.copy}
        done={words.approval.copied}
        kind={kind}
        className="h-10 max-desk:flex-1"
        onRefused={() => {
          field.current?.focus()
          field.current?.select()
        }}
      />
    </>
  )
}
