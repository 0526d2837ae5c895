// The person's side of the mailbox: truth for tests, new mail, edits made in Outlook.

import type { Context, Hono } from 'hono'
import { type Core, type GraphEnv, GraphFault } from '../seam'
import { hash } from '../seed/random'
import type { StoredContent } from './content'
import type { Item } from './item'
import type { Mailbox } from './mailbox'
import { emptyContent, parseAttachments, parseDraftProperties } from './message-json'
import { fromMime } from './mime'
import { applyPatch, asBoolean, asCategories, asEnum, asFlag, IMPORTANCE } from './patch'
import type { Opened } from './request'
import { instant } from './view'

const BULK_MAX = 1_000_000

export function truth(item: Item, { mailbox, renderer }: Opened): Record<string, unknown> {
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

const refuse = (status: 400 | 404, message: string) => new GraphFault(status, 'ControlError', message)

function folderNamed(mailbox: Mailbox, name: unknown) {
  const folder = mailbox.folder(String(name)) ?? [...mailbox.folders.values()].find((each) => each.displayName === name)
  if (!folder) throw refuse(404, `No folder ${String(name)}.`)
  return folder
}

const DRAFT = [
  'subject',
  'body',
  'from',
  'sender',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'replyTo',
  'internetMessageId',
]
const STATE = [
  'receivedDateTime',
  'sentDateTime',
  'isRead',
  'isDraft',
  'flag',
  'categories',
  'importance',
  'inferenceClassification',
  'parentFolderId',
  'attachments',
  'internetMessageHeaders',
  'conversationId',
]

function time(name: string, value: unknown, fallback: number): number {
  if (value === undefined) return fallback
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) throw refuse(400, `${name} must be an ISO time.`)
  return at
}

/** Messages of the same conversation are found by the id that Graph shows. */
function conversationKey(opened: Opened, id: string): string {
  for (const item of opened.mailbox.items.values()) {
    const key = opened.renderer.head(item).conversation
    if (opened.mailbox.ids.conversation(key) === id) return key
  }
  return id
}

function createFromJson(
  opened: Opened,
  given: Record<string, unknown>,
  folderName: string,
  now: number,
  owner: { name: string; address: string },
): Item {
  for (const name of Object.keys(given)) {
    if (!name.startsWith('@') && !DRAFT.includes(name) && !STATE.includes(name))
      throw refuse(400, `Unknown property '${name}'.`)
  }
  const { mailbox } = opened
  const received = time('receivedDateTime', given.receivedDateTime, now)
  const base = emptyContent(time('sentDateTime', given.sentDateTime, received), 'mail.example')
  const draft = Object.fromEntries(Object.entries(given).filter(([name]) => DRAFT.includes(name)))
  const content: StoredContent = parseDraftProperties(draft, base)
  if (!('toRecipients' in given)) content.head.to = [owner]
  content.head.sender ??= content.head.from
  content.head.conversation =
    typeof given.conversationId === 'string'
      ? conversationKey(opened, given.conversationId)
      : content.head.internetMessageId
  if (given.attachments !== undefined) {
    content.body.attachments = parseAttachments(given.attachments)
    content.head.hasAttachments = content.body.attachments.some(({ isInline }) => !isInline)
  }
  if (Array.isArray(given.internetMessageHeaders)) {
    content.body.headers = given.internetMessageHeaders.map((each: { name?: unknown; value?: unknown }) => [
      String(each.name),
      String(each.value),
    ])
  }
  return mailbox.create({
    content,
    folder: folderNamed(mailbox, given.parentFolderId ?? folderName),
    received,
    isRead: given.isRead === undefined ? false : asBoolean('isRead', given.isRead),
    isDraft: given.isDraft === undefined ? false : asBoolean('isDraft', given.isDraft),
    ...(given.flag !== undefined && { flag: asFlag(given.flag) }),
    ...(given.categories !== undefined && { categories: asCategories(given.categories) }),
    ...(given.importance !== undefined && {
      importance: asEnum('importance', given.importance, IMPORTANCE),
    }),
    ...(given.inferenceClassification !== undefined && {
      focused: asEnum('inferenceClassification', given.inferenceClassification, ['focused', 'other']) === 'focused',
    }),
  })
}

/** `count` generated messages, oldest first, spread over the last `spreadDays`. */
export function createBulk(mailbox: Mailbox, given: Record<string, unknown>, now: number): Item[] {
  const number = (name: string, fallback: number, max: number) => {
    const value = given[name] ?? fallback
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0 || value > max)
      throw refuse(400, `${name} must be 0 to ${max}.`)
    return value
  }
  for (const name of Object.keys(given)) {
    if (!['count', 'folder', 'spreadDays', 'seed', 'isRead'].includes(name))
      throw refuse(400, `Unknown property '${name}'.`)
  }
  const count = number('count', 1, BULK_MAX)
  const seed = number('seed', 1, 0xffff_ffff)
  const spread = number('spreadDays', 0, 36_500) * 86_400_000
  const folder = folderNamed(mailbox, given.folder ?? 'inbox')
  const items: Item[] = []
  for (let i = 0; i < count; i++) {
    const received = now - Math.floor((spread * (count - 1 - i)) / Math.max(1, count))
    const isRead = given.isRead === undefined ? hash(seed, i, 7) % 4 !== 0 : asBoolean('isRead', given.isRead)
    items.push(
      mailbox.create({
        content: { kind: 'recipe', seed, index: i, sentAt: received - 2000 },
        folder,
        received,
        isRead,
        focused: hash(seed, i, 8) % 3 !== 0,
      }),
    )
  }
  return items
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

export function controlRoutes(app: Hono<GraphEnv>, core: Core, open: (c: Context<GraphEnv>) => Opened): void {
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
        attachments: attachments.map(({ name, contentType, isInline, bytes }) => ({
          name,
          contentType,
          isInline,
          size: bytes?.byteLength ?? 0,
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
      const { displayName: name, upn, mail } = c.get('owner')
      return immutable([createFromJson(opened, given, folder, now, { name, address: mail ?? upn })])
    }),
  )
  app.patch(
    '/messages/:id',
    guarded(async (c) => {
      const opened = open(c)
      const item = itemOf(c, opened)
      const { parentFolderId, ...rest } = await bodyOf(c)
      const target = parentFolderId === undefined ? null : folderNamed(opened.mailbox, parentFolderId)
      applyPatch(opened.mailbox, item, rest, opened.renderer, true)
      if (target) opened.mailbox.move(item, target)
      return c.json(truth(item, opened))
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
