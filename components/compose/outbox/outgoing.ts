import { fetchJson } from '@/components/frame/fetch-json'
import { liveKey } from '@/components/frame/live'
import type { OutgoingView } from '../view'

/** The mails on their way, or waiting, or in need of the person. */
export const outgoingQuery = {
  queryKey: liveKey('outbox', 'outgoing'),
  queryFn: ({ signal }: { signal?: AbortSignal }) => fetchJson<OutgoingView[]>('/api/compose/outgoing', signal),
}
