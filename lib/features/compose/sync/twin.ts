import 'server-only'
import { inScope } from '@/lib/platform/db/handle'
import { AppError, toAppError } from '@/lib/platform/errors'
import type { SyncContext } from '@/lib/sync/job'
import { byMark, newestDrafts, wholeDraft } from '../graph'
import { type Twin, toTwin } from '../map'
import { type Draft, getFolderId } from '../queries'

/** Outlook's draft with all that a person edits; null when there is no such message (404). */
export async function readTwin({ graph }: SyncContext, graphId: string): Promise<Twin | null> {
  try {
    return understood((await graph.send(wholeDraft(graphId))).body)
  } catch (thrown) {
    if (toAppError(thrown).code === 'not_found') return null
    throw thrown
  }
}

/** What Graph answered as a draft. Throws `unavailable` when it is none. */
export function understood(json: unknown): Twin {
  const twin = toTwin(json)
  if (!twin) throw new AppError('unavailable', 'a draft that cannot be understood')
  return twin
}

function list(json: unknown): Twin[] {
  const value = (json as { value?: unknown[] } | null)?.value
  if (!Array.isArray(value)) throw new AppError('unavailable', 'a list that cannot be understood')
  return value.flatMap((each) => toTwin(each) ?? [])
}

/** True for a draft that lies among the deleted. */
export async function isThrownAway({ scope }: SyncContext, twin: Pick<Twin, 'folderGraphId'>): Promise<boolean> {
  const deleted = await inScope(scope, (db) => getFolderId(db, scope.connectionId, 'deleteditems'))
  return deleted !== null && twin.folderGraphId === deleted
}

/** The message that carries a draft's mark: what was sent before what lies in Drafts; nothing that was thrown away. */
export async function findMarked(context: SyncContext, draftId: string): Promise<Twin | null> {
  const found = list((await context.graph.send(byMark(draftId))).body)
  const sent = found.find(({ isDraft }) => !isDraft)
  if (sent) return sent
  for (const each of found) if (!(await isThrownAway(context, each))) return each
  return null
}

/** Clocks of two sides differ a little. */
const SLACK_MS = 60_000

/**
 * A draft of this conversation in Drafts that was made since we began to, and belongs to nobody: an answer whose mark
 * was not set in the call that made it.
 */
export async function findUnmarked(
  { graph }: SyncContext,
  draft: Pick<Draft, 'kind' | 'conversationId' | 'makingSince'>,
): Promise<Twin | null> {
  if (draft.kind === 'new' || !draft.conversationId || !draft.makingSince) return null
  const since = draft.makingSince.getTime() - SLACK_MS
  const { body } = await graph.send(newestDrafts)
  const mine = list(body).filter(
    (each) =>
      each.isDraft &&
      each.draftId === null &&
      each.conversationId === draft.conversationId &&
      each.modifiedAt !== null &&
      Date.parse(each.modifiedAt) >= since,
  )
  return mine.length === 1 ? (mine[0] ?? null) : null
}
