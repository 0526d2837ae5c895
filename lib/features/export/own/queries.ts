import 'server-only'
import { and, asc, eq, ne, or } from 'drizzle-orm'
import { draftAttachments, drafts, signatures, snippets } from '@/drizzle/schema/compose'
import { connections } from '@/drizzle/schema/connection'
import { mailLinks } from '@/drizzle/schema/mail'
import { blockedAddresses, mailAccess } from '@/drizzle/schema/people'
import { tasks } from '@/drizzle/schema/tasks'
import { htmlOfDraft } from '@/lib/features/compose/queries'
import { listRecordsOf } from '@/lib/features/people/queries'
import { getVisibility } from '@/lib/features/privacy/queries'
import { listEntriesOf } from '@/lib/features/schedule/entry/queries'
import { listActivitiesOf } from '@/lib/features/timeline/activities/queries'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'

/** What the person wrote and chose in Tandem, whether Microsoft is connected or not. */
export async function exportOwn(db: Db, scope: UserScope) {
  const own = { userId: scope.userId }
  // From the click of a Disconnect on nothing of the mailbox can be read.
  const here = ne(connections.state, 'disconnecting')
  return {
    ...(await listRecordsOf(db, scope.userId)),
    activities: await listActivitiesOf(db, scope.userId),
    tasks: await db
      .select()
      .from(tasks)
      .where(or(eq(tasks.ownerId, own.userId), eq(tasks.createdBy, own.userId)))
      .orderBy(asc(tasks.createdAt), asc(tasks.id)),
    entries: await listEntriesOf(db, scope.userId),
    mailLinks: await db
      .select({
        id: mailLinks.graphId,
        conversationId: mailLinks.conversationId,
        taskId: mailLinks.taskId,
        activityId: mailLinks.activityId,
      })
      .from(mailLinks)
      .innerJoin(connections, eq(connections.id, mailLinks.connectionId))
      .where(and(eq(connections.userId, own.userId), here)),
    privacy: {
      visibility: await getVisibility(db, scope),
      blocked: await db
        .select({ pattern: blockedAddresses.pattern, createdAt: blockedAddresses.createdAt })
        .from(blockedAddresses)
        .where(eq(blockedAddresses.userId, own.userId))
        .orderBy(asc(blockedAddresses.pattern)),
      /** Asked of the person, and asked by them. */
      requests: await db
        .select({
          requesterId: mailAccess.requesterId,
          ownerId: connections.userId,
          conversationId: mailAccess.conversationId,
          state: mailAccess.state,
          askedAt: mailAccess.askedAt,
          decidedAt: mailAccess.decidedAt,
        })
        .from(mailAccess)
        .innerJoin(connections, eq(connections.id, mailAccess.connectionId))
        .where(and(here, or(eq(connections.userId, own.userId), eq(mailAccess.requesterId, own.userId))))
        .orderBy(asc(mailAccess.askedAt)),
    },
    drafts: await exportDrafts(db, scope),
    signatures: await db
      .select()
      .from(signatures)
      .where(eq(signatures.userId, own.userId))
      .orderBy(asc(signatures.createdAt)),
    snippets: await db.select().from(snippets).where(eq(snippets.userId, own.userId)).orderBy(asc(snippets.createdAt)),
  }
}

/** Mails being written or on their way, with what was typed. Files lie in Outlook only. */
async function exportDrafts(db: Db, { userId }: UserScope) {
  const rows = await db
    .select({ draft: drafts })
    .from(drafts)
    .innerJoin(connections, eq(connections.id, drafts.connectionId))
    .where(and(eq(connections.userId, userId), ne(connections.state, 'disconnecting')))
    .orderBy(asc(drafts.createdAt), asc(drafts.id))
  const files = await db
    .select({
      draftId: draftAttachments.draftId,
      id: draftAttachments.graphId,
      name: draftAttachments.name,
      size: draftAttachments.size,
      contentType: draftAttachments.contentType,
      state: draftAttachments.state,
    })
    .from(draftAttachments)
    .innerJoin(connections, eq(connections.id, draftAttachments.connectionId))
    .where(and(eq(connections.userId, userId), ne(connections.state, 'disconnecting')))
    .orderBy(asc(draftAttachments.createdAt), asc(draftAttachments.id))
  return rows.map(({ draft: { body, graphId, ...draft } }) => ({
    tandemId: draft.id,
    id: graphId,
    kind: draft.kind,
    state: draft.state,
    sourceId: draft.sourceGraphId,
    conversationId: draft.conversationId,
    subject: draft.subject,
    toRecipients: draft.toRecipients,
    ccRecipients: draft.ccRecipients,
    bccRecipients: draft.bccRecipients,
    importance: draft.importance,
    html: htmlOfDraft({ id: draft.id, body }),
    version: draft.version,
    pushedVersion: draft.pushedVersion,
    reason: draft.reason,
    remindDays: draft.remindDays,
    sendAt: draft.sendAt,
    sentAt: draft.sentAt,
    createdAt: draft.createdAt,
    updatedAt: draft.updatedAt,
    files: files.filter(({ draftId }) => draftId === draft.id).map(({ draftId: _, ...file }) => file),
  }))
}
