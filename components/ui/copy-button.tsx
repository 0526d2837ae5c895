'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button'
import { words } from './words'

/** Copies a short text and says so in place. */
export function CopyButton({ text, label, size = 'm' }: { text: string; label?: string; size?: 's' | 'm' }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <Button
      size={size}
      aria-label={label ? undefined : words.copy(text)}
      icon={copied ? <Check aria-hidden="true" className="size-4" /> : <Copy aria-hidden="true" className="size-4" />}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      <span className={label ? undefined : 'font-mono text-13'}>{label ?? text}</span>
      <span role="status" className="sr-only">
        {copied ? words.copied : ''}
      </span>
    </Button>
  )
}
