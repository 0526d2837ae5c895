import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import { drafts } from '@/drizzle/schema/compose'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { assertActive, type SyncContext } from '@/lib/sync/job'
import { contentOf, saysTheSame, type Twin } from '../map'
import { createDraft, putJob } from '../mutations'
import { htmlOfDraft } from '../queries'
import { finishSent } from './done'
import { readTwin } from './twin'
import { ownerOf } from './work'

/**
 * The mail was sent from Outlook. What was typed here and is not in what left is kept as a draft of its own: it is
 * neither lost nor sent by itself.
 */
export async function finishSentThere(context: SyncContext, draftId: string, seen: Twin): Promise<void> {
  const { scope } = context
  const twin = seen.html === null ? ((await readTwin(context, seen.graphId)) ?? seen) : seen
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    const [draft] = await db
      .select()
      .from(drafts)
      .where(and(eq(drafts.id, draftId), ne(drafts.state, 'sent')))
      .for('update')
    if (!draft) return
    const content = contentOf(draft, htmlOfDraft(draft))
    const unsaved =
      draft.version > Math.max(draft.pushedVersion, twin.version ?? 0) && !saysTheSame(content, twin, draft)
    await finishSent(db, context, draft.id, { by: 'outlook', at: twin.sentAt })
    if (!unsaved) return
    const owner = ownerOf(context)
    const kept = await createDraft(db, owner, {
      kind: draft.kind,
      // Pictures went with the mail that left.
      content: { ...content, html: content.html.replace(/<img\b[^>]*>/gi, '') },
      sourceGraphId: draft.sourceGraphId,
      conversationId: draft.conversationId,
    })
    // With its time it stands among what needs the person.
    await db.update(drafts).set({ reason: 'sent-there', sendAt: now() }).where(eq(drafts.id, kept.id))
    await putJob(db, owner, 'draft.save', kept.id, now())
  })
}
