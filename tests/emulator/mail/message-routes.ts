import type { Hono } from 'hono'
import { compileFilter } from '../odata/evaluate'
import { parseFilter } from '../odata/filter'
import { pageSize, type QueryOptions, readOptions, withOptions } from '../odata/options'
import type { Core, GraphEnv } from '../seam'
import { attachmentRoutes } from './attachments-routes'
import { addExpanded, readExpand } from './extended-properties-expand'
import type { Item } from './item'
import { listMessages } from './list'
import { toMime } from './mime'
import { messageModel } from './model'
import { applyPatch } from './patch'
import {
  checkIfMatch,
  context,
  destination,
  findFolder,
  findItem,
  type GraphContext,
  jsonBody,
  needsContent,
  type Opened,
  selection,
  viewOptions,
} from './request'
import { asksForSearch, searchMessages } from './search'
import { checkRoom } from './submission'
import { etagOf, type ViewOptions, viewMessage } from './view'
import { entity } from './write-routes'

const LIST = new Set(['$select', '$top', '$skip', '$count', '$filter', '$orderby', '$expand'])
const ONE = new Set(['$select', '$expand'])
const COUNT = new Set(['$filter'])

function show(item: Item, options: QueryOptions, view: ViewOptions): Record<string, unknown> {
  const shown = viewMessage(item, selection(options.select), view)
  addExpanded(shown, item, readExpand(options.expand), view)
  return shown
}

function list(c: GraphContext, core: Core, opened: Opened, folderId: string | undefined) {
  const { mailbox, renderer } = opened
  const folder = folderId === undefined ? null : findFolder(mailbox, folderId)
  const url = c.get('publicUrl')
  const tail = folder ? `mailFolders('${encodeURIComponent(folderId ?? '')}')/messages` : 'messages'
  const source = folder ? folder.items : mailbox.all
  if (asksForSearch(url)) return searchMessages(c, core, opened, source, tail)
  const options = readOptions(url, LIST)
  const size = pageSize(options.top, 10, 1000)
  const selected = selection(options.select)
  const expansion = readExpand(options.expand)
  const page = listMessages(source, options, size, messageModel(mailbox, renderer))
  const view = viewOptions(c, opened)
  const value = page.items.map((item) => {
    const shown = viewMessage(item, selected, view)
    addExpanded(shown, item, expansion, view)
    return shown
  })
  return c.json({
    '@odata.context': context(c, tail, options.select),
    ...(options.count && { '@odata.count': page.total }),
    value,
    ...(page.more && { '@odata.nextLink': withOptions(url, { $skip: String(options.skip + size) }) }),
  })
}

function count(c: GraphContext, { mailbox, renderer }: Opened, folderId: string | undefined) {
  const source = folderId === undefined ? mailbox.all : findFolder(mailbox, folderId).items
  const { filter } = readOptions(c.get('publicUrl'), COUNT)
  if (filter === null) return c.text(String(source.size))
  const test = compileFilter(parseFilter(filter), messageModel(mailbox, renderer))
  return c.text(String(source.all().filter(test).length))
}

/** Folder id of the path, when it names one. */
const inFolder = (c: GraphContext) => c.req.param('id')
const messageOf = (c: GraphContext, { mailbox }: Opened) => findItem(mailbox, c.req.param('message') ?? '', inFolder(c))

export function messageRoutes(app: Hono<GraphEnv>, core: Core, open: (c: GraphContext) => Opened): void {
  for (const base of ['', '/mailFolders/:id', '/mailFolders/:parent/childFolders/:id']) {
    app.get(`${base}/messages`, (c) => list(c, core, open(c), inFolder(c)))
    app.get(`${base}/messages/$count`, (c) => count(c, open(c), inFolder(c)))
    const one = `${base}/messages/:message`
    app.get(one, (c) => {
      const opened = open(c)
      const item = messageOf(c, opened)
      const options = readOptions(c.get('publicUrl'), ONE)
      const shown = show(item, options, viewOptions(c, opened))
      c.header('ETag', etagOf(opened.mailbox.ids.changeKey(item.seq)))
      return c.json({ '@odata.context': context(c, 'messages/$entity', options.select), ...shown })
    })
    app.patch(one, async (c) => {
      const opened = open(c)
      const item = messageOf(c, opened)
      checkIfMatch(c, opened.mailbox, item)
      const advanced = [...c.get('caller').scopes].some((scope) => /^Mail-Advanced\.ReadWrite/.test(scope))
      const editor = { now: core.now(), advanced }
      const change = await jsonBody(c)
      applyPatch(opened.mailbox, messageOf(c, opened), change, opened.renderer, editor)
      return entity(c, item, opened, 200)
    })
    app.delete(one, (c) => {
      const opened = open(c)
      const item = messageOf(c, opened)
      checkIfMatch(c, opened.mailbox, item)
      opened.mailbox.discard(item)
      return c.body(null, 204)
    })
    app.post(`${one}/move`, async (c) => {
      const opened = open(c)
      const target = await destination(c, opened)
      const item = messageOf(c, opened)
      opened.mailbox.move(item, target)
      return entity(c, item, opened, 201)
    })
    app.post(`${one}/copy`, async (c) => {
      const opened = open(c)
      const target = await destination(c, opened)
      const item = messageOf(c, opened)
      checkRoom(c.get('owner'))
      return entity(c, opened.mailbox.copy(item, target), opened, 201)
    })
    app.get(`${one}/$value`, async (c) => {
      const opened = open(c)
      const item = messageOf(c, opened)
      needsContent(viewOptions(c, opened))
      readOptions(c.get('publicUrl'), new Set())
      const { importance } = item
      const mime = await toMime(opened.renderer.head(item), opened.renderer.body(item), { importance, keepBcc: true })
      return c.body(new Uint8Array(mime), 200, { 'Content-Type': 'text/plain' })
    })
    attachmentRoutes(app, one, { core, open, messageOf })
  }
}
