'use client'

import { useQuery } from '@tanstack/react-query'
import { fetchJson } from '@/components/frame/fetch-json'
import { liveKey } from '@/components/frame/live'
import { useViewDeed } from '@/components/frame/use-view-deed'
import type { PrivacyView } from './view'
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

export const useDeed = () => useViewDeed<PrivacyView>(key, words.offline)
