import 'server-only'
import { z } from 'zod'
import { toAppError } from '@/lib/platform/errors'
import { dateOf } from '@/lib/platform/zones'
import type { SyncContext } from '@/lib/sync/job'
import { deleteEvent, occurrencesIn, patchEvent } from '../graph'
import { type Copy, toGraph } from '../map'
import { eachPage } from './pages'

const DAY_MS = 24 * 60 * 60_000

const occurrence = z.object({
  id: z.string().min(1),
  type: z.string().nullish(),
  originalStart: z.iso.datetime({ offset: true }).nullish(),
  start: z.object({ dateTime: z.string() }),
})

/**
 * Writes exceptions of a series: occurrences with these original dates are deleted or changed as `copy` says. `was` tells
 * where a changed one stood until now. False: an occurrence that should be changed is not there.
 */
export async function writeExceptions(
  context: SyncContext,
  masterId: string,
  copy: Copy,
  was: Copy,
  dates: readonly string[],
): Promise<boolean> {
  const ids = await findOccurrences(context, masterId, copy, [
    ...dates,
    ...dates.flatMap((date) => was.exceptions[date]?.start.slice(0, 10) ?? []),
  ])
  let complete = true
  for (const date of dates) {
    const id = ids.get(date)?.id
    const content = copy.exceptions[date]
    if (!id) complete &&= content === null
    else if (content) await context.graph.send(patchEvent(id, toGraph(content)))
    else await removeOccurrence(context, id)
  }
  return complete
}

async function removeOccurrence({ graph }: SyncContext, id: string): Promise<void> {
  try {
    await graph.send(deleteEvent(id))
  } catch (thrown) {
    if (toAppError(thrown).code !== 'not_found') throw thrown
  }
}

export interface Found {
  id: string
  /** occurrence, or exception: it was changed by itself. */
  type: string | null
}

/** Occurrences by their original date, from a read that spans the days given. */
export async function findOccurrences(
  { graph }: SyncContext,
  masterId: string,
  series: Pick<Copy, 'isAllDay' | 'zone'>,
  days: readonly string[],
): Promise<Map<string, Found>> {
  const times = days.map((day) => Date.parse(`${day}T00:00:00Z`))
  const at = (ms: number) => new Date(ms).toISOString()
  const found = new Map<string, Found>()
  const first = occurrencesIn(masterId, at(Math.min(...times) - 2 * DAY_MS), at(Math.max(...times) + 3 * DAY_MS))
  await eachPage(graph, first.path, (json) => {
    const { data } = occurrence.safeParse(json)
    if (data) found.set(originalDate(data, series), { id: data.id, type: data.type ?? null })
  })
  return found
}

/** All-day ones are dates: their midnight may be written as UTC's. */
function originalDate(
  { originalStart, start }: z.infer<typeof occurrence>,
  { isAllDay, zone }: Pick<Copy, 'isAllDay' | 'zone'>,
): string {
  const original = originalStart ?? `${start.dateTime.slice(0, 19)}Z`
  return isAllDay && original.includes('T00:00:00') ? original.slice(0, 10) : dateOf(new Date(original), zone)
}
