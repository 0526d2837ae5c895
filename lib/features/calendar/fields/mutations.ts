import 'server-only'
import { eq } from 'drizzle-orm'
import { auditLog } from '@/drizzle/schema/sync'
import { workspaces } from '@/drizzle/schema/workspaces'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { FIELDS } from '../rules'

/**
 * Chooses which optional fields of Outlook events are pulled (R31). It applies to what is synced from now on; what is
 * here stays until its event changes. All of them is kept as "all", so that later fields belong to it.
 */
export async function setCalendarFields(db: Db, scope: UserScope, ids: readonly string[]): Promise<void> {
  const chosen = FIELDS.map(({ id }) => id).filter((id) => ids.includes(id))
  const calendarFields: string[] | null = chosen.length === FIELDS.length ? null : chosen
  await db.update(workspaces).set({ calendarFields }).where(eq(workspaces.id, scope.workspaceId))
  await db.insert(auditLog).values({
    workspaceId: scope.workspaceId,
    actorId: scope.userId,
    action: 'workspace.calendar_fields',
    detail: { fields: calendarFields?.join(' ') ?? 'all' },
  })
}
