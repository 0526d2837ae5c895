'use client'

import { useQuery } from '@tanstack/react-query'
import type { ConnectionView } from '@/components/mail/view'
import { fetchJson } from './fetch-json'
import { liveKey } from './live'

/** The person's link to Microsoft, kept right by live hints: GET /api/connection. */
export function useConnection(initial: ConnectionView): ConnectionView {
  const { data } = useQuery({
    queryKey: liveKey('connection', 'state'),
    queryFn: ({ signal }) => fetchJson<ConnectionView>('/api/connection', signal),
    initialData: initial,
  })
  return data
}
