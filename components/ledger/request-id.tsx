'use client'

import { Check, Copy } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useCopy } from '@/components/ui/use-copy'
import { words } from './words'

/** Microsoft's id of a request, shortened; a click copies all of it for a support case. */
export function RequestId({ id }: { id: string }) {
  const { copied, copy } = useCopy(id)
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      title={id}
      aria-label={words.copyRequest(id)}
      data-request=""
      onKeyDown={moveAmongIds}
      onClick={() => void copy()}
      className="group relative -mx-1.5 inline-flex h-7 items-center gap-1.5 rounded-chip px-1.5 font-mono text-12 text-ink-3 before:absolute before:-inset-2 hover:bg-press hover:text-ink desk:before:inset-0"
    >
      {id.slice(0, 8)}
      <Icon
        aria-hidden="true"
        className={
          copied
            ? 'size-3.5 text-ok-ink'
            : 'size-3.5 desk:opacity-0 desk:group-hover:opacity-100 desk:group-focus-visible:opacity-100'
        }
      />
      <span role="status" className="sr-only">
        {copied ? words.copied : ''}
      </span>
    </button>
  )
}

const steps: Record<string, number> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/** Arrows, J and K go from one request id to the next, Home and End to the first and last. */
function moveAmongIds(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key]
  if (!step || event.metaKey || event.ctrlKey || event.altKey) return
  const ids = [...(event.currentTarget.closest('[data-ledger]')?.querySelectorAll<HTMLElement>('[data-request]') ?? [])]
  const at = ids.indexOf(event.currentTarget)
  if (at < 0) return
  event.preventDefault()
  ids[Math.min(ids.length - 1, Math.max(0, at + step))]?.focus()
}
