import { boolean, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns'
import { connections } from './connection'
import type { Recipient } from './mail'
import { users } from './users'
import { workspaceId } from './workspaces'

const connectionId = () =>
  uuid('connection_id')
    .notNull()
    .references(() => connections.id, { onDelete: 'cascade' })

const recipients = () => jsonb().$type<Recipient[]>().notNull().default([])

/**
 * A mail being written in Tandem, or on its way. Its twin in Outlook's Drafts is found by `graphId`, or, if the answer
 * to its making got lost, by the marker property that carries this row's id.
 */
export const drafts = pgTable(
  'drafts',
  {
    id: id(),
    workspaceId: workspaceId(),
    connectionId: connectionId(),
    kind: text({ enum: ['new', 'reply', 'replyAll', 'forward'] }).notNull(),
    /** Graph's id of the message that is answered or passed on. */
    sourceGraphId: text(),
    conversationId: text(),
    /** Outlook's draft; null until it is made. */
    graphId: text(),
    /** Change key of Outlook's draft as last written or taken in from here: another one means, edited in Outlook. */
    outlookKey: text(),
    /** Hash of subject, recipients and own text as Outlook then had them: a new key alone is no edit. */
    outlookDigest: text(),
    /** When making it in Outlook was begun: one maker at a time, and afterwards it is looked for before it is made. */
    makingSince: instant(),
    toRecipients: recipients(),
    ccRecipients: recipients(),
    bccRecipients: recipients(),
    subject: text().notNull().default(''),
    importance: text({ enum: ['low', 'normal', 'high'] })
      .notNull()
      .default('normal'),
    /** What the person typed (HTML), sealed; the quoted mail stays in Outlook. Emptied once it is sent. */
    body: text().notNull(),
    /** Rises with every save; Outlook has the version `pushedVersion`. */
    version: integer().notNull().default(1),
    pushedVersion: integer().notNull().default(0),
    /**
     * editing: with the person. queued: leaves at sendAt, can be taken back. sending: the call to Microsoft is, or was,
     * under way; from here on nothing repeats it by itself. unsure: Microsoft never said whether it left; the person
     * decides. sent: it left.
     */
    state: text({ enum: ['editing', 'queued', 'sending', 'unsure', 'sent'] })
      .notNull()
      .default('editing'),
    sendAt: instant(),
    /** When the one call that sends was about to begin. */
    sendStartedAt: instant(),
    sentAt: instant(),
    /** Why it was not sent, or could not be saved in Outlook: a code that the screens translate. */
    reason: text(),
    /** "Remind me if no reply" after so many days. */
    remindDays: integer(),
    archiveSource: boolean().notNull().default(false),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    unique().on(table.connectionId, table.graphId),
    index().on(table.connectionId, table.state, table.sendAt),
  ],
)

/** A file on a draft. The bytes are in Outlook only. */
export const draftAttachments = pgTable(
  'draft_attachments',
  {
    id: id(),
    workspaceId: workspaceId(),
    connectionId: connectionId(),
    draftId: uuid()
      .notNull()
      .references(() => drafts.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** Bytes. */
    size: integer().notNull(),
    contentType: text().notNull(),
    /** For a picture in the text. */
    contentId: text(),
    graphId: text(),
    state: text({ enum: ['uploading', 'attached', 'failed'] })
      .notNull()
      .default('uploading'),
    /** Sealed address of Microsoft's upload session, while there is one. */
    uploadUrl: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [index().on(table.draftId)],
)

/** Signatures of a person: typed in Tandem, they stay when Microsoft is disconnected. */
export const signatures = pgTable(
  'signatures',
  {
    id: id(),
    workspaceId: workspaceId(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    html: text().notNull(),
    forNew: boolean().notNull().default(false),
    forReplies: boolean().notNull().default(false),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [unique().on(table.workspaceId, table.userId, table.name)],
)

/** Texts to insert while writing; shared ones are for the whole workspace. */
export const snippets = pgTable(
  'snippets',
  {
    id: id(),
    workspaceId: workspaceId(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    shared: boolean().notNull().default(false),
    name: text().notNull(),
    html: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [index().on(table.workspaceId, table.userId, table.name)],
)
