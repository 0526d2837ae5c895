'use client'

import { CloudOff } from 'lucide-react'
import { useState } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { troubleWords } from './trouble-words'

type TroubleProps = {
  /** A number to copy and send; never a stack. */
  number?: string
  busy?: boolean
  onRetry: () => void
}

/**
 * A page that broke: its number, and another try. Every page carries this with it, so that it stands even if nothing
 * more can be fetched; hence no parts of the kit that bring others along.
 */
export function Trouble({ number, busy = false, onRetry }: TroubleProps) {
  const { error } = troubleWords
  const [copied, setCopied] = useState(false)
  return (
    <div role="alert" className="flex flex-1 flex-col items-center justify-center gap-1 px-6 py-12 text-center">
      <CloudOff aria-hidden="true" className="mb-3 size-9 stroke-[1.5] text-ink-3" />
      <h2 className="text-16">{error.title}</h2>
      <p className="max-w-[38ch] text-pretty text-13 text-ink-2">{number ? error.means : error.meansBare}</p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        <button
          type="button"
          aria-busy={busy || undefined}
          onClick={busy ? undefined : onRetry}
          className={buttonStyle({ kind: 'filled' })}
        >
          {busy ? `${error.working}…` : error.again}
        </button>
        {number && (
          <button
            type="button"
            aria-label={error.copy(number)}
            onClick={() => void navigator.clipboard.writeText(number).then(() => setCopied(true))}
            className={buttonStyle()}
          >
            <span className="font-mono text-13">{number}</span>
            <span role="status" className={copied ? undefined : 'sr-only'}>
              {copied ? error.copied : ''}
            </span>
          </button>
        )}
      </div>
    </div>
  )
}
