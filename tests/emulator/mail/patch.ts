// PATCH of a message, by the product through Graph and by a person through the control API.

import { GraphFault } from '../seam'
import type { Importance } from './content'
import { readExtended } from './extended-properties'
import type { Flag, Item } from './item'
import type { Mailbox } from './mailbox'
import { parseDraftProperties } from './message-json'
import type { Renderer } from './render'

const bad = (message: string) => new GraphFault(400, 'ErrorInvalidRequest', message)

/** Microsoft accepts booleans as text in requests (facts of Graph samples). */
export function asBoolean(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'false') return value === 'true'
  throw bad(`'${name}' must be a boolean.`)
}

/** Enum members come in any case and are kept in the canonical one. */
export function asEnum<T extends string>(name: string, value: unknown, members: readonly T[]): T {
  const found =
    typeof value === 'string' ? members.find((member) => member.toLowerCase() === value.toLowerCase()) : undefined
  if (!found) throw bad(`'${String(value)}' is not a value of ${name}.`)
  return found
}

export const IMPORTANCE: readonly Importance[] = ['low', 'normal', 'high']

function asDateTime(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'object' && 'dateTime' in value && typeof value.dateTime === 'string') return value.dateTime
  throw bad('A date must be { dateTime, timeZone }.')
}

export function asFlag(value: unknown): Flag {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad("'flag' must be an object.")
  const given = value as Record<string, unknown>
  for (const name of Object.keys(given)) {
    if (!['flagStatus', 'startDateTime', 'dueDateTime', 'completedDateTime', '@odata.type'].includes(name)) {
      throw new GraphFault(
        400,
        'RequestBodyRead',
        `The property '${name}' does not exist on type 'microsoft.graph.followupFlag'.`,
      )
    }
  }
  const due = asDateTime(given.dueDateTime)
  const start = asDateTime(given.startDateTime)
  if (due && !start) throw bad('dueDateTime needs startDateTime.')
  return {
    status: asEnum('flagStatus', given.flagStatus ?? 'flagged', ['notFlagged', 'complete', 'flagged']),
    start,
    due,
    completed: asDateTime(given.completedDateTime),
  }
}

export function asCategories(value: unknown): string[] {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value
  throw bad("'categories' must be a list of strings.")
}

/** Microsoft Graph: may be changed only while the message is a draft. */
export const DRAFT_ONLY: ReadonlySet<string> = new Set([
  'subject',
  'body',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'replyTo',
  'internetMessageId',
  'from',
  'sender',
  'isReadReceiptRequested',
  'isDeliveryReceiptRequested',
])

/** From this day changing them on other messages is a matter of a scope of its own. Microsoft Graph: message update. */
const ADVANCED_FROM = Date.UTC(2026, 11, 31)

/** Who changes: Outlook itself may do what a program may not. `advanced`: holds Mail-Advanced.ReadWrite. */
export type Editor = 'person' | { now: number; advanced: boolean }

function refuseSent(editor: Editor): void {
  if (editor === 'person') return
  if (editor.now < ADVANCED_FROM) {
    throw new GraphFault(400, 'ErrorInvalidPropertySet', 'The property can be set only while the message is a draft.')
  }
  if (!editor.advanced) {
    throw new GraphFault(403, 'ErrorAccessDenied', 'Access is denied. Mail-Advanced.ReadWrite is needed.')
  }
}

/**
 * Applies the body of a PATCH; nothing changes when any part is refused.
 * @throws GraphFault 400 for unknown or read-only properties; 400 or 403 for draft properties of a message that is none.
 */
export function applyPatch(
  mailbox: Mailbox,
  item: Item,
  body: Record<string, unknown>,
  renderer: Renderer,
  editor: Editor,
): void {
  const change: Parameters<Mailbox['update']>[1] = {}
  const draft: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(body)) {
    if (name.startsWith('@')) continue
    if (name === 'isRead') change.isRead = asBoolean(name, value)
    else if (name === 'flag') change.flag = asFlag(value)
    else if (name === 'categories') change.categories = asCategories(value)
    else if (name === 'importance') change.importance = asEnum(name, value, IMPORTANCE)
    else if (name === 'inferenceClassification')
      change.focused = asEnum(name, value, ['focused', 'other']) === 'focused'
    else if (name === 'singleValueExtendedProperties') change.extended = { ...item.extended, ...readExtended(value) }
    else if (DRAFT_ONLY.has(name)) draft[name] = value
    else
      throw new GraphFault(
        400,
        'RequestBodyRead',
        `The property '${name}' does not exist on type 'microsoft.graph.message' or cannot be changed.`,
      )
  }
  if (Object.keys(draft).length > 0) {
    if (!item.isDraft) refuseSent(editor)
    change.content = parseDraftProperties(draft, {
      kind: 'stored',
      head: renderer.head(item),
      body: renderer.body(item),
    })
  }
  if (Object.keys(change).length > 0) mailbox.update(item, change)
}
