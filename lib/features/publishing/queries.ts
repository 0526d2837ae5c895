import 'server-only'
import type { ObservedWrite, PublishingMode, PublishingPreview, PublishingView } from '@/components/publishing/view'
import { viewPause } from '@/lib/features/calendar/publish/pause/queries'
import {
  countPublished,
  getCalendarTitle,
  listObservedWrites,
  listRefusals,
  previewMode,
} from '@/lib/features/calendar/publish/preview/queries'
import { getPublishing, type Publishing } from '@/lib/features/calendar/publish/queries'
import { getProblem } from '@/lib/features/calendar/publish/why/queries'
import { type Connection, getConnection, isOn, requireLiveConnection } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { listPauses } from '@/lib/sync/breaker'

const NOTHING_YET = { mode: 'off', writes: 'on', reminderMinutes: 15, lastPushAt: null } as const

/** Settings → Calendar: how the person's entries go to Outlook, and how far they are. */
export async function getPublishingView(db: Db, scope: UserScope): Promise<PublishingView> {
  const connection = await getConnection(db, scope)
  const state = stateOf(connection)
  if (!connection || state === 'not-connected') {
    const counts = { inOutlook: 0, waiting: 0, refused: 0, later: 0 }
    return { state, ...NOTHING_YET, calendarName: '', counts, refusals: [], problem: null, pauses: [] }
  }
  const row = await getPublishing(db, connection.id)
  const { mode, writes, reminderMinutes, lastPushAt } = row ?? NOTHING_YET
  const pauses = await listPauses(db, connection.id)
  return {
    ...{ state, mode, writes, reminderMinutes },
    calendarName: await getCalendarTitle(db, connection, row),
    counts: await countPublished(db, connection, row),
    refusals: await listRefusals(db, connection, row),
    lastPushAt: lastPushAt?.toISOString() ?? null,
    problem: row ? getProblem(connection, row) : null,
    pauses: await inTurn(pauses, (pause) => viewPause(db, connection.id, row, pause)),
  }
}

function stateOf(connection: Connection | null): PublishingView['state'] {
  if (!connection || connection.state === 'disconnecting') return 'not-connected'
  if (connection.state === 'paused') return 'reconnect'
  return isOn(connection, 'publishing') ? 'ready' : 'needs-permission'
}

/** A transaction does one thing at a time. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = []
  for (const item of items) done.push(await work(item))
  return done
}

/** What a change of mode, and of writing, would do. Throws as requireLiveConnection does. */
export async function getPreview(
  db: Db,
  scope: UserScope,
  mode: PublishingMode,
  writes?: 'observe' | 'on',
): Promise<PublishingPreview> {
  const connection = await requireLiveConnection(db, scope, 'publishing')
  const row = await getPublishing(db, connection.id)
  const now = row ?? { ...NOTHING_YET, firstPushAt: null, calendarGraphId: null, waiting: 0, problem: null }
  return previewMode(db, connection, writes ? { ...now, writes } : now, mode)
}

/** What observe-only held back. */
export async function listObserved(db: Db, scope: UserScope): Promise<ObservedWrite[]> {
  const connection = await getConnection(db, scope)
  const row: Publishing | null = connection ? await getPublishing(db, connection.id) : null
  return connection && row?.writes === 'observe' ? listObservedWrites(db, connection, row) : []
}
