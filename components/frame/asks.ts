'use client'

import { useQuery } from '@tanstack/react-query'
import type { AskView } from '@/components/privacy/view'
import type { TaskCounts } from '@/components/tasks/view'
import { fetchJson } from './fetch-json'
import { liveKey } from './live'

/** Tasks that are due and colleagues who wait for an answer, kept right by live hints and by the minute. */
export function useAsks(initial: { tasks: TaskCounts; asks: AskView }): { tasks: TaskCounts; asks: AskView } {
  const tasks = useQuery({
    queryKey: liveKey('tasks', 'counts'),
    queryFn: ({ signal }) => fetchJson<TaskCounts>('/api/tasks/counts', signal),
    initialData: initial.tasks,
  })
  const asks = useQuery({
    queryKey: liveKey('privacy', 'asks'),
    queryFn: ({ signal }) => fetchJson<AskView>('/api/privacy/asks', signal),
    initialData: initial.asks,
  })
  return { tasks: tasks.data, asks: asks.data }
}
