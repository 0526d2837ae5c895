// …/messages/{id}/attachments: list, read, add, remove, and the bytes as they are.

import type { Hono } from 'hono'
import { readOptions } from '../odata/options'
import type { Core, GraphEnv } from '../seam'
import { attachmentId, findAttachment, viewAttachment } from './attachments'
import { bytesIn, isFile, streamBytes } from './attachments-bytes'
import { attach, detach, parseAttachment } from './attachments-write'
import type { Item } from './item'
import { checkIfMatch, context, type GraphContext, jsonBody, needsContent, type Opened, viewOptions } from './request'
import { idOf } from './view'

export interface MessageAccess {
  core: Core
  open(c: GraphContext): Opened
  /** The message that the path names. @throws GraphFault 400, 404 */
  messageOf(c: GraphContext, opened: Opened): Item
}

/** `one`: path of a message. */
export function attachmentRoutes(app: Hono<GraphEnv>, one: string, access: MessageAccess): void {
  const reading = (c: GraphContext) => {
    const opened = access.open(c)
    const item = access.messageOf(c, opened)
    const view = viewOptions(c, opened)
    needsContent(view)
    return { opened, item, view, attachments: opened.renderer.body(item).attachments }
  }
  const found = (c: GraphContext) => {
    const all = reading(c)
    return { ...all, ...findAttachment(all.item, all.attachments, c.req.param('attachment') ?? '', all.view) }
  }
  const tail = ({ item, view }: ReturnType<typeof reading>) =>
    `messages('${encodeURIComponent(idOf(item, view))}')/attachments`

  app.get(`${one}/attachments`, (c) => {
    const all = reading(c)
    const { select } = readOptions(c.get('publicUrl'), new Set(['$select']))
    const value = all.attachments.map((each, index) => viewAttachment(all.item, each, index, select, all.view))
    return c.json({ '@odata.context': context(c, tail(all), select), value })
  })
  app.post(`${one}/attachments`, async (c) => {
    const { opened, item, view } = reading(c)
    checkIfMatch(c, opened.mailbox, item)
    const index = attach(opened, item, parseAttachment(await jsonBody(c)), access.core.now())
    const added = reading(c)
    const attachment = added.attachments[index]
    if (!attachment) throw new Error('the attachment is gone')
    const path = `${c.get('prefix')}/messages/${encodeURIComponent(idOf(item, view))}/attachments`
    const id = encodeURIComponent(attachmentId(item, attachment, index, view))
    c.header('Location', `${new URL(c.get('publicUrl')).origin}/v1.0${path}/${id}`)
    return c.json(
      {
        '@odata.context': context(c, `${tail(added)}/$entity`, null),
        ...viewAttachment(item, attachment, index, null, view),
      },
      201,
    )
  })
  app.get(`${one}/attachments/:attachment`, (c) => {
    const { item, view, attachment, index, ...rest } = found(c)
    const { select } = readOptions(c.get('publicUrl'), new Set(['$select']))
    return c.json({
      '@odata.context': context(c, `${tail({ item, view, ...rest })}/$entity`, select),
      ...viewAttachment(item, attachment, index, select, view),
    })
  })
  app.delete(`${one}/attachments/:attachment`, (c) => {
    const { opened, item, index } = found(c)
    checkIfMatch(c, opened.mailbox, item)
    detach(opened, item, index)
    return c.body(null, 204)
  })
  app.get(`${one}/attachments/:attachment/$value`, (c) => {
    const { attachment } = found(c)
    readOptions(c.get('publicUrl'), new Set())
    if (isFile(attachment)) {
      return c.body(streamBytes(attachment), 200, {
        'Content-Type': attachment.contentType,
        'Content-Length': String(bytesIn(attachment)),
      })
    }
    const { subject, body } = attachment.item ?? { subject: '', body: '' }
    return c.body(`Subject: ${subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}`, 200, {
      'Content-Type': 'message/rfc822',
    })
  })
}
