'use client'

import { useQuery } from '@tanstack/react-query'
import { announce } from '@/components/frame/announcer'
import { fetchJson } from '@/components/frame/fetch-json'
import { liveKey } from '@/components/frame/live'
import { useViewDeed } from '@/components/frame/use-view-deed'
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

/** Runs a deed and says that it was done. Answers whether it was. */
export function useDeed() {
  const { run, ...rest } = useViewDeed<PublishingView>(key, words.offline)
  return {
    ...rest,
    run: async (
      deed: () => Promise<Refusal | undefined>,
      said: string,
      shown?: (view: PublishingView) => PublishingView,
    ): Promise<boolean> => {
      const done = (await run(deed, shown)) !== null
      if (done) announce(said)
      return done
    },
  }
}
