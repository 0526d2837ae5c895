import type { DraftContent, DraftKind, RecipientView, SendWarning } from '@/components/compose/view'
import { isAddress } from '@/lib/platform/addresses'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const MB = 1024 * 1024

/** A mail can be taken back for so long after Send (milliseconds). */
export const UNDO_MS = 10 * SECOND
/** A save reaches Outlook this long after it, together with what was typed meanwhile. */
export const SAVE_AFTER_MS = 2 * SECOND
/** A mail that could not leave for so long after its time is not sent without asking again. */
export const LATEST_MS = 24 * HOUR
/** After a call whose answer got lost the mail is looked for so long; what is a draft then needs the person. */
export const LOOK_MS = 2 * MINUTE
/** With Microsoft out of reach all this time, the person is told that nobody knows. */
export const LOOK_AT_MOST_MS = 15 * MINUTE
/** So many looks at least, before Microsoft counts as out of reach. */
export const FEWEST_LOOKS = 6
/** What left Drafts and is not yet in Sent Items counts as sent after so long. */
export const LEFT_MS = 10 * SECOND
/** Longest time between two saves in which one maker of a draft in Outlook is believed to be alive. */
export const MAKING_MS = 45 * SECOND

const LOOKS_S = [1, 2, 5, 10, 20, 30]
/** Wait before the next look for a mail, by how many there were. */
export const lookDelay = (looks: number): number => (LOOKS_S[looks] ?? 30) * SECOND

const BACK_OFF_S = [5, 15, 30, 60, 120, 300]
/** Wait before the next try of something that Microsoft did not answer, by how many there were. */
export const backOff = (tries: number): number => (BACK_OFF_S[tries] ?? 300) * SECOND

/** Under this a file goes up in one call (Microsoft Graph: attachments from 3 MB on need an upload session). */
export const DIRECT_BYTES = 3 * MB
/** Largest attachment (Microsoft Graph: upload sessions). */
export const LARGEST_BYTES = 150 * MB
/** Largest picture within a text; larger ones are to be attached. */
export const LARGEST_PICTURE = 10 * MB
/** Most mailboxes take no more in one mail (Exchange's default). */
const USUAL_LIMIT = 35 * MB
/** Microsoft 365: recipients of one mail. */
const MOST_RECIPIENTS = 500

/** Control characters, and marks that turn the direction of what follows: a name could so pass for an address. */
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu

/** Every address once, in the most visible place; blanks trimmed, names of one line. */
export function foldRecipients<T extends Pick<DraftContent, 'to' | 'cc' | 'bcc'>>(content: T): T {
  const seen = new Set<string>()
  const fold = (list: RecipientView[]) =>
    list.flatMap(({ name, address }) => {
      const trimmed = address.replace(CONTROLS, ' ').toWellFormed().trim()
      const key = trimmed.toLowerCase()
      if (trimmed === '' || seen.has(key)) return []
      seen.add(key)
      return [{ name: name.replace(CONTROLS, ' ').toWellFormed().trim(), address: trimmed }]
    })
  return { ...content, to: fold(content.to), cc: fold(content.cc), bcc: fold(content.bcc) }
}

/** What a mail says when it speaks of an attachment, in English and German. */
const SPEAKS_OF_FILE =
  /\b(?:attached|attachment|attachments|enclosed|i attach|anbei|angehängt|im anhang|als anhang|anlage|beigefügt|beiliegend)\b/i

interface Sendable {
  content: Pick<DraftContent, 'to' | 'cc' | 'bcc' | 'subject'>
  /** Plain text of the person's own part. */
  text: string
  files: { name: string; size: number; state: 'uploading' | 'attached' | 'failed'; contentId: string | null }[]
  /** Recipients known to be away. */
  away: { address: string; text: string }[]
}

/** What is to be said before a mail leaves, the most serious first. */
export function warningsOf({ content, text, files, away }: Sendable): SendWarning[] {
  const all = [...content.to, ...content.cc, ...content.bcc]
  const found: SendWarning[] = []
  const say = (code: SendWarning['code'], stops: boolean, words: string, about?: string) =>
    found.push({ code, stops, text: words, ...(about === undefined ? {} : { about }) })
  if (all.length === 0) say('no-recipients', true, 'Say who gets this mail.')
  for (const { address } of all)
    if (!isAddress(address)) say('bad-address', true, `“${address}” is not an e-mail address.`, address)
  if (all.length > MOST_RECIPIENTS)
    say('too-many', true, `Microsoft sends to ${MOST_RECIPIENTS} people at a time. This mail has ${all.length}.`)
  for (const { name, state } of files) {
    if (state === 'uploading') say('uploading', true, `“${name}” is still uploading.`, name)
    if (state === 'failed') say('uploading', true, `“${name}” could not be attached. Remove it, or add it again.`, name)
  }
  const size = files.reduce((sum, file) => sum + file.size, 0)
  if (size > LARGEST_BYTES) say('too-big', true, 'The attachments are over 150 MB together. Microsoft takes no more.')
  else if (size > USUAL_LIMIT)
    say('too-big', false, 'The attachments are over 35 MB together. Many mailboxes do not take that much.')
  if (content.subject.trim() === '') say('no-subject', false, 'This mail has no subject.')
  if (SPEAKS_OF_FILE.test(text) && !files.some(({ contentId }) => contentId === null))
    say('forgotten-attachment', false, 'You mention an attachment, and there is none.')
  for (const { address, text: words } of away) say('away', false, words, address)
  return found
}

