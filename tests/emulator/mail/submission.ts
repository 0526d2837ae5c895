// What Exchange checks before it takes a message for sending.

import type { SendingSettings } from '../core/sending'
import { type DirectoryUser, GraphFault } from '../seam'
import { bytesIn } from './attachments-bytes'
import type { Address, Head, StoredContent } from './content'

const ADDRESS = /^[^\s@<>(),;:"[\]]+@[^\s@<>(),;:"[\]]+\.[^\s@<>(),;:"[\].]+$/

const invalidRecipients = (why: string) =>
  new GraphFault(400, 'ErrorInvalidRecipients', `At least one recipient isn't valid., ${why}`)

export const recipientsOf = ({ to, cc, bcc }: Pick<Head, 'to' | 'cc' | 'bcc'>): Address[] => [...to, ...cc, ...bcc]

/** Bytes as they count for the limit: text and files, not their transfer encoding. */
const sizeOf = ({ head, body }: StoredContent): number =>
  Buffer.byteLength(body.content) +
  Buffer.byteLength(head.subject ?? '') +
  body.attachments.reduce((sum, attachment) => sum + bytesIn(attachment), 0)

/** @throws GraphFault 507 when nothing more can be kept (switch mailboxFull). */
export function checkRoom(owner: DirectoryUser): void {
  if (owner.mailboxFull) {
    throw new GraphFault(507, 'ErrorQuotaExceeded', 'The mailbox has exceeded its maximum size.')
  }
}

/** @throws GraphFault 413 ErrorMessageSizeExceeded */
export function checkSize(content: StoredContent, { maxMessageBytes }: SendingSettings): void {
  if (sizeOf(content) > maxMessageBytes) {
    throw new GraphFault(413, 'ErrorMessageSizeExceeded', 'The message exceeds the maximum supported size.')
  }
}

/** @throws GraphFault 400 for recipients, 403 for a foreign sender or a used-up quota, 413, 507. */
export function checkSubmission(owner: DirectoryUser, content: StoredContent, settings: SendingSettings): void {
  const { head } = content
  const mine = [owner.upn, owner.mail ?? owner.upn].map((address) => address.toLowerCase())
  for (const author of [head.from, head.sender]) {
    if (author && !mine.includes(author.address.toLowerCase())) {
      throw new GraphFault(
        403,
        'ErrorSendAsDenied',
        'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account., Cannot submit message.',
      )
    }
  }
  const all = recipientsOf(head)
  if (all.length === 0) throw invalidRecipients("A message can't be sent because it contains no recipients.")
  const wrong = all.find(({ address }) => !ADDRESS.test(address))
  if (wrong) throw invalidRecipients(`Recipient '${wrong.address}' is not resolved.`)
  if (all.length > settings.maxRecipients) {
    throw new GraphFault(
      400,
      'ErrorTooManyRecipients',
      `The message has ${all.length} recipients, the maximum is ${settings.maxRecipients}.`,
    )
  }
  checkSize(content, settings)
  checkRoom(owner)
  if (owner.sendQuotaExceeded) {
    throw new GraphFault(
      403,
      'ErrorSubmissionQuotaExceeded',
      "The message can't be submitted because the sender's submission quota was exceeded.",
    )
  }
}
