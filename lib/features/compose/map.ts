import { createHash } from 'node:crypto'
import type { DraftAttachment, DraftContent, DraftView, OutgoingView } from '@/components/compose/view'
import { fromCid, ownOf, type Picture, toCid, withOwn } from './body/map'
import { htmlOf, sanitiseOwn, textOf } from './body/rules'
import { DRAFT_MARK, VERSION_MARK } from './graph'
import { problemOf, sameSubject } from './rules'
import { type GraphDraft, graphDraft } from './schema'

interface Person {
  name: string
  address: string
}

/** Outlook's draft as Tandem sees it. */
export interface Twin {
  graphId: string
  /** Change key. */
  key: string
  isDraft: boolean
  folderGraphId: string | null
  conversationId: string | null
  subject: string
  importance: 'low' | 'normal' | 'high'
  to: Person[]
  cc: Person[]
  bcc: Person[]
  /** Outlook's whole body as HTML; null when only the head was read. */
  html: string | null
  modifiedAt: string | null
  sentAt: string | null
  /** The version of ours that was written last; null: none, or not asked for. */
  version: number | null
  /** The row of ours that it is marked as; null: none, or not asked for. */
  draftId: string | null
}

/** Postgres takes neither NUL nor half a surrogate pair. */
const clean = (text: string): string => text.replaceAll('\u0000', '').toWellFormed()

const people = (list: GraphDraft['toRecipients']): Person[] =>
  (list ?? []).flatMap((each) => {
    const { name, address } = each?.emailAddress ?? {}
    return address ? [{ name: clean(name ?? ''), address: clean(address) }] : []
  })

