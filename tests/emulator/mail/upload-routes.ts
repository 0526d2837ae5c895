// The two sides of an upload: POST …/createUploadSession at Graph, and the link on the content origin.

import type { Context, Hono } from 'hono'
import { decodeJson, encodeJson } from '../core/store'
import type { Core, GraphEnv, Workload } from '../seam'
import { attachmentId } from './attachments'
import { attach } from './attachments-write'
import type { Mail } from './mail'
import { findItem, type GraphContext, jsonBody, needsContent, viewOptions } from './request'
import { PART_LIMIT, parseAttachmentItem, type UploadSession, UploadSessions } from './upload-session'

const WORKLOAD = 'uploads'

/** Seven fraction digits, as Exchange writes it. */
const expiry = ({ expires }: UploadSession) => new Date(expires).toISOString().replace('Z', '0000Z')
const key = (text: string) => `('${encodeURIComponent(text)}')`

function failed(c: Context, status: 400 | 401 | 404 | 413 | 416, code: string, message: string) {
  return c.json({ error: { code, message } }, status)
}

/** What PUT says about where its bytes belong; null: no valid Content-Range. */
function readRange(header: string | undefined): { start: number; end: number; total: number } | null {
  const [, start, end, total] = /^bytes (\d{1,12})-(\d{1,12})\/(\d{1,12})$/i.exec(header?.trim() ?? '') ?? []
  if (start === undefined || end === undefined || total === undefined) return null
  return { start: Number(start), end: Number(end), total: Number(total) }
}

