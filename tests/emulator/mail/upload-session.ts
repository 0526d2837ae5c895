// Upload sessions: a file grows on disk part by part and becomes an attachment with its last byte.
// Microsoft Graph: attachment createUploadSession, large attachments.

import { randomBytes, randomUUID } from 'node:crypto'
import { type Core, GraphFault } from '../seam'

const MB = 1024 * 1024
const SMALLEST = 3 * MB
const LARGEST = 150 * MB
/** Microsoft Graph: up to 4 MB each time. */
export const PART_LIMIT = 4 * MB
/** Not published; the time stays the same however many parts come. */
const LIFETIME_MS = 3 * 3600 * 1000

/** What will be attached. */
export interface AttachmentItem {
  name: string
  size: number
  contentType: string
  isInline: boolean
  contentId: string | null
}

export interface UploadSession {
  id: string
  ownerId: string
  /** Number of the message in its mailbox. */
  n: number
  /** The ids that the client used: its links speak in them. */
  immutableIds: boolean
  /** Part of the link: whoever has it may upload. */
  token: string
  /** Epoch milliseconds. */
  expires: number
  item: AttachmentItem
  path: string
  received: number
}

const bad = (code: string, message: string) => new GraphFault(400, code, message)
const KNOWN = ['attachmentType', 'name', 'size', 'contentType', 'isInline', 'contentId']

/**
 * Reads the body of POST …/attachments/createUploadSession. `limit`: bytes that this tenant allows, null for
 * Microsoft's 150 MB.
 * @throws GraphFault 400 for unknown properties, another kind than `file`, or a size outside 3 to 150 MB.
 */
export function parseAttachmentItem(body: Record<string, unknown>, limit: number | null): AttachmentItem {
  const entries = Object.entries(body).filter(([name]) => !name.startsWith('@'))
  const [entry] = entries
  if (!entry || entries.length > 1 || entry[0].toLowerCase() !== 'attachmentitem')
    throw bad('RequestBodyRead', 'The body must be { AttachmentItem }.')
  const given = entry[1]
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw bad('RequestBodyRead', "'AttachmentItem' must be an object.")
  const values = given as Record<string, unknown>
  for (const name of Object.keys(values)) {
    if (!name.startsWith('@') && !KNOWN.includes(name))
      throw bad('RequestBodyRead', `The property '${name}' does not exist on type 'microsoft.graph.attachmentItem'.`)
  }
  const { attachmentType, name, size, contentType, isInline = false, contentId = null } = values
  if (String(attachmentType).toLowerCase() !== 'file')
    throw bad('ErrorInvalidRequest', 'Only attachments of type file can be uploaded.')
  if (typeof name !== 'string' || name === '') throw bad('ErrorRequiredPropertyMissing', "'name' is missing.")
  if (typeof size !== 'number' || !Number.isInteger(size))
    throw bad('RequestBodyRead', "'size' must be a whole number.")
  if (typeof isInline !== 'boolean') throw bad('RequestBodyRead', "'isInline' must be a boolean.")
  if (contentId !== null && typeof contentId !== 'string') throw bad('RequestBodyRead', "'contentId' must be a string.")
  if (contentType !== undefined && contentType !== null && typeof contentType !== 'string')
    throw bad('RequestBodyRead', "'contentType' must be a string.")
  if (size < SMALLEST)
    throw bad('ErrorAttachmentSizeShouldNotBeLessThanMinimumSize', `The size must not be less than ${SMALLEST} bytes.`)
  if (size > Math.min(LARGEST, limit ?? LARGEST))
    throw bad(
      'ErrorAttachmentSizeLimitExceeded',
      `The size must not exceed ${Math.min(LARGEST, limit ?? LARGEST)} bytes.`,
    )
  return { name, size, contentType: contentType ?? 'application/octet-stream', isInline, contentId }
}

export class UploadSessions {
  private readonly sessions = new Map<string, UploadSession>()

  constructor(private readonly core: Core) {}

  open(ownerId: string, n: number, immutableIds: boolean, item: AttachmentItem): UploadSession {
    const session: UploadSession = {
      id: randomUUID(),
      ownerId,
      n,
      immutableIds,
      token: randomBytes(24).toString('base64url'),
      expires: this.core.now() + LIFETIME_MS,
      item,
      path: this.core.spool.create(),
      received: 0,
    }
    this.sessions.set(session.id, session)
    return session
  }

  /** Undefined: unknown, finished, cancelled or expired. */
  find(id: string): UploadSession | undefined {
    const session = this.sessions.get(id)
    if (session && this.core.now() >= session.expires) {
      this.drop(session)
      return undefined
    }
    return session
  }

  append(session: UploadSession, part: Uint8Array): void {
    this.core.spool.append(session.path, part)
    session.received += part.byteLength
  }

  /** Forgets the session; its file stays, it belongs to an attachment now. */
  finish(session: UploadSession): void {
    this.sessions.delete(session.id)
  }

  drop(session: UploadSession): void {
    this.sessions.delete(session.id)
    this.core.spool.remove(session.path)
  }

  clear(): void {
    this.sessions.clear()
  }

  count(ownerId: string): number {
    return this.of(ownerId).length
  }

  of(ownerId: string): UploadSession[] {
    return [...this.sessions.values()].filter((session) => session.ownerId === ownerId)
  }

  /** Takes saved sessions back. What a killed process wrote without saying so counts as not received. */
  restore(saved: UploadSession[]): void {
    const { spool } = this.core
    for (const each of saved) {
      const path = spool.rebase(each.path)
      spool.cut(path, each.received)
      this.sessions.set(each.id, { ...each, path, received: spool.size(path) })
    }
  }
}