/** Graph's JSON of a draft; null when it cannot be understood. */
export function toTwin(json: unknown): Twin | null {
  const parsed = graphDraft.safeParse(json)
  if (!parsed.success) return null
  const draft = parsed.data
  const key = draft.changeKey ?? draft['@odata.etag']?.replace(/^W\//, '').replaceAll('"', '')
  if (!key) return null
  const mark = (id: string) =>
    draft.singleValueExtendedProperties?.find((each) => each.id.toLowerCase() === id.toLowerCase())?.value ?? null
  const version = Number(mark(VERSION_MARK) ?? Number.NaN)
  const { body } = draft
  return {
    graphId: draft.id,
    key,
    isDraft: draft.isDraft !== false,
    folderGraphId: draft.parentFolderId ?? null,
    conversationId: draft.conversationId ?? null,
    subject: clean(draft.subject ?? ''),
    importance: draft.importance ?? 'normal',
    to: people(draft.toRecipients),
    cc: people(draft.ccRecipients),
    bcc: people(draft.bccRecipients),
    html: body ? clean(body.contentType === 'html' ? body.content : htmlOf(body.content)) : null,
    modifiedAt: draft.lastModifiedDateTime ?? null,
    sentAt: draft.sentDateTime ?? null,
    version: Number.isInteger(version) ? version : null,
    draftId: mark(DRAFT_MARK),
  }
}

/** Hash of what a person can edit, as Outlook has it: equal hashes mean that nobody edited, whatever the key. */
export function digestOf(twin: Twin, answers: boolean): string {
  const addresses = (list: Person[]) => list.map(({ address }) => address.toLowerCase())
  const own = sanitiseOwn(ownOf(twin.html ?? '', answers))
    .replace(/\s+/g, ' ')
    .trim()
  const parts = [twin.subject, twin.importance, addresses(twin.to), addresses(twin.cc), addresses(twin.bcc), own]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

/** Whether Outlook's mail has the same words, subject and recipients, whatever became of their form. */
export function saysTheSame(content: DraftContent, twin: Twin, { kind }: Pick<DraftRow, 'kind'>): boolean {
  const words = (html: string) => textOf(html).replace(/\s+/g, ' ').trim()
  const addresses = (list: Person[]) => list.map(({ address }) => address.toLowerCase()).join(' ')
  return (
    sameSubject(content.subject, twin.subject) &&
    (['to', 'cc', 'bcc'] as const).every((field) => addresses(content[field]) === addresses(twin[field])) &&
    words(content.html) === words(sanitiseOwn(ownOf(twin.html ?? '', kind !== 'new')))
  )
}

/** The person's text in Outlook's draft, for the editor. */
export const ownHtmlOf = (twin: Twin, answers: boolean, pictures: readonly Picture[]): string =>
  sanitiseOwn(fromCid(ownOf(twin.html ?? '', answers), pictures))

const toGraphPeople = (list: Person[]) =>
  list.map(({ name, address }) => ({ emailAddress: { ...(name ? { name } : {}), address } }))

/** What is written, and what Outlook has, if it has anything. */
export interface Writing {
  content: Omit<DraftContent, 'remindDays'>
  version: number
  pictures: readonly Picture[]
  answers: boolean
}

/** Properties of a draft in Outlook. The subject is left alone when it is as wanted: it carries the conversation. */
export function toGraphDraft({ content, version, pictures, answers }: Writing, twin: Twin | null) {
  return {
    ...(twin && sameSubject(twin.subject, content.subject) ? {} : { subject: content.subject }),
    importance: content.importance,
    toRecipients: toGraphPeople(content.to),
    ccRecipients: toGraphPeople(content.cc),
    bccRecipients: toGraphPeople(content.bcc),
    body: { contentType: 'html', content: withOwn(twin?.html ?? '', toCid(content.html, pictures), answers) },
    singleValueExtendedProperties: [{ id: VERSION_MARK, value: String(version) }],
  }
}

/** The mark by which a draft of ours is found again. */
export const markOf = (draftId: string) => ({ id: DRAFT_MARK, value: draftId })

/** A draft's row as far as the screens need it. */
export interface DraftRow {
  id: string
  kind: DraftView['kind']
  state: DraftView['state']
  version: number
  pushedVersion: number
  graphId: string | null
  conversationId: string | null
  toRecipients: Person[]
  ccRecipients: Person[]
  bccRecipients: Person[]
  subject: string
  importance: DraftView['importance']
  remindDays: number | null
  sendAt: Date | null
  sentAt: Date | null
  updatedAt: Date
  reason: string | null
}

export interface FileRow {
  id: string
  name: string
  size: number
  contentType: string
  contentId: string | null
  state: DraftAttachment['state']
}

export const toFileView = ({ id, name, size, contentType, contentId, state }: FileRow): DraftAttachment => ({
  id,
  name,
  size,
  contentType,
  contentId,
  state,
})

/** What a person edits, out of a row and its opened body. */
export const contentOf = (row: DraftRow, html: string): DraftContent => ({
  to: row.toRecipients,
  cc: row.ccRecipients,
  bcc: row.bccRecipients,
  subject: row.subject,
  html,
  importance: row.importance,
  remindDays: row.remindDays,
})

/** A draft as the composer shows it. */
export function toDraftView(
  row: DraftRow,
  html: string,
  files: FileRow[],
  beside: { quoteHtml: string | null; sourceId: string | null; difference?: DraftView['difference'] },
): DraftView {
  return {
    ...contentOf(row, html),
    id: row.id,
    kind: row.kind,
    state: row.state,
    version: row.version,
    attachments: files.map(toFileView),
    quoteHtml: beside.quoteHtml,
    sourceId: beside.sourceId,
    conversationId: row.conversationId,
    sendAt: row.sendAt?.toISOString() ?? null,
    savedAt: row.updatedAt.toISOString(),
    inOutlook: row.graphId !== null && row.pushedVersion === row.version,
    problem: problemOf(row.reason),
    difference: beside.difference ?? null,
  }
}

/** A mail on its way, as the list of these shows it at this moment. */
export const toOutgoingView = (row: DraftRow, waits: string | null, present: Date): OutgoingView => ({
  id: row.id,
  subject: row.subject,
  to: [...row.toRecipients, ...row.ccRecipients, ...row.bccRecipients].map(({ name, address }) => name || address),
  state: row.state,
  sendAt: row.sendAt?.toISOString() ?? null,
  leavesIn: row.state === 'queued' && row.sendAt ? row.sendAt.getTime() - present.getTime() : null,
  sentAt: row.sentAt?.toISOString() ?? null,
  problem: problemOf(row.reason) ?? waits,
})
