'use client'

import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ConnectionView } from '@/components/mail/view'
import { fetchJson } from './fetch-json'
import { liveKey } from './live'

const state = queryOptions({
  queryKey: liveKey('connection', 'state'),
  queryFn: ({ signal }) => fetchJson<ConnectionView>('/api/connection', signal),
})

/** The person's link to Microsoft, kept right by live hints: GET /api/connection. */
export function useConnection(initial: ConnectionView): ConnectionView {
  return useQuery({ ...state, initialData: initial }).data
}

/** The same for parts within the frame, which is who asks; undefined outside of it. */
export function useKnownConnection(): ConnectionView | undefined {
  return useQuery({ ...state, enabled: false }).data
}
