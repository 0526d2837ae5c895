import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/components/frame/fetch-json'
import { liveKey } from '@/components/frame/live'
import type { EventView } from './view'

/** An event of Outlook by its id, read again with each change of the schedule. */
export const eventQuery = (id: string) =>
  queryOptions({
    queryKey: liveKey('schedule', 'event', id),
    queryFn: ({ signal }) => fetchJson<EventView>(`/api/schedule/events/${encodeURIComponent(id)}`, signal),
  })
