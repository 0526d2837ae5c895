'use client'

import { Check, Copy } from 'lucide-react'
import { Button } from './button'
import type { ButtonStyle } from './button-style'
import { useCopy } from './use-copy'
import { words } from './words'

type CopyButtonProps = Pick<ButtonStyle, 'kind' | 'size'> & {
  text: string
  /** Without it the text itself is shown. */
  label?: string
  /** Takes the label's place once it is copied; the width stays. */
  done?: string
  className?: string
  /** The browser did not allow it. */
  onRefused?: () => void
}

/** Copies a text and says so in place. */
export function CopyButton({ text, label, done, onRefused, ...style }: CopyButtonProps) {
  const { copied, copy } = useCopy(text)
  const Icon = copied ? Check : Copy
  return (
    <>
      <Button
        {...style}
        aria-label={label ? undefined : words.copy(text)}
        icon={<Icon aria-hidden="true" className="size-4" />}
        onClick={async () => (await copy()) || onRefused?.()}
      >
        <span className={label ? 'grid [&>*]:[grid-area:1/1]' : 'font-mono text-13'}>
          <span className={copied && done ? 'invisible' : undefined}>{label ?? text}</span>
          {done && <span className={copied ? undefined : 'invisible'}>{done}</span>}
        </span>
      </Button>
      <span role="status" className="sr-only">
        {copied ? (done ?? words.copied) : ''}
      </span>
    </>
  )
}
