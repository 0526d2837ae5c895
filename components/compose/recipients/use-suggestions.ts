import { useEffect, useMemo, useState } from 'react'
import type { RecipientView, Suggestion } from '../view'
import { askSuggestions, localSuggestions, merged } from './suggest'

const pause = 40

/**
 * Suggestions for what is typed: what this tab knows at once, the server's as soon as they are there. `typed` null: the
 * field is at rest.
 */
export function useSuggestions(typed: string | null, without: readonly RecipientView[]): Suggestion[] {
  const [answer, setAnswer] = useState<{ typed: string; list: Suggestion[] } | null>(null)
  useEffect(() => {
    if (typed === null) return
    const stop = new AbortController()
    const timer = setTimeout(
      () =>
        void askSuggestions(typed, stop.signal).then(
          (list) => setAnswer({ typed, list }),
          // Without the server, what is known here goes on being offered.
          () => {},
        ),
      typed ? pause : 0,
    )
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [typed])
  return useMemo(() => {
    if (typed === null) return []
    return merged(typed, answer?.typed === typed ? answer.list : null, localSuggestions(), without)
  }, [typed, answer, without])
}
