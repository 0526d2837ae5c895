'use client'

import { useEffect, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { isSafe } from './autosave'
import type { DraftSession } from './draft-session'
import type { SessionState } from './session-state'
import { words } from './words'

/** How the draft is saved, in a few words. Said to screen readers only when it goes wrong. */
export function SavedLine({
  session,
  state,
  className,
}: {
  session: DraftSession
  state: SessionState
  className?: string
}) {
  const [online, setOnline] = useState(true)
  useEffect(() => {
    const look = () => setOnline(navigator.onLine)
    look()
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
    }
  }, [])
  const { save } = state
  const failed = save.problem !== null && !isSafe(save)
  if (failed || (!online && !isSafe(save)))
    return (
      <span role="alert" className={cn('text-12 text-warn-ink', className)}>
        {online ? words.saved.failed(save.problem ?? '') : words.saved.offline}{' '}
        {online && (
          <button type="button" className="font-label underline" onClick={() => void session.flush()}>
            {words.saved.now}
          </button>
        )}
      </span>
    )
  if (!session.touched && !save.inOutlook) return null
  const text = save.saving
    ? words.saved.saving
    : !isSafe(save)
      ? words.saved.typing
      : save.inOutlook
        ? words.saved.outlook
        : words.saved.here
  return (
    <span className={cn('cut text-12 text-ink-3 desk:max-w-30', className)} title={text}>
      {text}
    </span>
  )
}