/** Subject of an answer: one prefix, however many there were. */
export function answerSubject(kind: DraftKind, subject: string): string {
  if (kind === 'new') return subject
  const bare = subject.replace(/^(?:\s*(?:re|fwd?|aw|wg|sv|vs|antw|rv|tr|rif)\s*:)+/i, '').trim()
  return `${kind === 'forward' ? 'Fw' : 'Re'}: ${bare}`
}

/** Whether two subjects differ in more than the case of their prefix ("RE:" as Outlook writes it). */
export const sameSubject = (a: string, b: string): boolean => {
  const plain = (text: string) => text.trim().replace(/^[a-z]{2,4}:/i, (prefix) => prefix.toLowerCase())
  return plain(a) === plain(b)
}

export interface Answered {
  from: RecipientView | null
  /** Where the sender wants answers; usually none. */
  replyTo: RecipientView[]
  to: RecipientView[]
  cc: RecipientView[]
}

/** Who gets an answer (RFC 5322: Reply-To before From). Answers to one's own mail go to those whom it went to. */
export function answerRecipients(
  kind: DraftKind,
  source: Answered,
  own: string,
): Pick<DraftContent, 'to' | 'cc' | 'bcc'> {
  const none = { to: [], cc: [], bcc: [] }
  if (kind === 'new' || kind === 'forward') return none
  const isOwn = ({ address }: RecipientView) => address.toLowerCase() === own.toLowerCase()
  const sender = source.replyTo.length > 0 ? source.replyTo : source.from ? [source.from] : []
  const mine = sender.length > 0 && sender.every(isOwn)
  const main = mine ? source.to : sender
  if (kind === 'reply') return foldRecipients({ ...none, to: main })
  const others = [...main, ...(mine ? [] : source.to)].filter((each) => !isOwn(each))
  return foldRecipients({
    ...none,
    to: others.length > 0 ? others : main,
    cc: source.cc.filter((each) => !isOwn(each)),
  })
}

/** Why a mail was not sent, or stands in Outlook otherwise: code → words. */
const PROBLEMS: Record<string, string> = {
  recipients: 'Not sent: Microsoft does not take one of the addresses. Your draft is kept.',
  'too-many': 'Not sent: Microsoft does not send to so many people at a time. Your draft is kept.',
  'too-large': 'Not sent: the attachment is over what your mailbox may send. Your draft is kept.',
  'mailbox-full': 'Not sent: your mailbox is full. Make room in Outlook, then send again. Your draft is kept.',
  'send-quota': 'Not sent: Microsoft’s daily limit for this account is used up. Your draft is kept.',
  'send-as': 'Not sent: this account may not send under that address. Your draft is kept.',
  'not-allowed': 'Not sent: Microsoft does not allow this account to send. Ask your help desk. Your draft is kept.',
  refused: 'Not sent: Microsoft refused it. Your draft is kept.',
  late: 'Not sent: Microsoft could not be reached for a day after its time. Look it over, then send it again.',
  deleted: 'This draft was deleted in Outlook. It is kept here; go on writing to keep it in Outlook too.',
  difference: 'This draft was changed in Outlook too. Choose which text stays.',
  'sent-there': 'An older text of this mail was sent from Outlook. What you wrote since is kept here.',
  'not-saved': 'Microsoft does not take this draft. It is saved here.',
  unsure: 'Microsoft never said whether this mail left.',
}

/** The words for a draft's problem; null: none. */
export const problemOf = (reason: string | null): string | null =>
  reason === null ? null : (PROBLEMS[reason] ?? PROBLEMS.refused ?? null)

const REFUSALS: Record<string, string> = {
  ErrorInvalidRecipients: 'recipients',
  ErrorTooManyRecipients: 'too-many',
  ErrorExceededMessageLimit: 'send-quota',
  ErrorMessageSizeExceeded: 'too-large',
  RequestEntityTooLarge: 'too-large',
  ErrorQuotaExceeded: 'mailbox-full',
  ErrorSubmissionQuotaExceeded: 'send-quota',
  ErrorSendAsDenied: 'send-as',
  ErrorAccessDenied: 'not-allowed',
}

/** Graph's codes that refuse for good although their status is in the five hundreds (507: no room). */
const REFUSED_ANYWAY = new Set(['ErrorQuotaExceeded', 'ErrorMessageSizeExceeded'])

/** Our code for a refusal of Microsoft's. */
export const refusalReason = (graphCode: string | undefined, fallback: string): string =>
  REFUSALS[graphCode ?? ''] ?? fallback

/**
 * What an error says about the call that it answers: `refused` did nothing and never will, `later` did nothing (429,
 * or the grant is dead), `again` did nothing because the draft changed meanwhile; `unknown` may have done it.
 */
export function whatItSays(error: {
  code: string
  reason: string | undefined
}): 'refused' | 'later' | 'again' | 'unknown' {
  if (error.code === 'throttled' || error.code === 'reauth_required' || error.code === 'consent_required')
    return 'later'
  if (error.code === 'conflict') return 'again'
  if (REFUSED_ANYWAY.has(error.reason ?? '')) return 'refused'
  if (error.code === 'forbidden' || error.code === 'not_found' || error.code === 'cursor_expired') return 'refused'
  // Other answers of the four hundreds; without Graph's code it is an error of our own.
  return error.code === 'internal' && error.reason !== undefined ? 'refused' : 'unknown'
}
