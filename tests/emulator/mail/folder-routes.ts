import type { Hono } from 'hono'
import { checkEfficient, comparator, compileFilter, parseOrderby } from '../odata/evaluate'
import { parseFilter } from '../odata/filter'
import { pageSize, readOptions, withOptions } from '../odata/options'
import { type GraphEnv, GraphFault } from '../seam'
import { viewFolder } from './folder-view'
import type { Folder } from './folders'
import type { Mailbox } from './mailbox'
import { folderModel } from './model'
import { context, destination, findFolder, type GraphContext, jsonBody, type Opened } from './request'

const LIST = new Set(['$select', '$top', '$skip', '$count', '$filter', '$orderby', '$expand', 'includehiddenfolders'])
const ONE = new Set(['$select', '$expand', 'includehiddenfolders'])

function expandsChildren(expand: string | null): boolean {
  if (expand === null) return false
  if (expand === 'childFolders') return true
  throw new GraphFault(501, 'NotImplemented', `The emulator does not expand ${expand}.`)
}

function show(mailbox: Mailbox, folder: Folder, select: string[] | null, expand: boolean): Record<string, unknown> {
  const out = viewFolder(mailbox, folder, select)
  if (expand)
    out.childFolders = mailbox
      .children(folder)
      .filter((child) => !child.hidden)
      .map((child) => viewFolder(mailbox, child, null))
  return out
}

function listFolders(c: GraphContext, { mailbox }: Opened, parent: Folder, tail: string) {
  const url = c.get('publicUrl')
  const options = readOptions(url, LIST)
  const size = pageSize(options.top, 10, 1000)
  const model = folderModel(mailbox)
  const hidden = options.custom.get('includehiddenfolders')?.toLowerCase() === 'true'
  let folders = mailbox.children(parent).filter((folder) => hidden || !folder.hidden)
  const expression = options.filter === null ? null : parseFilter(options.filter)
  if (expression) folders = folders.filter(compileFilter(expression, model))
  const orders =
    options.orderby === null ? [{ path: 'displayName', descending: false }] : parseOrderby(options.orderby, model)
  if (expression && options.orderby !== null) checkEfficient(expression, orders)
  folders.sort(comparator(orders, model))
  const expand = expandsChildren(options.expand)
  const value = folders
    .slice(options.skip, options.skip + size)
    .map((folder) => show(mailbox, folder, options.select, expand))
  const more = options.skip + size < folders.length
  return c.json({
    '@odata.context': context(c, tail, options.select),
    ...(options.count && { '@odata.count': folders.length }),
    value,
    ...(more && { '@odata.nextLink': withOptions(url, { $skip: String(options.skip + size) }) }),
  })
}

function nameOf(body: Record<string, unknown>, mailbox: Mailbox, parent: Folder, self?: Folder): string {
  const { displayName } = body
  if (typeof displayName !== 'string' || displayName.trim() === '') {
    throw new GraphFault(400, 'ErrorInvalidRequest', 'displayName must be a non-empty string.')
  }
  const taken = mailbox
    .children(parent)
    .some((child) => child !== self && child.displayName.toLowerCase() === displayName.toLowerCase())
  if (taken) throw new GraphFault(409, 'ErrorFolderExists', 'A folder with the specified name already exists.')
  return displayName
}

function onlyProperties(body: Record<string, unknown>, allowed: readonly string[]): void {
  for (const name of Object.keys(body)) {
    if (!name.startsWith('@') && !allowed.includes(name)) {
      throw new GraphFault(
        400,
        'RequestBodyRead',
        `The property '${name}' does not exist on type 'microsoft.graph.mailFolder' or cannot be set.`,
      )
    }
  }
}

export function folderRoutes(app: Hono<GraphEnv>, open: (c: GraphContext) => Opened): void {
  const create = async (c: GraphContext, parent: Folder, mailbox: Mailbox) => {
    const body = await jsonBody(c)
    onlyProperties(body, ['displayName', 'isHidden'])
    const folder = mailbox.addFolder(nameOf(body, mailbox, parent), parent, null, body.isHidden === true)
    return c.json(
      { '@odata.context': context(c, 'mailFolders/$entity', null), ...viewFolder(mailbox, folder, null) },
      201,
    )
  }
  const folderOf = (c: GraphContext, mailbox: Mailbox) => findFolder(mailbox, c.req.param('id') ?? '')

  app.get('/mailFolders', (c) => {
    const opened = open(c)
    return listFolders(c, opened, opened.mailbox.root, 'mailFolders')
  })
  app.post('/mailFolders', (c) => {
    const { mailbox } = open(c)
    return create(c, mailbox.root, mailbox)
  })
  app.get('/mailFolders/:id/childFolders', (c) => {
    const opened = open(c)
    const parent = folderOf(c, opened.mailbox)
    return listFolders(c, opened, parent, `mailFolders('${encodeURIComponent(parent.id)}')/childFolders`)
  })
  app.post('/mailFolders/:id/childFolders', (c) => {
    const { mailbox } = open(c)
    return create(c, folderOf(c, mailbox), mailbox)
  })
  for (const path of ['/mailFolders/:id', '/mailFolders/:parent/childFolders/:id']) {
    app.get(path, (c) => {
      const { mailbox } = open(c)
      const options = readOptions(c.get('publicUrl'), ONE)
      const shown = show(mailbox, folderOf(c, mailbox), options.select, expandsChildren(options.expand))
      return c.json({ '@odata.context': context(c, 'mailFolders/$entity', options.select), ...shown })
    })
    app.patch(path, async (c) => {
      const { mailbox } = open(c)
      const folder = folderOf(c, mailbox)
      const body = await jsonBody(c)
      onlyProperties(body, ['displayName'])
      if (folder.wellKnown) throw new GraphFault(403, 'ErrorAccessDenied', 'A distinguished folder cannot be renamed.')
      mailbox.renameFolder(folder, nameOf(body, mailbox, folder.parent ?? mailbox.root, folder))
      return c.json({ '@odata.context': context(c, 'mailFolders/$entity', null), ...viewFolder(mailbox, folder, null) })
    })
    app.post(`${path}/move`, async (c) => {
      const opened = open(c)
      const { mailbox } = opened
      const target = await destination(c, opened)
      const folder = folderOf(c, mailbox)
      if (folder.wellKnown) throw new GraphFault(403, 'ErrorMoveDistinguishedFolder', 'Distinguished folders stay.')
      if (mailbox.within(target, folder))
        throw new GraphFault(400, 'ErrorMoveCopyFailed', 'A folder cannot be moved into itself.')
      nameOf({ displayName: folder.displayName }, mailbox, target, folder)
      mailbox.moveFolder(folder, target)
      return c.json(
        { '@odata.context': context(c, 'mailFolders/$entity', null), ...viewFolder(mailbox, folder, null) },
        201,
      )
    })
    app.delete(path, (c) => {
      const { mailbox } = open(c)
      const folder = folderOf(c, mailbox)
      if (folder.wellKnown)
        throw new GraphFault(403, 'ErrorDeleteDistinguishedFolder', 'Distinguished folders cannot be deleted.')
      const bin = mailbox.wellKnown('deleteditems')
      if (mailbox.within(folder, bin)) mailbox.removeFolder(folder)
      else mailbox.moveFolder(folder, bin)
      return c.body(null, 204)
    })
  }
}
