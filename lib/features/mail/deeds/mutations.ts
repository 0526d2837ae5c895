import 'server-only'
import { inArray, type SQL, sql } from 'drizzle-orm'
import type { Deed, UndoToken } from '@/components/mail/view'
import { outbox } from '@/drizzle/schema/sync'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import { isFollowable, withChildren } from '../rules'
import { type DeedRow, expandConversations, holdFolders, listWaiting, lockMessages } from './queries'
import {
  ERASE_AFTER_MS,
  MOST_CHOSEN,
  MOST_MESSAGES,
  outboxKind,
  type Standing,
  targetName,
  type Wish,
  type WishKind,
  weigh,
} from './rules'

interface Owner {
  id: string
  workspaceId: string
  userId: string
}

/** A folder that the deed needs is not known here. */
const unknownFolder = (name: string) =>
  new AppError('conflict', 'a folder is not known', {
    reason: `folder ${name}`,
    userMessage: 'This mailbox has no such folder yet. Make it in Outlook, or move the messages to another one.',
  })

/** The well-known name of the folder for want of which a deed was not done, or null. */
export const unknownFolderOf = ({ reason }: AppError): string | null => /^folder (\w+)$/.exec(reason ?? '')?.[1] ?? null

const refuse = (userMessage: string) => new AppError('invalid_input', 'a deed is refused', { userMessage })

/**
 * Does a deed to messages: shown at once, and put into the outbox in the same transaction. With `conversations`, to all
 * messages of their conversations in the same folders. Answers what undo needs. Throws invalid_input or not_found with a
 * sentence for the person, and conflict when its folder is not known (unknownFolderOf); then nothing is done.
 */
export async function applyDeed(
  db: Db,
  owner: Owner,
  { ids: chosen, conversations, deed }: { ids: readonly string[]; conversations: boolean; deed: Deed },
): Promise<{ undo: UndoToken; changed: string[] }> {
  if (chosen.length > MOST_CHOSEN) throw refuse(`Choose at most ${MOST_CHOSEN} messages at a time.`)
  const ids = conversations ? await expandConversations(db, owner.id, chosen, MOST_MESSAGES) : chosen
  if (ids.length > MOST_MESSAGES) throw refuse('These conversations hold more than 5,000 messages. Choose fewer.')
  const folders = await holdFolders(db, owner.id)
  const held = (await lockMessages(db, owner.id, ids)).filter((row) => !row.pendingGone)
  // A mark of what is done is no flag to take away.
  const rows = deed.kind === 'unflag' ? held.filter((row) => shownOf(row, 'flag') === 'flagged') : held
  if (held.length === 0)
    throw new AppError('not_found', 'no messages', { userMessage: 'These messages no longer exist.' })
  if (deed.kind === 'erase') {
    const deleted = withChildren(folders, ['deleteditems'])
    if (rows.some((row) => !deleted.includes(row.folderId)))
      throw refuse('Only what lies in Deleted Items can be deleted for good.')
  }
  const { kind, value } = wishOf(deed, folders)
  const before = rows.map((row) => ({ id: row.id, value: shownOf(row, kind) }))
  const changed = new Set(
    await makeWishes(
      db,
      owner,
      kind,
      rows.map((row) => ({ row, value })),
    ),
  )
  return { undo: { deed: kind, before: before.filter(({ id }) => changed.has(id)) }, changed: [...changed] }
}

/**
 * Takes a deed back, as far as it can be. Throws invalid_input with a sentence for the person when nothing of it can.
 */
export async function takeBack(db: Db, owner: Owner, kind: WishKind, before: readonly Wish[]): Promise<void> {
  if (before.length === 0) return
  const folders = await holdFolders(db, owner.id)
  const wishes = new Map(before.map(({ id, value }) => [id, value]))
  const rows = await lockMessages(db, owner.id, [...wishes.keys()])
  const wanted = rows
    .filter((row) => kind === 'erase' || !row.pendingGone)
    .map((row) => ({ row, value: wishes.get(row.id) ?? '' }))
  const possible = kind === 'move' ? wanted.filter(({ value }) => folders.some(({ id }) => id === value)) : wanted
  if (possible.length === 0)
    throw refuse(
      kind === 'erase' || wanted.length === 0
        ? 'This can no longer be taken back.'
        : 'The folder that it came from no longer exists.',
    )
  const done = await makeWishes(db, owner, kind, possible)
  if (kind === 'erase' && done.length === 0) throw refuse('This was deleted in Outlook already.')
}

