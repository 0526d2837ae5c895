// Reply, reply all, forward: subject, recipients, thread and attachments of the answer to a message.

import { type DirectoryUser, GraphFault } from '../seam'
import type { Address, Body, Head, StoredContent } from './content'
import { addressOf, blank, readMessage, type Written } from './drafts'
import { quote } from './quote'

export type AnswerKind = 'reply' | 'replyAll' | 'forward'

const bad = (message: string) => new GraphFault(400, 'ErrorInvalidRequest', message)

/** One prefix, however many the subject has had. */
function answerSubject(subject: string | null, kind: AnswerKind): string {
  const bare = (subject ?? '').replace(/^(\s*(re|fw|fwd|aw|wg|sv|vs|antw|rv|tr|rif)\s*:)+/i, '').trim()
  return `${kind === 'forward' ? 'FW' : 'RE'}: ${bare}`
}

const same = (a: Address, b: Address) => a.address.toLowerCase() === b.address.toLowerCase()
const without = (list: Address[], others: Address[]) =>
  list.filter((each) => !others.some((other) => same(each, other)))
const once = (list: Address[]) => list.filter((each, index) => list.findIndex((other) => same(each, other)) === index)

/** RFC 5322: answers go to Reply-To, if the message has one. */
function recipients(head: Head, kind: AnswerKind, me: Address): Pick<Head, 'to' | 'cc'> {
  if (kind === 'forward') return { to: [], cc: [] }
  const sender = head.replyTo.length > 0 ? head.replyTo : head.from ? [head.from] : []
  if (kind === 'reply') return { to: once(sender), cc: [] }
  const others = without(once([...sender, ...head.to]), [me])
  const to = others.length > 0 ? others : once(sender)
  return { to, cc: without(once(head.cc), [me, ...to]) }
}

/** Message-ids of the thread up to this message, the first one first. */
function referencesOf(head: Head, body: Body): string[] {
  const header = (wanted: string) => body.headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''
  const known = header('references').match(/<[^>]+>/g) ?? header('in-reply-to').match(/<[^>]+>/g) ?? []
  const root = /^<[^>]+>$/.test(head.conversation) ? [head.conversation] : []
  return [...new Set([...(known.length > 0 ? known : root), head.internetMessageId])]
}

/** What the body of the request holds; names in any case. @throws GraphFault 400 for another one. */
function parameters(given: Record<string, unknown>, kind: AnswerKind) {
  const known = new Map<string, unknown>()
  for (const [name, value] of Object.entries(given)) {
    const key = name.toLowerCase()
    if (name.startsWith('@')) continue
    if (!['message', 'comment', ...(kind === 'forward' ? ['torecipients'] : [])].includes(key)) {
      throw new GraphFault(400, 'RequestBodyRead', `The parameter '${name}' is not valid for this operation.`)
    }
    known.set(key, value)
  }
  const comment = known.get('comment') ?? ''
  const message = known.get('message') ?? {}
  if (typeof comment !== 'string') throw bad("'comment' must be a string.")
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw bad("'message' must be an object.")
  const own = { ...(message as Record<string, unknown>) }
  if (comment !== '' && 'body' in own) throw bad("'comment' and the body of 'message' exclude each other.")
  const to = known.get('torecipients')
  if (to !== undefined && to !== null) {
    if ('toRecipients' in own) throw bad("'toRecipients' is given twice.")
    own.toRecipients = to
  }
  return { comment, message: own }
}

export interface Original {
  head: Head
  body: Body
}

/**
 * The answer as it would be drafted. `now`: epoch milliseconds. `timeZone`: IANA, for the line that says when the
 * original was sent. Microsoft Graph: message createReply, createReplyAll, createForward.
 * @throws GraphFault 400
 */
export function answerTo(
  { head, body }: Original,
  kind: AnswerKind,
  owner: DirectoryUser,
  given: Record<string, unknown>,
  now: number,
  timeZone: string,
): Written {
  const { comment, message } = parameters(given, kind)
  const base = blank(owner, now)
  const references = referencesOf(head, body)
  const shown = (id: string | null) => id !== null && body.type === 'html' && body.content.includes(`cid:${id}`)
  const attachments = body.attachments
    .filter(({ isInline, contentId }) => kind === 'forward' || (isInline && shown(contentId)))
    .map(({ key: _, attached: __, ...each }) => each)
  const answer: StoredContent = {
    kind: 'stored',
    head: {
      ...base.head,
      ...recipients(head, kind, addressOf(owner)),
      subject: answerSubject(head.subject, kind),
      conversation: head.conversation,
      depth: head.depth + 1,
    },
    body: {
      ...base.body,
      type: 'html',
      content: quote(head, body, comment, timeZone),
      headers: [
        ['In-Reply-To', head.internetMessageId],
        ['References', references.join(' ')],
      ],
      attachments,
    },
  }
  return readMessage(message, answer)
}
