import { z } from 'zod'

// Graph's JSON at the border. Everything is optional but the id: a delta may carry changed properties only
// (Microsoft Graph: delta query overview), and a value of the wrong type must spoil its item, not the page.

const address = z
  .object({ emailAddress: z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish() })
  .nullish()

/** Times that Postgres knows: the year 0 and offsets over 15 hours are none, though they are ISO. */
const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= Date.parse('0001-01-01T00:00:00Z'))
  .transform((text) => new Date(text).toISOString())

/** Graph's ids and keys are plain ASCII. */
const id = z
  .string()
  .max(1024)
  .regex(/^[\x21-\x7e]+$/)

export const graphMessage = z.object({
  id,
  '@odata.etag': id.optional(),
  '@odata.type': z.string().optional(),
  changeKey: id.optional(),
  parentFolderId: id.nullish(),
  subject: z.string().nullish(),
  bodyPreview: z.string().nullish(),
  from: address,
  sender: address,
  toRecipients: z.array(address).nullish(),
  ccRecipients: z.array(address).nullish(),
  receivedDateTime: instant.nullish(),
  sentDateTime: instant.nullish(),
  isRead: z.boolean().nullish(),
  isDraft: z.boolean().nullish(),
  hasAttachments: z.boolean().nullish(),
  importance: z.enum(['low', 'normal', 'high']).nullish(),
  flag: z.object({ flagStatus: z.enum(['notFlagged', 'complete', 'flagged']).nullish() }).nullish(),
  conversationId: z.string().nullish(),
  internetMessageId: z.string().nullish(),
  webLink: z.string().nullish(),
})
export type GraphMessage = z.infer<typeof graphMessage>

export const graphFolder = z.object({
  id,
  displayName: z.string().nullish(),
  parentFolderId: id.nullish(),
  totalItemCount: z.int32().nonnegative().nullish().catch(null),
  isHidden: z.boolean().nullish(),
})
export type GraphFolder = z.infer<typeof graphFolder>

export const graphAttachment = z.object({
  '@odata.type': z.string().optional(),
  id: z.string().min(1),
  name: z.string().nullish(),
  contentType: z.string().nullish(),
  size: z.number().nullish(),
  isInline: z.boolean().nullish(),
  contentId: z.string().nullish(),
})
export type GraphAttachment = z.infer<typeof graphAttachment>

export const graphBody = graphMessage.extend({
  body: z.object({ contentType: z.enum(['text', 'html']), content: z.string() }).nullish(),
  bccRecipients: z.array(address).nullish(),
  replyTo: z.array(address).nullish(),
})

/** What the inbox asks for: from the address bar and from the screens. */
export const inboxInput = z.object({
  folder: z.uuid().optional(),
  filter: z.enum(['all', 'unread', 'people', 'flagged', 'attachments']).catch('all').default('all'),
  /** Lines are conversations; 'off': single messages. */
  grouped: z.enum(['on', 'off']).catch('on').default('on'),
  cursor: z.string().max(200).optional(),
})

/** What the search asks for. */
export const searchInput = z.object({
  q: z.string().max(1000).default(''),
  folder: z.uuid().optional(),
  cursor: z.string().max(200).optional(),
})

const kinds = ['read', 'unread', 'flag', 'unflag', 'archive', 'delete', 'junk', 'erase'] as const

/** A deed as the screens send it. How many messages are too many is said in words (deeds). */
export const deedInput = z.object({
  ids: z.array(z.uuid()).min(1).max(10_000),
  conversations: z.boolean(),
  deed: z.union([
    z.strictObject({ kind: z.enum(kinds) }),
    z.strictObject({ kind: z.literal('move'), folderId: z.uuid() }),
  ]),
})

const wish = <T extends z.ZodType>(value: T) => z.array(z.object({ id: z.uuid(), value })).max(5_000)

/** What undo sends back: as it was given, but it came through a browser. */
export const undoInput = z.discriminatedUnion('deed', [
  z.object({ deed: z.literal('read'), before: wish(z.enum(['true', 'false'])) }),
  z.object({ deed: z.literal('flag'), before: wish(z.enum(['notFlagged', 'complete', 'flagged'])) }),
  z.object({ deed: z.literal('move'), before: wish(z.uuid()) }),
  z.object({ deed: z.literal('erase'), before: wish(z.literal('false')) }),
])

/** Ranges on offer (R19); null: all. */
export const importDays = z.union([z.literal(30), z.literal(90), z.literal(365), z.null()])
export type ImportDays = z.infer<typeof importDays>

export const importInput = z.object({
  days: importDays,
  followed: z.array(z.uuid()).max(2000),
})