/** A deed as a wish. */
function wishOf(deed: Deed, folders: { id: string; wellKnown: string | null }[]): { kind: WishKind; value: string } {
  switch (deed.kind) {
    case 'read':
    case 'unread':
      return { kind: 'read', value: String(deed.kind === 'read') }
    case 'flag':
    case 'unflag':
      return { kind: 'flag', value: deed.kind === 'flag' ? 'flagged' : 'notFlagged' }
    case 'erase':
      return { kind: 'erase', value: 'true' }
    default:
      return { kind: 'move', value: targetOf(deed, folders) }
  }
}

function targetOf(deed: Deed, folders: { id: string; wellKnown: string | null }[]): string {
  const name = targetName(deed)
  const folder = folders.find((each) =>
    deed.kind === 'move' ? each.id === deed.folderId : each.wellKnown !== null && each.wellKnown === name,
  )
  if (!folder && name) throw unknownFolder(name)
  if (!folder || !isFollowable(folder.wellKnown ?? undefined))
    throw new AppError('not_found', 'no such folder', { userMessage: 'This folder no longer exists.' })
  return folder.id
}

const outlookOf = (row: DeedRow, kind: WishKind): string =>
  kind === 'read'
    ? String(row.isRead)
    : kind === 'flag'
      ? row.flagStatus
      : kind === 'move'
        ? (row.movedFrom ?? row.folderId)
        : 'false'

const shownOf = (row: DeedRow, kind: WishKind): string =>
  kind === 'read'
    ? String(row.pendingRead ?? row.isRead)
    : kind === 'flag'
      ? (row.pendingFlag ?? row.flagStatus)
      : kind === 'move'
        ? row.folderId
        : String(row.pendingGone)

/** How a wish is noted at its message, which `t` names with the wish's value and whether it is pushed. */
const NOTE: Record<WishKind, SQL> = {
  read: sql`pending_read = case when t.push then t.value::boolean end`,
  flag: sql`pending_flag = case when t.push then t.value end`,
  move: sql`folder_id = t.value::uuid, moved_from = case when t.push then coalesce(m.moved_from, m.folder_id) end`,
  erase: sql`pending_gone = t.value::boolean`,
}

/** Notes wishes and what has to be done in Outlook. Answers the ids of the messages that now show something else. */
async function makeWishes(
  db: Db,
  owner: Owner,
  kind: WishKind,
  wanted: readonly { row: DeedRow; value: string }[],
): Promise<string[]> {
  const graphIds = wanted.map(({ row }) => row.graphId)
  const waiting = await listWaiting(db, owner.id, kind, graphIds)
  const weighed = wanted.flatMap(({ row, value }) => {
    const sent = waiting.get(row.graphId)?.sent ?? false
    const standing: Standing = { outlook: outlookOf(row, kind), shown: shownOf(row, kind), sent }
    const verdict = weigh(standing, value)
    // Nothing brings back what Outlook may have deleted for good.
    const late = kind === 'erase' && value === 'false' && sent
    return verdict === 'nothing' || late ? [] : [{ id: row.id, graphId: row.graphId, value, push: verdict === 'push' }]
  })
  if (weighed.length === 0) return []
  const replaced = weighed.flatMap(({ graphId }) => waiting.get(graphId)?.ids ?? [])
  if (replaced.length > 0) await db.delete(outbox).where(inArray(outbox.id, replaced))
  const list = JSON.stringify(weighed)
  const records = sql`jsonb_to_recordset(${list}::jsonb) as t(id uuid, "graphId" text, value text, push boolean)`
  await db.execute(sql`update mail_messages m set ${NOTE[kind]} from ${records} where m.id = t.id`)
  // Not the database's clock: it may run ahead of ours, and the row would wait.
  const due = new Date(now().getTime() + (kind === 'erase' ? ERASE_AFTER_MS : 0)).toISOString()
  await db.execute(sql`
    insert into outbox (workspace_id, connection_id, kind, subject_id, payload, not_before)
    select ${owner.workspaceId}, ${owner.id}, ${outboxKind(kind)}, t.id,
      jsonb_build_object('graphId', t."graphId", 'value', t.value,
        'destination', (select f.graph_id from mail_folders f where ${kind === 'move'} and f.id::text = t.value)),
      ${due}::timestamptz
    from ${records} where t.push`)
  await notifyLive(db, { workspaceId: owner.workspaceId, userId: owner.userId, topics: ['mail', 'outbox'] })
  return weighed.map(({ id }) => id)
}
