import 'server-only'
import { randomUUID } from 'node:crypto'
import { draftAttachments } from '@/drizzle/schema/compose'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { Owner } from '../mutations'
import { type Attachment, getDraft } from '../queries'
import type { NewFile } from './rules'

/** Exchange Online: attachments of one mail. */
const MOST_FILES = 250

/** Notes a file that is about to be put on a draft. Throws, in words, for a mail that is on its way or gone. */
export async function createFile(db: Db, owner: Owner, draftId: string, file: NewFile): Promise<Attachment> {
  const found = await getDraft(db, owner.id, draftId)
  if (!found) throw new AppError('not_found', 'no such draft', { userMessage: 'This draft no longer exists.' })
  if (found.draft.state !== 'editing')
    throw new AppError('conflict', 'the mail is on its way', {
      userMessage: 'This mail is on its way. Take it back to add files.',
    })
  if (found.files.length >= MOST_FILES)
    throw new AppError('invalid_input', 'too many files', {
      userMessage: `A mail holds ${MOST_FILES} files at most. Take one off first.`,
    })
  const id = randomUUID()
  const [row] = await db
    .insert(draftAttachments)
    .values({
      id,
      workspaceId: owner.workspaceId,
      connectionId: owner.id,
      draftId,
      name: file.name,
      size: file.size,
      contentType: file.contentType,
      contentId: file.inline ? `${id}@tandem` : null,
    })
    .returning()
  if (!row) throw new AppError('internal', 'no file row')
  return row
}
