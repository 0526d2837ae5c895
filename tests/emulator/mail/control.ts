// The person's side of the mailbox: truth for tests, new mail, edits made in Outlook.

import { createHash } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { type Core, type GraphEnv, GraphFault } from '../seam'
import { bytesIn } from './attachments-bytes'
import type { Body } from './content'
import { createBulk, createFromJson, folderNamed, refuse } from './intake'
import type { Item } from './item'
import { fromMime } from './mime'
import { applyPatch } from './patch'
import type { Opened } from './request'
import type { Sending } from './send'
import { textToHtml } from './text'
import { instant } from './view'
import { writtenOf } from './write-routes'

const hashes = new WeakMap<Body, string>()

/** SHA-256 of the body as Graph shows it, in HTML; hex. */
function bodyHash(body: Body): string {
  let hash = hashes.get(body)
  if (hash === undefined) {
    const html = body.type === 'html' ? body.content : textToHtml(body.content)
    hash = createHash('sha256').update(html).digest('hex')
    hashes.set(body, hash)
  }
  return hash
}

function truth(item: Item, { mailbox, renderer }: Opened): Record<string, unknown> {
  const head = renderer.head(item)
  return {
    id: mailbox.ids.immutable(item.n),
    restId: mailbox.restId(item),
    changeKey: mailbox.ids.changeKey(item.seq),
    folder: item.folder.wellKnown ?? item.folder.displayName,
    folderId: item.folder.id,
    subject: head.subject,
    from: head.from,
    to: head.to,
    cc: head.cc,
    bcc: head.bcc,
    receivedDateTime: instant(item.received),
    sentDateTime: instant(head.sentAt),
    isRead: item.isRead,
    isDraft: item.isDraft,
    flag: item.flag.status,
    importance: item.importance,
    categories: item.categories,
    hasAttachments: head.hasAttachments,
    conversationId: mailbox.ids.conversation(head.conversation),
    internetMessageId: head.internetMessageId,
    bodyHash: item.content.kind === 'stored' ? bodyHash(item.content.body) : null,
    ...(Object.keys(item.extended).length > 0 && { extended: item.extended }),
  }
}

/** A list of 100,000 is sent in pieces: the server never holds it as one text. */
function streamed(items: readonly Item[], opened: Opened): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let i = 0
  return new ReadableStream({
    pull(controller) {
      if (i === 0) controller.enqueue(encoder.encode('['))
      const part: string[] = []
      for (const end = Math.min(items.length, i + 1000); i < end; i++) {
        const item = items[i]
        if (item) part.push((i > 0 ? ',\n' : '\n') + JSON.stringify(truth(item, opened)))
      }
      if (part.length > 0) controller.enqueue(encoder.encode(part.join('')))
      if (i >= items.length) {
        controller.enqueue(encoder.encode(']\n'))
        controller.close()
      }
    },
  })
}

async function bodyOf(c: Context<GraphEnv>): Promise<Record<string, unknown>> {
  try {
    const parsed: unknown = await c.req.json()
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>
  } catch {
    // Falls through to the refusal.
  }
  throw refuse(400, 'The body must be a JSON object.')
}

export function controlRoutes(
  app: Hono<GraphEnv>,
  core: Core,
  open: (c: Context<GraphEnv>) => Opened,
  sending: Sending,
): void {
  const guarded = (run: (c: Context<GraphEnv>) => Promise<Response> | Response) => async (c: Context<GraphEnv>) => {
    if (!c.get('owner').hasMailbox) return c.json({ error: 'This user has no mailbox.' }, 404)
    try {
      return await run(c)
    } catch (error) {
      if (error instanceof GraphFault) return c.json({ error: error.message }, error.status as 400)
      throw error
    }
  }
  const itemOf = (c: Context<GraphEnv>, { mailbox }: Opened) => {
    const item = mailbox.item(c.req.param('id') ?? '')
    if (!item) throw refuse(404, 'No such message.')
    return item
  }

  app.get(
    '/messages',
    guarded((c) => {
      const opened = open(c)
      const folder = c.req.query('folder')
      const items = (folder === undefined ? opened.mailbox.all : folderNamed(opened.mailbox, folder).items).all()
      return new Response(streamed([...items].reverse(), opened), { headers: { 'Content-Type': 'application/json' } })
    }),
  )
  app.get(
    '/mailFolders',
    guarded((c) => {
      const { mailbox } = open(c)
      return c.json(
        [...mailbox.folders.values()].map(({ id, wellKnown, displayName, parent, total, unread, hidden }) => ({
          id,
          wellKnown,
          displayName,
          parentFolderId: parent?.id ?? null,
          total,
          unread,
          hidden,
        })),
      )
    }),
  )
  app.get(
    '/messages/:id',
    guarded((c) => {
      const opened = open(c)
      const item = itemOf(c, opened)
      const { type, content, unique, headers, attachments } = opened.renderer.body(item)
      return c.json({
        ...truth(item, opened),
        body: { contentType: type, content },
        unique,
        headers,
        attachments: attachments.map((each) => ({
          name: each.name,
          contentType: each.contentType,
          isInline: each.isInline,
          size: bytesIn(each),
        })),
      })
    }),
  )
  app.post(
    '/messages',
    guarded(async (c) => {
      const opened = open(c)
      const { mailbox } = opened
      const now = core.now()
      const folder = c.req.query('folder') ?? 'inbox'
      const immutable = (items: Item[]) => c.json({ ids: items.map(({ n }) => mailbox.ids.immutable(n)) }, 201)
      if (/^message\/rfc822/i.test(c.req.header('content-type') ?? '')) {
        const content = await fromMime(new Uint8Array(await c.req.arrayBuffer()), now)
        return immutable([
          mailbox.create({ content, folder: folderNamed(mailbox, folder), received: now, isRead: false }),
        ])
      }
      const given = await bodyOf(c)
      if ('count' in given) return immutable(createBulk(mailbox, { folder, ...given }, now))
      const { folder: place = c.req.query('folder') ?? (given.isDraft === true ? 'drafts' : 'inbox'), ...rest } = given
      const { displayName: name, upn, mail } = c.get('owner')
      return immutable([createFromJson(opened, rest, String(place), now, { name, address: mail ?? upn })])
    }),
  )
  app.patch(
    '/messages/:id',
    guarded(async (c) => {
      const opened = open(c)
      const item = itemOf(c, opened)
      const { parentFolderId, folder = parentFolderId, ...rest } = await bodyOf(c)
      const target = folder === undefined ? null : folderNamed(opened.mailbox, folder)
      applyPatch(opened.mailbox, item, rest, opened.renderer, 'person')
      if (target) opened.mailbox.move(item, target)
      return c.json(truth(item, opened))
    }),
  )
  app.post(
    '/messages/:id/send',
    guarded(async (c) => {
      const opened = open(c)
      const item = itemOf(c, opened)
      if (!item.isDraft) throw refuse(400, 'Only a draft can be sent.')
      const written = writtenOf(item, opened)
      await sending.submit({ owner: c.get('owner'), written, draft: item, save: true, via: 'outlook' })
      return c.json({ id: opened.mailbox.ids.immutable(item.n) }, 202)
    }),
  )
  app.delete(
    '/messages/:id',
    guarded((c) => {
      const opened = open(c)
      const item = itemOf(c, opened)
      if (c.req.query('hard') === 'true') opened.mailbox.remove(item)
      else opened.mailbox.discard(item)
      return c.body(null, 204)
    }),
  )
}
