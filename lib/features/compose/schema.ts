import { z } from 'zod'
import { LONGEST_HTML } from './body/rules'

// Graph's JSON and the browser's words at the border.

const recipient = z.object({ name: z.string().max(400), address: z.string().max(400) })
const recipients = z.array(recipient).max(1000)

const kind = z.enum(['new', 'reply', 'replyAll', 'forward'])

const draftContent = z.object({
  to: recipients,
  cc: recipients,
  bcc: recipients,
  subject: z.string().max(2000),
  html: z.string().max(LONGEST_HTML),
  importance: z.enum(['low', 'normal', 'high']),
  remindDays: z.int().min(1).max(365).nullable(),
})

export const openInput = z.object({
  kind,
  sourceId: z.uuid().optional(),
  to: recipients.optional(),
  subject: z.string().max(2000).optional(),
})
export const resumeInput = z.object({ messageId: z.uuid().optional(), draftId: z.uuid().optional() })
export const saveInput = z.object({ id: z.uuid(), version: z.int().nonnegative(), content: draftContent })
export const sendInput = saveInput.extend({
  at: z.iso.datetime({ offset: true }).nullable(),
  confirmed: z.boolean(),
  archive: z.boolean(),
  saving: z.boolean().optional(),
})

const address = z
  .object({ emailAddress: z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish() })
  .nullish()

const id = z
  .string()
  .max(1024)
  .regex(/^[\x21-\x7e]+$/)

/** A draft as Graph shows it. */
export const graphDraft = z.object({
  id,
  '@odata.etag': id.optional(),
  changeKey: id.optional(),
  isDraft: z.boolean().nullish(),
  parentFolderId: z.string().nullish(),
  conversationId: z.string().nullish(),
  subject: z.string().nullish(),
  importance: z.enum(['low', 'normal', 'high']).nullish().catch('normal'),
  lastModifiedDateTime: z.string().nullish(),
  createdDateTime: z.string().nullish(),
  sentDateTime: z.string().nullish(),
  toRecipients: z.array(address).nullish(),
  ccRecipients: z.array(address).nullish(),
  bccRecipients: z.array(address).nullish(),
  body: z.object({ contentType: z.enum(['text', 'html']), content: z.string() }).nullish(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string().nullish() })).nullish(),
})
export type GraphDraft = z.infer<typeof graphDraft>

export const graphFile = z.object({
  '@odata.type': z.string().optional(),
  id: z.string().min(1),
  name: z.string().nullish(),
  contentType: z.string().nullish(),
  size: z.number().nullish(),
  isInline: z.boolean().nullish(),
  contentId: z.string().nullish(),
})
export type GraphFile = z.infer<typeof graphFile>
