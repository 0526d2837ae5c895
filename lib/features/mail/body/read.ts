import 'server-only'
import { connectionScope } from '@/lib/auth/scope'
import { type Connection, isOn } from '@/lib/features/connection/queries'
import { sendBatch } from '@/lib/graph/batch'
import { graphFor } from '@/lib/graph/client'
import { AppError } from '@/lib/platform/errors'
import { attachmentBytes, attachmentList, messageBody } from '../graph'
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
}

/** A message's body from the cache, or from Microsoft: body and attachment list in one round trip. */
export async function readBody(connection: ConnectionRef, message: MessageRef): Promise<SafeBody> {
  const hit = cachedBody(connection, message)
  if (hit) return hit
  const graph = await personGraph(connection)
  const [bodyAnswer, listAnswer] = await sendBatch<Record<string, unknown>>(graph, [
    messageBody(message.graphId),
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
    text: safe ? null : content,
    remoteImages: safe?.remoteImages ?? 0,
    attachments: attachments.map(({ id, name, size, contentType: type, isInline }) => ({
      id,
      name: safeFileName(name ?? ''),
      size: size ?? 0,
      contentType: type ?? 'application/octet-stream',
      isInline: isInline ?? false,
    })),
    bcc: recipients(parsed.data.bccRecipients),
    replyTo: recipients(parsed.data.replyTo),
    inline,
  }
  keepBody(body, connection, message)
  return body
}

/** An attachment's bytes with the name and type that the list gave. */
export async function readAttachment(connection: ConnectionRef, message: MessageRef, attachmentId: string) {
  const { attachments } = await readBody(connection, message)
  const attachment = attachments.find(({ id }) => id === attachmentId)
  if (!attachment) throw new AppError('not_found', 'no such attachment')
  const graph = await personGraph(connection)
  const { body } = await graph.send<Uint8Array>(attachmentBytes(message.graphId, attachmentId))
  return { ...attachment, bytes: body }
}

async function personGraph(connection: ConnectionRef) {
  const scope = connection.state === 'active' ? await connectionScope(connection.id) : null
  if (!scope) throw new AppError('reauth_required', 'the connection is paused')
  // A permission that nobody chose is not used (R2).
  if (!isOn(connection, 'mail'))
    throw new AppError('consent_required', 'mail is off', {
      userMessage: 'Mail is turned off. Turn it on in Settings → Integrations to read this message.',
    })
  return graphFor(scope, 'person', connection.throttledUntil)
}

function toAttachments(value: unknown): GraphAttachment[] {
  return (Array.isArray(value) ? value : []).flatMap((each) => {
    const parsed = graphAttachment.safeParse(each)
    return parsed.success ? [parsed.data] : []
  })
}
