'use server'

import { z } from 'zod'
import type {
  DraftContent,
  DraftKind,
  DraftView,
  RecipientView,
  Refusal,
  SendWarning,
  SettleUnsure,
} from '@/components/compose/view'
import { withUser } from '@/lib/auth/with-user'
import { knownAwayOf } from '@/lib/features/absence/queries'
import type { Connection } from '@/lib/features/connection/queries'
import { answer, refusal } from '@/lib/platform/answer'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { assertWithin } from '@/lib/platform/rate'
import type { UserScope } from '@/lib/platform/scope'
import { announceDrafts } from './announce/mutations'
import { textOf } from './body/rules'
import { quoteHtmlOf, readSourceBody, requireMailbox, viewOfDraft } from './loaders'
import { toDraftView } from './map'
import { createDraft, discardDraftRow, moveSend, NewerDraft, queueSend, saveDraftContent, takeBack } from './mutations'
import { getDraft, getDraftOfTwin, getSource, htmlOfDraft } from './queries'
import { answerRecipients, answerSubject, warningsOf } from './rules'
import { openInput, resumeInput, saveInput, sendInput } from './schema'
import { lookFirst, rowOfOutlooks, settleEdits, settleMail } from './sync/open'

type Drafted = { draft: DraftView } | Refusal
const GONE = 'This draft no longer exists.'
const noDraft = () => new AppError('not_found', 'no such draft', { userMessage: GONE })

/** Mails that one person begins. */
const RATE = { times: 120, perMs: 60_000 }

/** Begins a mail: at once, without waiting for Outlook. */
export async function openDraft(input: {
  kind: DraftKind
  sourceId?: string
  to?: RecipientView[]
  subject?: string
}): Promise<Drafted> {
  try {
    const { kind, sourceId, to, subject } = openInput.parse(input)
    const { connection, source } = await withUser(async (db, scope) => {
      const connection = await requireMailbox(db, scope)
      assertWithin(`draft ${connection.id}`, RATE)
      return { connection, source: sourceId ? await getSource(db, connection.id, { id: sourceId }) : null }
    })
    if (kind !== 'new' && !source)
      throw new AppError('not_found', 'no such source', { userMessage: 'The mail to answer no longer exists.' })
    const body = source && kind !== 'new' ? await readSourceBody(connection, source) : null
    const recipients =
      source && kind !== 'new'
        ? answerRecipients(
            kind,
            {
              from: { name: source.fromName, address: source.fromAddress },
              replyTo: body?.replyTo ?? [],
              to: source.toRecipients,
              cc: source.ccRecipients,
            },
            connection.address,
          )
        : { to: [], cc: [], bcc: [] }
    const content: DraftContent = {
      ...recipients,
      ...(to?.length ? { to } : {}),
      subject: subject ?? (source ? answerSubject(kind, source.subject) : ''),
      html: '',
      importance: 'normal',
      remindDays: null,
    }
    const files = kind === 'forward' ? (body?.attachments ?? []).filter(({ isInline }) => !isInline) : []
    const found = await withUser(async (db) => {
      const draft = await createDraft(db, connection, {
        kind,
        content,
        sourceGraphId: source && kind !== 'new' ? source.graphId : null,
        conversationId: source && kind !== 'new' ? source.conversationId : null,
        files: files.map(({ name, size, contentType }) => ({ name, size, contentType })),
      })
      return getDraft(db, connection.id, draft.id)
    })
    if (!found) throw noDraft()
    return {
      draft: toDraftView(found.draft, htmlOfDraft(found.draft), found.files, {
        quoteHtml: quoteHtmlOf(body),
        sourceId: source?.id ?? null,
      }),
    }
  } catch (error) {
    return refusal(error)
  }
}

