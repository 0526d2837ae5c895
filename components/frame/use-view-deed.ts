'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { withoutReading } from './without-reading'

type Refusal = { error: string }

/**
 * Runs deeds of a page whose view is kept under a `liveKey`: on the screen at once by `shown`, read again afterwards.
 * Answers what the deed answered, true for nothing; null when it was refused, which is then said in words.
 * @param offline what is said when Tandem cannot be reached
 */
export function useViewDeed<View>(key: readonly unknown[], offline: string) {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const run = async <T>(
    deed: () => Promise<T | Refusal | undefined>,
    shown?: (view: View) => View,
  ): Promise<T | true | null> => {
    setBusy(true)
    setError(undefined)
    if (shown) {
      // A reading under way is stopped at once. In the moment of the click: who waits sees a choice spring back.
      void queries.cancelQueries({ queryKey: key })
      queries.setQueryData<View>(key, (now) => now && shown(now))
    }
    const answer = await (shown ? withoutReading(queries, key, deed) : deed()).catch(
      (): Refusal => ({ error: offline }),
    )
    await queries.invalidateQueries({ queryKey: key.slice(0, 2) })
    setBusy(false)
    if (answer && typeof answer === 'object' && 'error' in answer) {
      setError((answer as Refusal).error)
      return null
    }
    return (answer as T | undefined) ?? true
  }
  return { busy, error, run, forget: () => setError(undefined) }
}
