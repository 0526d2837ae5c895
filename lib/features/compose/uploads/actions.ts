'use server'

import { z } from 'zod'
import type { DraftAttachment, Refusal } from '@/components/compose/view'
import { withUser } from '@/lib/auth/with-user'
import { answer, refusal } from '@/lib/platform/answer'
import { assertWithin } from '@/lib/platform/rate'
import { requireMailbox } from '../loaders'
import { toFileView } from '../map'
import { DIRECT_BYTES } from '../rules'
import { atOnce } from '../sync/work'
import { createFile } from './mutations'
import { fileName, whyNotFile } from './rules'
import { finishLarge, openSession, PART_BYTES, removeOne } from './sync'

const newFile = z.object({
  name: z.string().max(1000).transform(fileName),
  size: z.int().nonnegative(),
  contentType: z.string().max(200).catch('application/octet-stream'),
  inline: z.boolean(),
})

/** Files that one person adds: a mail holds 250. */
const RATE = { times: 300, perMs: 60_000 }

/** Adds a file: small ones are then PUT to Tandem, large ones in parts straight to Microsoft. */
export async function startUpload(
  draftId: string,
  file: { name: string; size: number; contentType: string; inline: boolean },
): Promise<
  | { attachment: DraftAttachment; way: { kind: 'direct' } | { kind: 'parts'; uploadUrl: string; partSize: number } }
  | Refusal
> {
  try {
    const input = newFile.parse(file)
    const whyNot = whyNotFile(input)
    if (whyNot) return { error: whyNot }
    const { connection, row } = await withUser(async (db, scope) => {
      const connection = await requireMailbox(db, scope)
      assertWithin(`upload ${connection.id}`, RATE)
      const contentType = /^[\w.+-]+\/[\w.+-]+$/.test(input.contentType)
        ? input.contentType
        : 'application/octet-stream'
      const row = await createFile(db, connection, z.uuid().parse(draftId), { ...input, contentType })
      return { connection, row }
    })
    if (row.size < DIRECT_BYTES) return { attachment: toFileView(row), way: { kind: 'direct' } }
    try {
      const uploadUrl = await atOnce(connection.id, (context) => openSession(context, row.id))
      return { attachment: toFileView(row), way: { kind: 'parts', uploadUrl, partSize: PART_BYTES } }
    } catch (error) {
      await atOnce(connection.id, (context) => removeOne(context, row.id)).catch(() => undefined)
      throw error
    }
  } catch (error) {
    return refusal(error)
  }
}

/** After the last part of a large file. */
export async function finishUpload(attachmentId: string): Promise<{ attachment: DraftAttachment } | Refusal> {
  try {
    const id = z.uuid().parse(attachmentId)
    const connection = await withUser(requireMailbox)
    return { attachment: toFileView(await atOnce(connection.id, (context) => finishLarge(context, id))) }
  } catch (error) {
    return refusal(error)
  }
}

/** Takes a file off the draft. */
export async function removeAttachment(attachmentId: string): Promise<Refusal | undefined> {
  return answer(async () => {
    const id = z.uuid().parse(attachmentId)
    const connection = await withUser(requireMailbox)
    await atOnce(connection.id, (context) => removeOne(context, id))
  })
}
