'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import type { ButtonStyle } from '@/components/ui/button-style'
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
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link)
      setCopied(true)
    } catch {
      field.current?.focus()
      field.current?.select()
    }
  }
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
      <Button
        kind={kind}
        onClick={() => void copy()}
        className="h-10 max-desk:flex-1"
        icon={copied ? <Check aria-hidden="true" className="size-4" /> : <Copy aria-hidden="true" className="size-4" />}
      >
        {/* Both labels share one cell, so that the width stays. */}
        <span className="grid [&>*]:[grid-area:1/1]">
          <span className={copied ? 'invisible' : undefined}>{words.approval.copy}</span>
          <span className={copied ? undefined : 'invisible'}>{words.approval.copied}</span>
        </span>
      </Button>
      <span role="status" className="sr-only">
        {copied ? words.approval.copied : ''}
      </span>
    </>
  )
}
