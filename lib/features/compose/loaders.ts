import 'server-only'
import type { ComposeHome, DraftView, OutgoingView } from '@/components/compose/view'
import { withUser } from '@/lib/auth/with-user'
import { type Connection, getConnection, isOn } from '@/lib/features/connection/queries'
import { getSafeBody, type SafeBody, toSafeQuote } from '@/lib/features/mail/body/quote/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError, toAppError } from '@/lib/platform/errors'
import { log } from '@/lib/platform/log'
import type { UserScope } from '@/lib/platform/scope'
import { isUuid } from '@/lib/platform/uuid'
import { quoteOf } from './body/map'
import { htmlOf } from './body/rules'
import { ownHtmlOf, toDraftView, toOutgoingView } from './map'
import { type DraftWithFiles, getSource, htmlOfDraft, listOutgoing } from './queries'
import { readTwin } from './sync/twin'
import { atOnce } from './sync/work'
import { listSignatures, listSnippets } from './texts/queries'
import { pictureKind } from './uploads/rules'
import { readPicture } from './uploads/sync'

/** A person who opens an answer waits no longer than this for the mail that it quotes. */
const QUOTE_MS = 4_000

/** The person's mailbox for writing: there, and with mail on. A paused one still keeps what is typed. */
export async function requireMailbox(db: Db, scope: UserScope): Promise<Connection> {
  const connection = await getConnection(db, scope)
  if (!connection || connection.state === 'disconnecting')
    throw new AppError('not_found', 'nothing is connected', { userMessage: 'Connect Microsoft first, in Settings.' })
  if (!isOn(connection, 'mail'))
    throw new AppError('consent_required', 'mail is off', {
      userMessage: 'Mail is turned off. Turn it on in Settings → Integrations to write.',
    })
  return connection
}

export type Source = NonNullable<Awaited<ReturnType<typeof getSource>>>

/** The body of the mail that is answered; null when it cannot be had now. It is never stored. */
export async function readSourceBody(connection: Connection, source: Source): Promise<SafeBody | null> {
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), QUOTE_MS)
  })
  const body = getSafeBody(connection, source).catch((err) => {
    log.warn({ code: toAppError(err).code }, 'a quoted mail could not be read')
    return null
  })
  try {
    return await Promise.race([body, enough])
  } finally {
    clearTimeout(timer)
  }
}

/** The quoted mail for the reader's frame. */
export const quoteHtmlOf = (body: SafeBody | null): string | null =>
  body === null ? null : (body.html ?? (body.text === null ? null : htmlOf(body.text)))

/** A draft as the composer shows it, with the quoted mail and, after edits on both sides, Outlook's text. */
export async function viewOfDraft(connection: Connection, found: DraftWithFiles): Promise<DraftView> {
  const { draft, files } = found
  const answers = draft.kind !== 'new'
  const { sourceGraphId, graphId } = draft
  const source = sourceGraphId ? await withUser((db) => getSource(db, connection.id, { graphId: sourceGraphId })) : null
  const differs = draft.reason === 'difference'
  // The text of the draft in Outlook is read only for what is not to be had elsewhere.
  const needsTwin = graphId !== null && connection.state === 'active' && (differs || (answers && !source))
  const twin = needsTwin ? await atOnce(connection.id, (context) => readTwin(context, graphId)).catch(() => null) : null
  const quote = quoteOf(twin?.html ?? '', answers)
  return toDraftView(draft, htmlOfDraft(draft), files, {
    quoteHtml: source
      ? quoteHtmlOf(await readSourceBody(connection, source))
      : answers && quote !== null
        ? toSafeQuote(quote)
        : null,
    sourceId: source?.id ?? null,
    difference:
      differs && twin
        ? {
            html: ownHtmlOf(twin, answers, files),
            subject: twin.subject,
            changedAt: twin.modifiedAt ?? draft.updatedAt.toISOString(),
          }
        : null,
  })
}

const WAITS = 'Waits until you reconnect Microsoft.'

async function outgoingOf(db: Db, connection: Connection | null): Promise<OutgoingView[]> {
  if (!connection || connection.state === 'disconnecting') return []
  const waits = connection.state === 'paused' ? WAITS : null
  const present = now()
  const rows = await listOutgoing(db, connection.id, present)
  return rows.map((row) => toOutgoingView(row, row.state === 'sent' ? null : waits, present))
}

/** Mails that wait, are on their way, or need the person. */
export async function loadOutgoing(): Promise<OutgoingView[]> {
  return withUser(async (db, scope) => outgoingOf(db, await getConnection(db, scope)))
}

/** What the composer knows before it opens. */
export async function loadComposeHome(): Promise<ComposeHome> {
  return withUser(async (db, scope) => {
    const connection = await getConnection(db, scope)
    const live = connection !== null && connection.state !== 'disconnecting'
    const on = (feature: string) => live && isOn(connection, feature)
    return {
      address: live ? connection.address : '',
      name: live ? connection.displayName : '',
      signatures: await listSignatures(db, scope),
      snippets: await listSnippets(db, scope),
      can: { teams: on('meetings'), suggestions: on('suggestions'), absence: on('absence'), send: on('mail') },
      outgoing: await outgoingOf(db, connection),
    }
  })
}

/** A picture in the text of one's own draft: bytes and what they are. Throws not_found for anything else. */
export async function loadPicture(id: string): Promise<{ bytes: Uint8Array; contentType: string }> {
  const connection = await withUser(requireMailbox)
  if (!isUuid(id)) throw new AppError('not_found', 'no such picture')
  const bytes = await atOnce(connection.id, (context) => readPicture(context, id))
  const contentType = pictureKind(bytes)
  if (!contentType) throw new AppError('not_found', 'no picture')
  return { bytes, contentType }
}
