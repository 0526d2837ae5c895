'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fetchJson } from '@/components/frame/fetch-json'
import { liveKey } from '@/components/frame/live'
import type { PrivacyView, Refusal } from './view'
import { words } from './words'

const key = liveKey('privacy', 'settings')

/** The page's view, kept right by live hints. */
export function usePrivacy(initial: PrivacyView): PrivacyView {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => fetchJson<PrivacyView>('/api/privacy', signal),
    initialData: initial,
  }).data
}

/** Runs a deed: on the screen at once by `shown`, read again afterwards, a refusal in words. */
export function useDeed() {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const run = async <T>(
    deed: () => Promise<T | Refusal | undefined>,
    shown?: (view: PrivacyView) => PrivacyView,
  ): Promise<T | true | null> => {
    setBusy(true)
    setError(undefined)
    if (shown) {
      await queries.cancelQueries({ queryKey: key })
      queries.setQueryData<PrivacyView>(key, (now) => now && shown(now))
    }
    const answer = await deed().catch((): Refusal => ({ error: words.offline }))
    await queries.invalidateQueries({ queryKey: ['live', 'privacy'] })
    setBusy(false)
    if (answer && typeof answer === 'object' && 'error' in answer) {
      setError((answer as Refusal).error)
      return null
    }
    return (answer as T | undefined) ?? true
  }
  return { busy, error, run, forget: () => setError(undefined) }
}