/** Opens what lies in Drafts, here or made in Outlook, with what was edited there since. */
export async function resumeDraft(input: { messageId?: string; draftId?: string }): Promise<Drafted> {
  try {
    const { messageId, draftId } = resumeInput.parse(input)
    const { connection, id, graphId, looks } = await withUser(async (db, scope) => {
      const connection = await requireMailbox(db, scope)
      const message = messageId ? await getSource(db, connection.id, { id: messageId }) : null
      const draft = draftId
        ? (await getDraft(db, connection.id, draftId))?.draft
        : message && (await getDraftOfTwin(db, connection.id, message.graphId))
      const twin = draft?.graphId && !message ? await getSource(db, connection.id, { graphId: draft.graphId }) : message
      // Nothing to ask Outlook for while its list shows the draft as it was written from here.
      const looks = draft?.graphId != null && twin?.changeKey !== draft.outlookKey
      return { connection, id: draft?.id ?? null, graphId: message?.graphId ?? null, looks }
    })
    const active = connection.state === 'active'
    if (id && looks && active) {
      const seen = await lookFirst(connection.id, id)
      if (seen === 'sent')
        throw new AppError('conflict', 'sent from Outlook', { userMessage: 'This mail was sent from Outlook.' })
      if (seen === 'missing') await announceDrafts(connection.id, now())
    }
    const opened = id ?? (graphId && active ? await rowOfOutlooks(connection.id, graphId) : null)
    const found = opened ? await withUser((db) => getDraft(db, connection.id, opened)) : null
    if (!found) throw noDraft()
    return { draft: await viewOfDraft(connection, found) }
  } catch (error) {
    return refusal(error)
  }
}

/** Runs a deed on a draft; another tab that was faster is answered with its draft. */
async function orNewer<T>(
  work: (db: Db, connection: Connection, scope: UserScope) => Promise<T>,
): Promise<{ value: T; connection: Connection } | { newer: DraftView } | Refusal> {
  try {
    return await withUser(async (db, scope) => {
      const connection = await requireMailbox(db, scope)
      return { value: await work(db, connection, scope), connection }
    })
  } catch (error) {
    if (!(error instanceof NewerDraft)) return refusal(error)
    const connection = await withUser(requireMailbox)
    const found = await withUser((db) => getDraft(db, connection.id, error.draft.id))
    return found ? { newer: await viewOfDraft(connection, found) } : { error: GONE }
  }
}

/** Saves; `version` is the one that the change builds on. */
export async function saveDraft(
  id: string,
  version: number,
  content: DraftContent,
): Promise<{ version: number; savedAt: string } | { newer: DraftView } | Refusal> {
  const input = saveInput.safeParse({ id, version, content })
  if (!input.success) return { error: 'This is too long to be saved as one mail.' }
  const done = await orNewer((db, connection) => saveDraftContent(db, connection, input.data))
  if (!('value' in done)) return done
  await announceDrafts(done.connection.id, done.value.job)
  return { version: done.value.draft.version, savedAt: done.value.draft.updatedAt.toISOString() }
}

/** Ends the way of a draft: gone here, and in Outlook's Deleted Items. */
export async function discardDraft(id: string): Promise<Refusal | undefined> {
  return answer(async () => {
    const draftId = z.uuid().parse(id)
    const connection = await withUser(async (db, scope) => {
      const mine = await requireMailbox(db, scope)
      await discardDraftRow(db, mine, draftId)
      return mine
    })
    await announceDrafts(connection.id, now())
  })
}

/** A year ahead is far enough. */
const FARTHEST_MS = 366 * 86_400_000

