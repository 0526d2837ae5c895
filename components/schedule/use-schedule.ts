'use client'

import { type UseQueryResult, useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { fetchJson, RequestError } from '@/components/frame/fetch-json'
import { liveKey } from '@/components/frame/live'
import { withoutReading } from '@/components/frame/without-reading'
import { addDays, dateAt } from '@/components/tasks/dates'
import type { Period } from './period'
import type { ScheduleItem, SchedulePage, ScheduleView } from './view'
import { midnight } from './wall'
import { words } from './words'

const DAY = 86_400_000
const fewest = 7
const most = 56

/**
 * The schedule of a period, in pages of the length that the first paint had: neighbouring periods share pages, and
 * the next one is there before it is asked for. Live hints read the pages in view again.
 */
export function useSchedule(first: ScheduleView, period: Period, ahead: Period, zone: string) {
  const queries = useQueryClient()
  const [base] = useState(() => {
    const from = dateAt(Date.parse(first.from) + DAY / 2, zone)
    const length = Math.round((Date.parse(first.to) - Date.parse(first.from)) / DAY)
    return { from, length: Math.min(Math.max(length, fewest), most), readAt: Date.now() }
  })
  const pageOf = (date: string) =>
    Math.floor((Date.parse(`${date}T00:00Z`) - Date.parse(`${base.from}T00:00Z`)) / DAY / base.length)
  const needed = range(pageOf(period.from), pageOf(addDays(period.to, -1)))
  const wanted = range(pageOf(ahead.from), pageOf(addDays(ahead.to, -1)))
  const numbers = [...new Set([...needed, ...wanted])]

  const read = useQueries({
    queries: numbers.map((number) => {
      const from = addDays(base.from, number * base.length)
      const to = addDays(from, base.length)
      return {
        queryKey: liveKey('schedule', 'page', from, to, zone),
        queryFn: ({ signal }: { signal: AbortSignal }) => {
          const query = new URLSearchParams({ from: instant(from, zone), to: instant(to, zone) })
          return fetchJson<SchedulePage>(`/api/schedule?${query}`, signal)
        },
        ...(number === 0 ? { initialData: pageIn(first), initialDataUpdatedAt: base.readAt } : {}),
      }
    }),
    combine,
  })

  const inView = read.states.filter((_, at) => needed.includes(numbers[at] ?? Number.NaN))
  const broken = inView.find(({ failed }) => failed)
  const newest = read.newest ?? first
  const refresh = useCallback(() => queries.invalidateQueries({ queryKey: ['live', 'schedule'] }), [queries])

  return {
    items: read.items,
    calendars: newest.calendars,
    syncedAt: newest.syncedAt,
    notice: newest.notice,
    isLoading: inView.some(({ hasData }) => !hasData),
    failed: broken?.failed ? { text: broken.failed, hasData: inView.every(({ hasData }) => hasData) } : null,
    refresh,
    /** Shows a change of the pages at once and does it; the next reading confirms or corrects it. */
    patch: useCallback(
      <T>(change: (page: SchedulePage) => SchedulePage, deed: () => Promise<T>): Promise<T> => {
        void queries.cancelQueries({ queryKey: liveKey('schedule', 'page') })
        queries.setQueriesData<SchedulePage>({ queryKey: liveKey('schedule', 'page') }, (page) => page && change(page))
        return withoutReading(queries, liveKey('schedule', 'page'), deed)
      },
      [queries],
    ),
  }
}

/** What all pages say together. Items that stay the same stay the same objects, so that nothing is drawn anew. */
function combine(results: UseQueryResult<SchedulePage>[]) {
  const items = new Map<string, ScheduleItem>()
  let newest: { at: number; page: SchedulePage } | null = null
  for (const { data, dataUpdatedAt } of results) {
    for (const item of data?.items ?? []) items.set(item.key, item)
    if (data && dataUpdatedAt > (newest?.at ?? -1)) newest = { at: dataUpdatedAt, page: data }
  }
  return {
    items: [...items.values()],
    newest: newest && { calendars: newest.page.calendars, syncedAt: newest.page.syncedAt, notice: newest.page.notice },
    states: results.map(({ data, isError, error }) => ({
      hasData: data !== undefined,
      failed: isError ? (error instanceof RequestError ? error.message : words.refusals.offline) : null,
    })),
  }
}

const pageIn = ({ items, from, to, syncedAt, calendars, notice }: ScheduleView): SchedulePage => ({
  ...{ items, from, to, syncedAt, calendars, notice },
})

const instant = (date: string, zone: string) => new Date(midnight(date, zone)).toISOString()

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(1, to - from + 1) }, (_, at) => from + at)
}
