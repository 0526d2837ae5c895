import 'server-only'
import { and, eq } from 'drizzle-orm'
import { draftAttachments } from '@/drizzle/schema/compose'
import { endUpload } from '@/lib/graph/upload'
import { open, seal } from '@/lib/platform/crypto'
import { inScope } from '@/lib/platform/db/handle'
import { env } from '@/lib/platform/env'
import { isUploadUrl } from '@/lib/platform/env/microsoft'
import { AppError, toAppError } from '@/lib/platform/errors'
import type { SyncContext } from '@/lib/sync/job'
import { addFile, fileBytes, fileList, removeFile, uploadSession } from '../graph'
import { tellOutbox } from '../mutations'
import { type Attachment, getFile, listFiles } from '../queries'
import { LARGEST_PICTURE, whatItSays } from '../rules'
import { type GraphFile, graphFile } from '../schema'
import { near } from '../sync/make'
import { mustBeSaved, saveToOutlook } from '../sync/save'
import { inTurn } from '../sync/work'

/** Bytes of one part: a multiple of 320 KiB below 4 MB (Microsoft Graph: large attachments). */
export const PART_BYTES = 12 * 320 * 1024

const placeOfUrl = (row: string) => ({ table: 'draft_attachments', column: 'upload_url', row })

const gone = () => new AppError('not_found', 'no such file', { userMessage: 'This file is no longer on the draft.' })

async function fileOf({ scope }: SyncContext, id: string) {
  const found = await inScope(scope, (db) => getFile(db, scope.connectionId, id))
  if (!found) throw gone()
  return found
}

/** Makes sure that the draft stands in Outlook, where files are put; answers its id there. */
const twinOf = async (context: SyncContext, draftId: string): Promise<string> =>
  mustBeSaved(await saveToOutlook(context, draftId)).twin.graphId

const infoOf = ({ name, contentType, contentId }: Attachment) => ({
  name,
  contentType,
  ...(contentId === null ? {} : { isInline: true, contentId }),
})

/** Opens an upload session for a large file. The address goes to the browser, which sends the parts itself. */
export async function openSession(context: SyncContext, id: string): Promise<string> {
  const { file, draft } = await fileOf(context, id)
  return inTurn(draft.id, async () => {
    const twin = await twinOf(context, draft.id)
    const { body } = await context.graph.send<{ uploadUrl?: unknown }>(
      uploadSession(twin, { ...infoOf(file), size: file.size }),
    )
    const url = typeof body?.uploadUrl === 'string' ? body.uploadUrl : ''
    if (!isUploadUrl(url, env().UPLOAD_HOSTS))
      throw new AppError('unavailable', 'Graph sent an upload link to a strange host', { reason: 'foreign_link' })
    const uploadUrl = seal(url, placeOfUrl(file.id))
    const rows = await inScope(context.scope, (db) =>
      db
        .update(draftAttachments)
        .set({ uploadUrl, state: 'uploading' })
        .where(eq(draftAttachments.id, file.id))
        .returning({ id: draftAttachments.id }),
    )
    if (rows.length > 0) return url
    await endUpload(url)
    throw gone()
  })
}

/** Files that Outlook's draft holds. */
async function listThere({ graph }: SyncContext, twin: string): Promise<GraphFile[]> {
  const { body } = await graph.send<{ value?: unknown[] }>(fileList(twin))
  return (body?.value ?? []).flatMap((each) => graphFile.safeParse(each).data ?? [])
}

/** The file in Outlook that this row is about, by name and size; not one that belongs to another row. */
async function findThere(context: SyncContext, file: Attachment, twin: string): Promise<GraphFile | null> {
  const [there, rows] = [
    await listThere(context, twin),
    await inScope(context.scope, (db) => listFiles(db, file.draftId)),
  ]
  const taken = new Set(rows.flatMap(({ graphId }) => graphId ?? []))
  return there.find((each) => !taken.has(each.id) && each.name === file.name && near(file.size, each.size ?? 0)) ?? null
}

/** Notes that Outlook has the file. One that was taken off meanwhile, by another process, goes there too. */
async function noteAttached(context: SyncContext, file: Attachment, twin: string, graphId: string) {
  const { scope } = context
  const noted = await inScope(scope, async (db) => {
    const [row] = await db
      .update(draftAttachments)
      .set({ graphId, state: 'attached', uploadUrl: null })
      .where(eq(draftAttachments.id, file.id))
      .returning()
    if (row) await tellOutbox(db, scope)
    return row
  })
  if (noted) return noted
  await removeThere(context, twin, graphId)
  throw gone()
}

