import 'server-only'
import type { AttachmentView } from '@/components/mail/view'
import { connectionScope } from '@/lib/auth/scope'
import { type Connection, isOn } from '@/lib/features/connection/queries'
import { sendBatch } from '@/lib/graph/batch'
import { graphFor } from '@/lib/graph/client'
import type { Lane } from '@/lib/graph/lanes'
import { AppError } from '@/lib/platform/errors'
import { offeredPreview } from '../files/rules'
import { attachmentBytes, attachmentList, messageBody, messageSource } from '../graph'
import { toInvitation } from '../invitation/map'
import { recipients } from '../map'
import { safeFileName } from '../rules'
import { type GraphAttachment, graphAttachment, graphBody } from '../schema'
import { cachedBody, keepBody, type SafeBody } from './cache'
import { sanitiseBody } from './sanitise'

export interface Recipient {
  name: string
  address: string
}

type ConnectionRef = Pick<
  Connection,
  'id' | 'epoch' | 'state' | 'throttledUntil' | 'features' | 'grantedScopes' | 'accountKind'
>

interface MessageRef {
  id: string
  graphId: string
  changeKey: string
  subject: string
  fromName: string
  fromAddress: string
  isInvitation: boolean
}

/** Longer texts are cut: laying them out would hold up the reader's browser. */
const MOST_TEXT = 500_000

/** A message's body from the cache, or from Microsoft: body and attachment list in one round trip. */
export async function readBody(connection: ConnectionRef, message: MessageRef): Promise<SafeBody> {
  const hit = cachedBody(connection, message)
  if (hit) return hit
  const graph = await graphOf(connection, 'person')
  const [bodyAnswer, listAnswer] = await sendBatch<Record<string, unknown>>(graph, [
    messageBody(message.graphId, message.isInvitation),
    attachmentList(message.graphId),
  ])
  if (!bodyAnswer || 'error' in bodyAnswer) throw bodyAnswer?.error ?? new AppError('unavailable', 'no body')
  const parsed = graphBody.safeParse(bodyAnswer.body)
  if (!parsed.success) throw new AppError('unavailable', 'a body that cannot be understood')
  const attachments = listAnswer && 'body' in listAnswer ? toAttachments(listAnswer.body.value) : []
  const inline = Object.fromEntries(
    attachments.flatMap(({ contentId, id }) =>
      contentId ? [[contentId.replace(/^<|>$/g, '').toLowerCase(), id]] : [],
    ),
  )
  const { content = '', contentType = 'text' } = parsed.data.body ?? {}
  const safe =
    contentType === 'html'
      ? sanitiseBody(content, (contentId) => {
          const id = inline[contentId.toLowerCase()]
          return id ? `/api/mail/messages/${message.id}/attachments/${encodeURIComponent(id)}` : null
        })
      : null
  const body: SafeBody = {
    html: safe?.html ?? null,
    text: safe ? null : shortened(content),
    invitation: message.isInvitation
      ? toInvitation(bodyAnswer.body, {
          subject: message.subject,
          from: { name: message.fromName, address: message.fromAddress },
          html: content,
        })
      : null,
    remoteImages: safe?.remoteImages ?? 0,
    attachments: attachments.map(toView),
    bcc: recipients(parsed.data.bccRecipients),
    replyTo: recipients(parsed.data.replyTo),
    inline,
  }
  keepBody(body, connection, message)
  return body
}

/** An attachment with the name and type that the list gave, and its bytes piece by piece: it may have 150 MB. */
export async function openAttachment(connection: ConnectionRef, message: MessageRef, attachmentId: string) {
  const { attachments } = await readBody(connection, message)
  const attachment = attachments.find(({ id }) => id === attachmentId)
  if (!attachment) throw new AppError('not_found', 'no such attachment')
  const request = attachmentBytes(message.graphId, attachmentId)
  if (attachment.size > LARGE) {
    return { attachment, bytes: (await (await graphOf(connection, 'bulk')).open(request)).body }
  }
  const { body } = await (await graphOf(connection, 'person')).send<Uint8Array>({ ...request, as: 'bytes' })
  return { attachment, bytes: streamOf(body) }
}

/** From this size on a download takes its time, and does not stand in the way of a person who reads. */
const LARGE = 1_000_000

/** The message as it travelled (MIME), piece by piece. */
export async function openSource(connection: ConnectionRef, message: MessageRef): Promise<ReadableStream<Uint8Array>> {
  return (await (await graphOf(connection, 'bulk')).open(messageSource(message.graphId))).body
}

const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      if (bytes.byteLength > 0) controller.enqueue(bytes)
      controller.close()
    },
  })

const shortened = (text: string): string =>
  text.length > MOST_TEXT
    ? `${text.slice(0, MOST_TEXT).toWellFormed()}\n\nThis message is very long. Open it in Outlook to read the rest.`
    : text

function toView({ id, name, size, contentType, isInline }: GraphAttachment): AttachmentView {
  const file = {
    name: safeFileName(name ?? ''),
    size: size ?? 0,
    contentType: contentType ?? 'application/octet-stream',
  }
  return { id, ...file, preview: offeredPreview(file), isInline: isInline ?? false }
}

/** A client for a mailbox that may be read from. Throws reauth_required, consent_required. */
export async function graphOf(connection: ConnectionRef, lane: Lane) {
  const scope = connection.state === 'active' ? await connectionScope(connection.id) : null
  if (!scope) throw new AppError('reauth_required', 'the connection is paused')
  // A permission that nobody chose is not used (R2).
  if (!isOn(connection, 'mail'))
    throw new AppError('consent_required', 'mail is off', {
      userMessage: 'Mail is turned off. Turn it on in Settings → Integrations to read this message.',
    })
  return graphFor(scope, lane, connection.throttledUntil)
}

function toAttachments(value: unknown): GraphAttachment[] {
  return (Array.isArray(value) ? value : []).flatMap((each) => {
    const parsed = graphAttachment.safeParse(each)
    return parsed.success ? [parsed.data] : []
  })
}
