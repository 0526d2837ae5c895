// What every mail route needs from a request: the mailbox, the id kind, the preferences, and Graph's refusals.

import type { Context } from 'hono'
import { type Caller, type GraphEnv, GraphFault } from '../seam'
import type { Folder } from './folders'
import { looksLikeId } from './ids'
import type { Item } from './item'
import type { Mailbox } from './mailbox'
import type { Renderer } from './render'
import { compileSelect, etagOf, type Selection, type ViewOptions } from './view'

export type GraphContext = Context<GraphEnv>

export interface Opened {
  mailbox: Mailbox
  renderer: Renderer
}

/** Mail.ReadBasic alone hides bodies and attachments. */
const isBasic = (caller: Caller) =>
  !['Mail.Read', 'Mail.ReadWrite', 'Mail.Read.Shared', 'Mail.ReadWrite.Shared'].some((scope) =>
    caller.scopes.has(scope),
  )

export function viewOptions(c: GraphContext, { mailbox, renderer }: Opened): ViewOptions {
  const textBodies = c.get('prefer').get('outlook.body-content-type')?.toLowerCase() === 'text'
  if (textBodies) c.header('Preference-Applied', 'outlook.body-content-type="text"')
  return { mailbox, renderer, immutableIds: c.get('immutableIds'), textBodies, basic: isBasic(c.get('caller')) }
}

/** @throws GraphFault 403: Mail.ReadBasic sees neither bodies nor attachments. */
export function needsContent(view: ViewOptions): void {
  if (view.basic) throw new GraphFault(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
}

/** @throws GraphFault 400 naming the unknown property. */
export function selection(select: readonly string[] | null): Selection {
  const compiled = compileSelect(select)
  if (typeof compiled === 'string') {
    throw new GraphFault(
      400,
      'RequestBroker--ParseUri',
      `Could not find a property named '${compiled}' on type 'microsoft.graph.message'.`,
    )
  }
  return compiled
}

const notFound = () => new GraphFault(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
const malformed = () => new GraphFault(400, 'ErrorInvalidIdMalformed', 'Id is malformed.')

export function findFolder(mailbox: Mailbox, id: string): Folder {
  const folder = mailbox.folder(id)
  if (folder) return folder
  throw looksLikeId(id) ? notFound() : malformed()
}

/** @throws GraphFault 400 for a text that is no id, 404 for an unknown one or one outside `folderId`. */
export function findItem(mailbox: Mailbox, id: string, folderId?: string): Item {
  const item = mailbox.item(id)
  if (!item) throw looksLikeId(id) ? notFound() : malformed()
  if (folderId !== undefined && item.folder !== findFolder(mailbox, folderId)) throw notFound()
  return item
}

/** Microsoft Graph: a stale If-Match fails the write. @throws GraphFault 412 */
export function checkIfMatch(c: GraphContext, mailbox: Mailbox, item: Item): void {
  const wanted = c.req.header('if-match')
  if (!wanted || wanted === '*' || wanted === etagOf(mailbox.ids.changeKey(item.seq))) return
  throw new GraphFault(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  )
}

export function context(c: GraphContext, tail: string, select: readonly string[] | null): string {
  const { origin } = new URL(c.get('publicUrl'))
  const shape = select ? `(${select.join(',')})` : ''
  return `${origin}/v1.0/$metadata#users('${encodeURIComponent(c.get('owner').id)}')/${tail}${shape}`
}

/** @throws GraphFault 400 when the body is not a JSON object. */
export async function jsonBody(c: GraphContext): Promise<Record<string, unknown>> {
  const text = await c.req.text()
  if (text === '') throw new GraphFault(400, 'RequestBodyRead', 'The request body is empty.')
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>
  } catch {
    // Falls through to the refusal.
  }
  throw new GraphFault(400, 'RequestBodyRead', 'The request body is not a JSON object.')
}

/** The folder that the body of a move or copy names. @throws GraphFault 400, 404 */
export async function destination(c: GraphContext, { mailbox }: Opened): Promise<Folder> {
  const body = await jsonBody(c)
  const entry = Object.entries(body).find(([name]) => name.toLowerCase() === 'destinationid')
  if (!entry || typeof entry[1] !== 'string' || Object.keys(body).length > 1) {
    throw new GraphFault(400, 'RequestBodyRead', 'The body must be { destinationId }.')
  }
  return findFolder(mailbox, entry[1])
}
