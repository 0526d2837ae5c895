'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { announce } from '@/components/frame/announcer'
import { fetchJson } from '@/components/frame/fetch-json'
import { liveKey } from '@/components/frame/live'
import type { PublishingView, Refusal } from './view'
import { words } from './words'

const key = liveKey('schedule', 'publishing')

/** The page's view, kept right by live hints. */
export function usePublishing(initial: PublishingView): PublishingView {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => fetchJson<PublishingView>('/api/publishing', signal),
    initialData: initial,
  }).data
}

/** What a server action answered, or its refusal as an error. */
export async function orThrow<T extends object>(answer: Promise<T | Refusal>): Promise<T> {
  const given = await answer
  if ('error' in given) throw new Error(given.error)
  return given
}

/** Runs a deed: on the screen at once by `shown`, read again afterwards, a refusal in words. Answers whether it was done. */
export function useDeed() {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const run = async (
    deed: () => Promise<Refusal | undefined>,
    said: string,
    shown?: (view: PublishingView) => PublishingView,
  ): Promise<boolean> => {
    setBusy(true)
    setError(undefined)
    if (shown) {
      await queries.cancelQueries({ queryKey: key })
      queries.setQueryData<PublishingView>(key, (now) => now && shown(now))
    }
    const answer = await deed().catch((): Refusal => ({ error: words.offline }))
    await queries.invalidateQueries({ queryKey: ['live', 'schedule'] })
    setBusy(false)
    setError(answer?.error)
    if (!answer) announce(said)
    return !answer
  }
  return { busy, error, run, forget: () => setError(undefined) }
}
