import { fetchJson, RequestError } from '@/components/frame/fetch-json'
import { liveKey } from '@/components/frame/live'
import type { MessageView, ThreadView } from './view'

const retry = (count: number, error: Error) => count < 2 && !(error instanceof RequestError && error.status === 404)

/** Key and reader of one mail's whole; shared with whoever fetches ahead. */
export function messageQuery(id: string) {
  return {
    queryKey: ['mail-message', id],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      fetchJson<MessageView>(`/api/mail/messages/${encodeURIComponent(id)}`, signal),
    staleTime: 5 * 60_000,
    retry,
  }
}

/** Key and reader of the conversation of a message; read again when mail changes. */
export function threadQuery(id: string) {
  return {
    queryKey: liveKey('mail', 'thread', id),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      fetchJson<ThreadView>(`/api/mail/threads/${encodeURIComponent(id)}`, signal),
    retry,
  }
}
