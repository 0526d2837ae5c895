import 'server-only'
import { sendBatch } from '@/lib/graph/batch'
import { inScope } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import { assertActive, hintOf, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { oneEvent, oneEventOf } from '../graph'
import { type EventItem, toEvent } from '../map'
import { removeEvents } from '../rows/mutations'
import { type CalendarStream, listAsked, listLeftOpen } from '../rows/queries'
import type { PulledFields } from '../rules'
import { takeEvents } from './take-in'

/** Reads at a time: as many as fit into a batch. */
const AT_ONCE = 4

/** What is known after a single read. */
export interface SinglyRead {
  found: EventItem[]
  gone: string[]
  changed: number
}

/** Reads events of a calendar by id and takes them in; one that is gone is removed, also if it is one with an entry. */
export async function readSingly(
  context: SyncContext,
  calendar: CalendarStream,
  fields: PulledFields,
  { ids, why }: { ids: string[]; why: string },
): Promise<SinglyRead> {
  const { scope, graph } = context
  const result: SinglyRead = { found: [], gone: [], changed: 0 }
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE)
    const readAt = new Date()
    const answers = await sendBatch(
      graph,
      some.map((id) => (calendar.role === 'own' ? oneEvent(id) : oneEventOf(calendar.externalCalendarId, id))),
    )
    const items: EventItem[] = []
    const gone: string[] = []
    for (const [index, answer] of answers.entries()) {
      const id = some[index]
      if (!id) continue
      if ('error' in answer) {
        if (answer.error.code !== 'not_found') throw answer.error
        gone.push(id)
        continue
      }
      const item = toEvent(answer.body, fields)
      if (item?.content && item.changeKey) items.push(item)
    }
    await inScope(scope, async (db) => {
      await assertActive(db, scope)
      const { changed, ledger } = await takeEvents(db, scope, calendar.id, {
        items,
        removed: [],
        readAt,
        isFirst: false,
      })
      const removed = await removeEvents(db, scope, gone, { readAt, even: 'linked' })
      await writeLedger(
        db,
        scope,
        [
          ...ledger,
          ...(removed.gone > 0
            ? [{ direction: 'in' as const, kind: 'event', what: 'deleted', why, count: removed.gone }]
            : []),
        ].map((line) => ({ ...line, why })),
      )
      if (changed + removed.gone > 0) await notifyLive(db, { ...hintOf(scope), topics: ['schedule'] })
      result.changed += changed + removed.gone
    })
    result.found.push(...items)
    result.gone.push(...gone)
  }
  return result
}

/**
 * What rounds left open: events that came with too little, or of which only a read tells what became of them. After a
 * full round (`isWhole`) also the series of occurrences that came without. Answers how many changed.
 */
export async function readMissing(
  context: SyncContext,
  calendar: CalendarStream,
  fields: PulledFields,
  { ids, why, isWhole }: { ids: string[]; why: string; isWhole: boolean },
): Promise<number> {
  const left = await inScope(context.scope, async (db) => [
    ...(await listAsked(db, calendar.id)),
    ...(isWhole ? await listLeftOpen(db, calendar.id) : []),
  ])
  const wanted = [...new Set([...ids, ...left])]
  return wanted.length === 0 ? 0 : (await readSingly(context, calendar, fields, { ids: wanted, why })).changed
}
