// Mail that tests put into a mailbox: one message as Graph JSON, or many generated ones.

import { GraphFault } from '../seam'
import { hash } from '../seed/random'
import type { StoredContent } from './content'
import { readExtended } from './extended-properties'
import type { Item } from './item'
import type { Mailbox } from './mailbox'
import { emptyContent, parseAttachments, parseDraftProperties } from './message-json'
import { asBoolean, asCategories, asEnum, asFlag, IMPORTANCE } from './patch'
import type { Opened } from './request'

const BULK_MAX = 1_000_000

export const refuse = (status: 400 | 404, message: string) => new GraphFault(status, 'ControlError', message)

export function folderNamed(mailbox: Mailbox, name: unknown) {
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
  'singleValueExtendedProperties',
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

/** One message as Graph JSON; what is missing has a default. */
export function createFromJson(
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
  const isDraft = given.isDraft === undefined ? false : asBoolean('isDraft', given.isDraft)
  if (isDraft) content.head.from ??= owner
  else if (!('toRecipients' in given)) content.head.to = [owner]
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
    isDraft,
    ...(given.flag !== undefined && { flag: asFlag(given.flag) }),
    ...(given.categories !== undefined && { categories: asCategories(given.categories) }),
    ...(given.importance !== undefined && {
      importance: asEnum('importance', given.importance, IMPORTANCE),
    }),
    ...(given.singleValueExtendedProperties !== undefined && {
      extended: readExtended(given.singleValueExtendedProperties),
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