/** Saves and hands over to be sent. */
export async function sendDraft(asked: {
  id: string
  version: number
  content: DraftContent
  at: string | null
  confirmed: boolean
  archive: boolean
  saving?: boolean
}): Promise<{ sendAt: string } | { warnings: SendWarning[] } | { newer: DraftView } | Refusal> {
  const parsed = sendInput.safeParse(asked)
  if (!parsed.success) return { error: 'This is too long to be sent as one mail.' }
  const input = parsed.data
  const wanted = input.at === null ? null : new Date(input.at)
  if (wanted && wanted.getTime() > now().getTime() + FARTHEST_MS)
    return { error: 'Choose a time within the next year.' }
  const at = wanted && wanted > now() ? wanted : null
  const done = await orNewer(async (db, connection) => {
    const files = (await getDraft(db, connection.id, input.id))?.files ?? []
    const { content } = input
    const warnings = warningsOf({
      content,
      text: textOf(content.html),
      files,
      away: knownAwayOf(connection, [...content.to, ...content.cc]),
    })
    if (warnings.some(({ stops }) => stops) || (!input.confirmed && warnings.length > 0)) return { warnings }
    return { queued: await queueSend(db, connection, { ...input, at }) }
  })
  if ('newer' in done && input.saving && done.newer.version === input.version + 1)
    return sendDraft({ ...input, version: done.newer.version, saving: false })
  if (!('value' in done)) return done
  if ('warnings' in done.value) return { warnings: done.value.warnings ?? [] }
  const { sendAt } = done.value.queued
  const leaves = sendAt ?? now()
  await announceDrafts(done.connection.id, now(), leaves)
  return { sendAt: leaves.toISOString() }
}

const LEFT = 'This mail has left already.'

/** Takes a queued mail back into writing. */
export async function undoSend(id: string): Promise<Drafted> {
  try {
    const draftId = z.uuid().parse(id)
    const { connection, found } = await withUser(async (db, scope) => {
      const connection = await requireMailbox(db, scope)
      await takeBack(db, connection, draftId)
      return { connection, found: await getDraft(db, connection.id, draftId) }
    })
    if (!found) throw noDraft()
    if (found.draft.state !== 'editing') return { error: LEFT }
    return { draft: await viewOfDraft(connection, found) }
  } catch (error) {
    return refusal(error)
  }
}

/** Changes when a queued mail leaves; null: now. */
export async function rescheduleSend(id: string, at: string | null): Promise<{ sendAt: string } | Refusal> {
  try {
    const draftId = z.uuid().parse(id)
    const wanted = at === null ? now() : new Date(z.iso.datetime({ offset: true }).parse(at))
    if (wanted.getTime() > now().getTime() + FARTHEST_MS) return { error: 'Choose a time within the next year.' }
    const leaves = new Date(Math.max(wanted.getTime(), now().getTime()))
    const { connection, moved } = await withUser(async (db, scope) => {
      const connection = await requireMailbox(db, scope)
      return { connection, moved: await moveSend(db, connection, draftId, leaves) }
    })
    if (!moved) return { error: LEFT }
    await announceDrafts(connection.id, leaves)
    return { sendAt: leaves.toISOString() }
  } catch (error) {
    return refusal(error)
  }
}

/** After Microsoft never said whether a mail left: the person looked, and says what to do. */
export async function settleUnsure(id: string, what: Parameters<SettleUnsure>[1]): Promise<Refusal | undefined> {
  return answer(async () => {
    const wish = z.enum(['it-left', 'send-again', 'keep-as-draft']).parse(what)
    const draftId = z.uuid().parse(id)
    const connection = await withUser(requireMailbox)
    await settleMail(connection.id, draftId, wish)
    await announceDrafts(connection.id, now())
  })
}

/** Chooses after an edit on both sides. */
export async function settleDifference(id: string, keep: 'tandem' | 'outlook'): Promise<Drafted> {
  try {
    const draftId = z.uuid().parse(id)
    const side = z.enum(['tandem', 'outlook']).parse(keep)
    const connection = await withUser(requireMailbox)
    await settleEdits(connection.id, draftId, side)
    await announceDrafts(connection.id, now())
    const found = await withUser((db) => getDraft(db, connection.id, draftId))
    if (!found) throw noDraft()
    return { draft: await viewOfDraft(connection, found) }
  } catch (error) {
    return refusal(error)
  }
}
