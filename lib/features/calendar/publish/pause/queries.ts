import 'server-only'
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { PauseView } from '@/components/publishing/view'
import { calendarLinks } from '@/drizzle/schema/calendar'
import type { Db } from '@/lib/platform/db/handle'
import type { Pause } from '@/lib/sync/breaker'
import { loadTwoWay } from '../../two-way/queries'
import { nameOf } from '../preview/queries'
import { loadUnits, type Publishing } from '../queries'
import { sayPause } from './rules'

type Mode = Pick<Publishing, 'mode'> | null

const linksOf = (connectionId: string, row: Mode) =>
  and(
    eq(calendarLinks.connectionId, connectionId),
    eq(calendarLinks.mode, row?.mode === 'two-way' ? 'two-way' : 'published'),
    eq(calendarLinks.state, 'waiting'),
    isNotNull(calendarLinks.externalEventId),
  )

/** Whether all that a pause holds back would go. The examples are a few of them and say nothing of the rest. */
async function isLoss(db: Db, connectionId: string, row: Mode, pause: Pause): Promise<boolean> {
  const gone =
    pause.direction === 'out'
      ? isNull(calendarLinks.entryId)
      : // It lies in the window, and is in no calendar.
        sql`exists (select 1 from schedule_entries e, external_calendar c where e.id = ${calendarLinks.entryId}
            and c.connection_id = ${connectionId} and c.is_default_calendar and e.start_at < c.window_end)
          and not exists (select 1 from external_calendar_event x where x.connection_id = ${connectionId}
            and x.external_calendar_event_id = ${calendarLinks.externalEventId})`
  return (await db.$count(calendarLinks, and(linksOf(connectionId, row), gone))) >= pause.affected
}

/** A pause in a sentence, for the settings and for the head of the schedule. */
export const tellPause = async (db: Db, connectionId: string, row: Mode, pause: Pause): Promise<string> =>
  sayPause(pause, await isLoss(db, connectionId, row, pause))

/** A pause as the settings show it: what would happen, by figures and a few of them by name. */
export async function viewPause(db: Db, connectionId: string, row: Mode, pause: Pause): Promise<PauseView> {
  const isTwoWay = row?.mode === 'two-way'
  const units = isTwoWay
    ? await loadTwoWay(db, connectionId, pause.examples)
    : await loadUnits(db, connectionId, pause.examples)
  const { id, direction, affected, total, at } = pause
  return {
    ...{ id, direction, affected, total, isTwoWay, at: at.toISOString() },
    sentence: await tellPause(db, connectionId, row, pause),
    examples: units.map(nameOf).toSorted((a, b) => a.when.localeCompare(b.when)),
  }
}
