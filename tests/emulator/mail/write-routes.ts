// Drafts, sending and answering.

import type { Hono } from 'hono'
import { readOptions } from '../odata/options'
import { type Core, type GraphEnv, GraphFault } from '../seam'
import { blank, readMessage, readMime, type Written } from './drafts'
import type { Item } from './item'
import { asBoolean } from './patch'
import { zoneOf } from './quote'
import { type AnswerKind, answerTo } from './reply'
import {
  checkIfMatch,
  context,
  findFolder,
  findItem,
  type GraphContext,
  type Opened,
  selection,
  viewOptions,
} from './request'
import { jsonContent, requestContent } from './request-content'
import type { Sending } from './send'
import { checkRoom, checkSize } from './submission'
import { etagOf, idOf, viewMessage } from './view'

const NONE: ReadonlySet<string> = new Set()

/** The message in an answer, 200 or 201 with its place. */
export function entity(c: GraphContext, item: Item, opened: Opened, status: 200 | 201): Response {
  const view = viewOptions(c, opened)
  const shown = viewMessage(item, selection(null), view)
  const place = `${new URL(c.get('publicUrl')).origin}/v1.0${c.get('prefix')}/messages/${encodeURIComponent(idOf(item, view))}`
  if (status === 201) c.header('Location', place)
  c.header('ETag', etagOf(opened.mailbox.ids.changeKey(item.seq)))
  return c.json({ '@odata.context': context(c, 'messages/$entity', null), ...shown }, status)
}

interface Parts {
  core: Core
  open: (c: GraphContext) => Opened
  sending: Sending
}

const messageOf = (c: GraphContext, { mailbox }: Opened) =>
  findItem(mailbox, c.req.param('message') ?? '', c.req.param('id'))

function keep({ core }: Parts, c: GraphContext, opened: Opened, { content, state }: Written, folderId: string) {
  checkSize(content, core.sending)
  checkRoom(c.get('owner'))
  const { mailbox } = opened
  const item = mailbox.create({
    ...state,
    content,
    folder: findFolder(mailbox, folderId),
    received: core.now(),
    isRead: state.isRead ?? true,
    isDraft: true,
  })
  return entity(c, item, opened, 201)
}

async function create(parts: Parts, c: GraphContext): Promise<Response> {
  readOptions(c.get('publicUrl'), NONE)
  const owner = c.get('owner')
  const now = parts.core.now()
  const given = await requestContent(c, { mime: true })
  const written = 'mime' in given ? await readMime(given.mime, owner, now) : readMessage(given.json, blank(owner, now))
  return keep(parts, c, parts.open(c), written, c.req.param('id') ?? 'drafts')
}

/** What a draft says now, ready to be sent. */
export function writtenOf(item: Item, { renderer }: Opened): Written {
  const { importance, focused, flag, categories, extended } = item
  return {
    content: { kind: 'stored', head: renderer.head(item), body: renderer.body(item) },
    state: { importance, focused, flag, categories, extended },
  }
}

async function sendDraft({ open, sending }: Parts, c: GraphContext): Promise<Response> {
  const opened = open(c)
  const item = messageOf(c, opened)
  checkIfMatch(c, opened.mailbox, item)
  if (!item.isDraft) {
    throw new GraphFault(400, 'ErrorInvalidItemForOperationSendItem', 'Only a draft can be sent.')
  }
  await sending.submit({
    owner: c.get('owner'),
    written: writtenOf(item, opened),
    draft: item,
    save: true,
    via: 'graph',
  })
  return c.body(null, 202)
}

async function sendMail({ core, sending }: Parts, c: GraphContext): Promise<Response> {
  const owner = c.get('owner')
  const now = core.now()
  const given = await requestContent(c, { mime: true })
  let written: Written
  let save = true
  if ('mime' in given) written = await readMime(given.mime, owner, now)
  else {
    const named = new Map(Object.entries(given.json).map(([name, value]) => [name.toLowerCase(), value]))
    const strange = [...named.keys()].find((name) => !['message', 'savetosentitems'].includes(name))
    if (strange !== undefined)
      throw new GraphFault(400, 'RequestBodyRead', `The parameter '${strange}' is not valid for this operation.`)
    const message = named.get('message')
    if (typeof message !== 'object' || message === null || Array.isArray(message))
      throw new GraphFault(400, 'ErrorInvalidRequest', "'Message' must be an object.")
    const wanted = named.get('savetosentitems')
    if (wanted !== undefined && wanted !== null) save = asBoolean('saveToSentItems', wanted)
    written = readMessage(message as Record<string, unknown>, blank(owner, now))
  }
  await sending.submit({ owner, written, draft: null, save, via: 'graph' })
  return c.body(null, 202)
}

function answered({ core }: Parts, c: GraphContext, opened: Opened, kind: AnswerKind, json: Record<string, unknown>) {
  const original = messageOf(c, opened)
  const { renderer } = opened
  const zone = zoneOf(c.get('prefer').get('outlook.timezone'))
  return answerTo(
    { head: renderer.head(original), body: renderer.body(original) },
    kind,
    c.get('owner'),
    json,
    core.now(),
    zone,
  )
}

const ANSWERS: readonly { kind: AnswerKind; now: string; draft: string }[] = [
  { kind: 'reply', now: 'reply', draft: 'createReply' },
  { kind: 'replyAll', now: 'replyAll', draft: 'createReplyAll' },
  { kind: 'forward', now: 'forward', draft: 'createForward' },
]

export function writeRoutes(app: Hono<GraphEnv>, parts: Parts): void {
  app.post('/sendMail', (c) => sendMail(parts, c))
  for (const base of ['', '/mailFolders/:id', '/mailFolders/:parent/childFolders/:id']) {
    app.post(`${base}/messages`, (c) => create(parts, c))
    const one = `${base}/messages/:message`
    app.post(`${one}/send`, (c) => sendDraft(parts, c))
    app.post(`${one}/permanentDelete`, (c) => {
      const opened = parts.open(c)
      opened.mailbox.remove(messageOf(c, opened))
      return c.body(null, 204)
    })
    for (const { kind, now, draft } of ANSWERS) {
      app.post(`${one}/${now}`, async (c) => {
        const json = await jsonContent(c, true)
        const written = answered(parts, c, parts.open(c), kind, json)
        await parts.sending.submit({ owner: c.get('owner'), written, draft: null, save: true, via: 'graph' })
        return c.body(null, 202)
      })
      app.post(`${one}/${draft}`, async (c) => {
        const json = await jsonContent(c, true)
        const opened = parts.open(c)
        return keep(parts, c, opened, answered(parts, c, opened, kind, json), 'drafts')
      })
    }
  }
}