/** Upload sessions as a workload: they live beside the mailboxes and outlast a restart. */
export function createUploads(core: Core, mail: Mail): Workload {
  const sessions = new UploadSessions(core)

  const create = async (c: GraphContext) => {
    const opened = mail.opened(c.get('owner'))
    const { mailbox } = opened
    const item = findItem(mailbox, c.req.param('message') ?? '', c.req.param('id'))
    needsContent(viewOptions(c, opened))
    const tenant = core.tenants().find(({ id }) => id === c.get('owner').tenantId)
    const what = parseAttachmentItem(await jsonBody(c), tenant?.attachmentLimit ?? null)
    const session = sessions.open(c.get('owner').id, item.n, c.get('immutableIds'), what)
    core.touched(WORKLOAD, session.ownerId)
    return c.json(
      {
        '@odata.context': `${new URL(c.get('publicUrl')).origin}/v1.0/$metadata#microsoft.graph.uploadSession`,
        uploadUrl: `${core.contentOrigin()}${linkOf(session)}/AttachmentSessions${key(session.id)}?authtoken=${session.token}`,
        expirationDateTime: expiry(session),
        nextExpectedRanges: ['0-'],
      },
      201,
    )
  }

  const messageOf = (session: UploadSession) => {
    const owner = core.userById(session.ownerId)
    if (!owner?.hasMailbox) return null
    const opened = mail.opened(owner)
    const item = opened.mailbox.items.get(session.n)
    return item ? { opened, item } : null
  }

  /** Path of the message on the content origin. */
  const linkOf = (session: UploadSession) => {
    const owner = core.userById(session.ownerId)
    const found = messageOf(session)
    const { mailbox } = found?.opened ?? {}
    const id =
      found && mailbox ? (session.immutableIds ? mailbox.ids.immutable(session.n) : mailbox.restId(found.item)) : ''
    return `/upload/Users${key(`${owner?.id}@${owner?.tenantId}`)}/Messages${key(id)}`
  }

  /** The session of a link, or the refusal. */
  const sessionOf = (c: Context): UploadSession | Response => {
    if (c.req.header('authorization') !== undefined)
      return failed(
        c,
        401,
        'InvalidAuthenticationToken',
        'The link is authenticated already: send no Authorization header.',
      )
    const session = sessions.find(/AttachmentSessions\('([^']+)'\)$/.exec(decodeURIComponent(c.req.path))?.[1] ?? '')
    if (!session) return failed(c, 404, 'ErrorItemNotFound', 'The upload session was not found.')
    if (c.req.query('authtoken') !== session.token)
      return failed(c, 401, 'InvalidAuthenticationToken', 'The authtoken of the link is not valid.')
    return session
  }

  const status = (c: Context, session: UploadSession) =>
    c.json({
      '@odata.context': `${core.contentOrigin()}/api/v2.0/$metadata#${linkOf(session).slice('/upload/'.length)}/AttachmentSessions/$entity`,
      ExpirationDateTime: expiry(session),
      NextExpectedRanges: [String(session.received)],
    })

  const complete = (c: Context, session: UploadSession) => {
    sessions.finish(session)
    core.touched(WORKLOAD, session.ownerId)
    const found = messageOf(session)
    if (!found) return failed(c, 404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
    const { opened, item } = found
    const { size, ...rest } = session.item
    const index = attach(
      opened,
      item,
      { ...rest, bytes: null, item: null, spooled: { path: session.path, size } },
      core.now(),
    )
    const attachment = opened.renderer.body(item).attachments[index]
    if (!attachment) throw new Error('the attachment is gone')
    const id = attachmentId(item, attachment, index, { mailbox: opened.mailbox, immutableIds: session.immutableIds })
    c.header('Location', `${core.contentOrigin()}${linkOf(session)}/Attachments${key(id)}`)
    return c.body(null, 201)
  }

  const put = async (c: Context) => {
    const session = sessionOf(c)
    if (session instanceof Response) return session
    const range = readRange(c.req.header('content-range'))
    if (!range) return failed(c, 400, 'ErrorInvalidRequest', 'Content-Range must be bytes {start}-{end}/{total}.')
    const part = new Uint8Array(await c.req.arrayBuffer())
    const { start, end, total } = range
    if (total !== session.item.size)
      return failed(c, 400, 'ErrorInvalidRequest', `The file was announced with ${session.item.size} bytes.`)
    if (end < start || end >= total || part.byteLength !== end - start + 1)
      return failed(c, 400, 'ErrorInvalidRequest', 'Content-Range and the length of the body do not agree.')
    if (part.byteLength > PART_LIMIT)
      return failed(c, 413, 'RequestEntityTooLarge', `A part holds ${PART_LIMIT} bytes at most.`)
    if (start !== session.received)
      return failed(c, 416, 'invalidRange', `The next byte expected is ${session.received}.`)
    if (!messageOf(session)) {
      sessions.drop(session)
      return failed(c, 404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
    }
    sessions.append(session, part)
    core.touched(WORKLOAD, session.ownerId)
    return session.received === total ? complete(c, session) : status(c, session)
  }

  return {
    name: WORKLOAD,
    mailboxRoutes(app: Hono<GraphEnv>) {
      for (const base of ['', '/mailFolders/:id', '/mailFolders/:parent/childFolders/:id'])
        app.post(`${base}/messages/:message/attachments/createUploadSession`, create)
    },
    contentRoutes(app) {
      app.put('/upload/*', put)
      app.get('/upload/*', (c) => {
        const session = sessionOf(c)
        return session instanceof Response ? session : status(c, session)
      })
      app.delete('/upload/*', (c) => {
        const session = sessionOf(c)
        if (session instanceof Response) return session
        sessions.drop(session)
        core.touched(WORKLOAD, session.ownerId)
        return c.body(null, 204)
      })
    },
    controlRoutes() {},
    counts: (owner) => ({ uploads: sessions.count(owner.id) }),
    reset: () => sessions.clear(),
    snapshot(ownerId) {
      const open = sessions.of(ownerId)
      return open.length > 0 ? encodeJson(open) : null
    },
    restore: (_, data) => sessions.restore(decodeJson(data) as UploadSession[]),
  }
}
