import 'server-only'
import { and, eq } from 'drizzle-orm'
import { externalCalendars } from '@/drizzle/schema/calendar'
import { outbox } from '@/drizzle/schema/sync'
import { hasScopes } from '@/lib/auth/microsoft-scopes'
import type { Connection } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import { CLOSE } from '../../link/rules'
import { getCalendarTitle } from '../preview/queries'
import { countLinks, getPublishing } from '../queries'

/** Tandem's own calendar as it stands in somebody's Outlook. */
export interface OwnCalendar {
  title: string
  /** Copies of entries in it, as far as is known. */
  copies: number
  /** Tandem holds the permission to remove it. */
  mayRemove: boolean
}

/** Tandem's own calendar in this person's Outlook, also one that an earlier connection left there; null: none is known. */
export async function getOwnCalendar(db: Db, connection: Connection): Promise<OwnCalendar | null> {
  const ids = await listOwnCalendars(db, connection.id)
  const { connectionId, isTandems } = externalCalendars
  const [marked] = await db
    .select({ title: externalCalendars.title })
    .from(externalCalendars)
    .where(and(eq(connectionId, connection.id), eq(isTandems, true)))
  if (ids.length === 0 && !marked) return null
  const row = await getPublishing(db, connection.id)
  return {
    title: row?.calendarGraphId || !marked ? await getCalendarTitle(db, connection, row) : marked.title,
    copies: (await countLinks(db, connection.id)).inOutlook,
    mayRemove: connection.state === 'active' && hasScopes(connection.grantedScopes, ['Calendars.ReadWrite']),
  }
}

/** Graph's ids of the calendars that Tandem made: the one in use, and those whose removal is on its way. */
export async function listOwnCalendars(db: Db, connectionId: string): Promise<string[]> {
  const row = await getPublishing(db, connectionId)
  const closing = await db
    .select({ payload: outbox.payload })
    .from(outbox)
    .where(and(eq(outbox.connectionId, connectionId), eq(outbox.kind, CLOSE)))
  const ids = [row?.calendarGraphId, ...closing.map(({ payload }) => payload.calendarGraphId)]
  return [...new Set(ids.filter((id) => typeof id === 'string'))]
}