/** Takes a file off Outlook's draft, if it is there. */
async function removeThere({ graph }: SyncContext, twin: string, graphId: string): Promise<void> {
  try {
    await graph.send(removeFile(twin, graphId))
  } catch (thrown) {
    if (toAppError(thrown).code !== 'not_found') throw thrown
  }
}

async function noteFailed({ scope }: SyncContext, file: Attachment): Promise<void> {
  await inScope(scope, (db) =>
    db
      .update(draftAttachments)
      .set({ state: 'failed' })
      .where(and(eq(draftAttachments.id, file.id), eq(draftAttachments.state, 'uploading'))),
  )
}

/** Puts a small file on the draft in one call. Repeating it after a lost answer adds nothing twice. */
export async function putSmall(context: SyncContext, id: string, bytes: Uint8Array): Promise<Attachment> {
  const first = await fileOf(context, id)
  if (first.draft.state !== 'editing') throw onItsWay()
  return inTurn(first.draft.id, async () => {
    const { file, draft } = await fileOf(context, id)
    if (file.graphId) return file
    if (bytes.byteLength !== file.size)
      throw new AppError('invalid_input', 'another size than announced', {
        userMessage: 'The file changed while it was being read. Add it again.',
      })
    const twin = await twinOf(context, draft.id)
    // A try before this one may have come through though its answer did not.
    const there = file.state === 'failed' ? await findThere(context, file, twin) : null
    if (there) return noteAttached(context, file, twin, there.id)
    try {
      const contentBytes = Buffer.from(bytes).toString('base64')
      const { body } = await context.graph.send(addFile(twin, { ...infoOf(file), contentBytes }))
      const added = graphFile.safeParse(body).data
      if (!added) throw new AppError('unavailable', 'an attachment that cannot be understood')
      return await noteAttached(context, file, twin, added.id)
    } catch (thrown) {
      const error = toAppError(thrown)
      if (whatItSays(error) === 'unknown') {
        const late = await findThere(context, file, twin).catch(() => null)
        if (late) return noteAttached(context, file, twin, late.id)
      }
      await noteFailed(context, file)
      throw error
    }
  })
}

/** After the last part: the file counts once Outlook shows it, by name and size. */
export async function finishLarge(context: SyncContext, id: string): Promise<Attachment> {
  const first = await fileOf(context, id)
  return inTurn(first.draft.id, async () => {
    const { file, draft } = await fileOf(context, id)
    if (file.state === 'attached' && file.graphId) return file
    if (!draft.graphId) throw gone()
    const there = await findThere(context, file, draft.graphId)
    if (there) return noteAttached(context, file, draft.graphId, there.id)
    await noteFailed(context, file)
    throw new AppError('conflict', 'the file is not there', {
      userMessage: `“${file.name}” did not arrive in Outlook. Try again.`,
    })
  })
}

const onItsWay = () =>
  new AppError('conflict', 'the mail is on its way', {
    userMessage: 'This mail is on its way. Take it back to change its files.',
  })

/**
 * Takes a file off the draft, in Outlook and here. An upload under way ends first: whatever of it comes late, or came
 * through without an answer, is on the draft neither here nor there.
 */
export async function removeOne(context: SyncContext, id: string): Promise<void> {
  const { scope } = context
  const first = await inScope(scope, (db) => getFile(db, scope.connectionId, id))
  if (!first) return
  if (first.draft.state !== 'editing') throw onItsWay()
  await inTurn(first.draft.id, async () => {
    // A forwarded file is there as soon as Outlook has made the draft: only then it can be taken off.
    if (!first.file.graphId && first.file.state === 'attached') await twinOf(context, first.draft.id)
    const found = await inScope(scope, (db) => getFile(db, scope.connectionId, id))
    if (!found) return
    const { file, draft } = found
    if (file.uploadUrl) await endUpload(open(file.uploadUrl, placeOfUrl(id)))
    if (draft.graphId) {
      const graphId = file.graphId ?? (await findThere(context, file, draft.graphId))?.id
      if (graphId) await removeThere(context, draft.graphId, graphId)
    }
    await inScope(scope, async (db) => {
      await db.delete(draftAttachments).where(eq(draftAttachments.id, id))
      await tellOutbox(db, scope)
    })
  })
}

/** The bytes of a picture in the text. Throws not_found for anything else. */
export async function readPicture(context: SyncContext, id: string): Promise<Uint8Array> {
  const { file, draft } = await fileOf(context, id)
  if (!file.contentId || !file.graphId || !draft.graphId || file.size > LARGEST_PICTURE) throw gone()
  const { body } = await context.graph.send<Uint8Array>(fileBytes(draft.graphId, file.graphId))
  return body
}
