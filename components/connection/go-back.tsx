'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { words } from './words'

type GoBackProps = {
  to: string
  /** Seconds. */
  after: number
}

/** Returns by itself, counting down; can be stopped, waits while the tab is out of sight. Said once to readers. */
export function GoBack({ to, after }: GoBackProps) {
  const router = useRouter()
  const [left, setLeft] = useState(after)
  const [stopped, setStopped] = useState(false)
  const { outcome } = words

  useEffect(() => {
    if (stopped) return
    const tick = setInterval(() => {
      if (!document.hidden) setLeft((seconds) => Math.max(0, seconds - 1))
    }, 1000)
    return () => clearInterval(tick)
  }, [stopped])
  useEffect(() => {
    if (left === 0 && !stopped) router.replace(to)
  }, [left, stopped, router, to])

  return (
    <div className="num mt-5 flex min-h-11 items-center gap-3 text-13 text-ink-2">
      <span aria-hidden="true">{stopped ? outcome.staying : outcome.returning(left)}</span>
      <span role="status" className="sr-only">
        {stopped ? outcome.staying : outcome.returningFor(after)}
      </span>
      {!stopped && (
        <button
          type="button"
          onClick={() => setStopped(true)}
          className="min-h-6 rounded-chip px-1 text-brand-ink underline-offset-3 hover:underline max-desk:min-h-11"
        >
          {outcome.stay}
        </button>
      )}
    </div>
  )
}
