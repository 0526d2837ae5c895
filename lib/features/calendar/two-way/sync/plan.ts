import 'server-only'
import { and, eq } from 'drizzle-orm'
import { externalCalendars } from '@/drizzle/schema/calendar'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import type { SyncContext } from '@/lib/sync/job'
import { getPublishing, type Publishing } from '../../publish/queries'
import { boundsOf } from '../../publish/rules'
import { getPulledFields } from '../../rows/queries'
import type { PulledFields } from '../../rules'
import { zoneOf } from '../../sync/upkeep'

/** What holds for a whole turn. */
export interface TwoWayPlan {
  row: Publishing
  fields: PulledFields
  /** The default calendar takes Teams meetings. */
  online: boolean
  /** False: observe only, nothing is written to Outlook (R60). */
  writes: boolean
  /** Events are made, too. One job of a person does that at a time. */
  creates: boolean
  /** Calls and absences go to Outlook that begin before. */
  to: Date
  why: string
}

/** The plan of a turn; null: the person is not two-way. */
export async function readPlan(
  context: SyncContext,
  { why, creates }: Pick<TwoWayPlan, 'why' | 'creates'>,
): Promise<TwoWayPlan | null> {
  const { scope } = context
  return inScope(scope, async (db) => {
    const row = await getPublishing(db, scope.connectionId)
    if (row?.mode !== 'two-way') return null
    const [calendar] = await db
      .select({ provider: externalCalendars.onlineProvider })
      .from(externalCalendars)
      .where(and(eq(externalCalendars.connectionId, scope.connectionId), eq(externalCalendars.isDefaultCalendar, true)))
    return {
      row,
      fields: await getPulledFields(db, scope.workspaceId),
      online: calendar?.provider === 'teamsForBusiness',
      writes: row.writes === 'on',
      to: boundsOf(now(), zoneOf(context), false).to,
      why,
      creates,
    }
  })
}
