import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, pgView, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant, wordVector } from './columns'
import { connections } from './connection'
import { activities, tasks } from './tasks'
import { workspaceId } from './workspaces'

const connectionId = () =>
  uuid('connection_id')
    .notNull()
    .references(() => connections.id, { onDelete: 'cascade' })

/** A mail folder of a connected mailbox. The counters are kept by a trigger on mail_messages. */
export const mailFolders = pgTable(
  'mail_folders',
  {
    id: id(),
    workspaceId: workspaceId(),
    connectionId: connectionId(),
    graphId: text().notNull(),
    parentGraphId: text(),
    displayName: text().notNull(),
    /** Graph's well-known name (inbox, archive …); the display name is in the mailbox's language. */
    wellKnown: text(),
    /** What Tandem holds, kept by a trigger; what Outlook last told is outlookTotal. */
    total: integer().notNull().default(0),
    unread: integer().notNull().default(0),
    outlookTotal: integer().notNull().default(0),
    followed: boolean().notNull().default(true),
    /** When the read that last showed it began. */
    readAt: instant().notNull().defaultNow(),
  },
  (table) => [unique().on(table.connectionId, table.graphId)],
)

export interface Recipient {
  name: string
  address: string
}

/** One message: metadata and preview. Bodies are never stored (R19). */
export const mailMessages = pgTable(
  'mail_messages',
  {
    /**
     * Ordered by arrival: Outlook's times have whole seconds, and of two mails of one second the later one stands first.
     * A random UUID whose first 48 bits are the milliseconds of its making.
     */
    id: uuid()
      .primaryKey()
      .default(
        sql`(lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || substr(replace(gen_random_uuid()::text, '-', ''), 13))::uuid`,
      ),
    workspaceId: workspaceId(),
    connectionId: connectionId(),
    folderId: uuid()
      .notNull()
      .references(() => mailFolders.id),
    /** Graph's immutable id. */
    graphId: text().notNull(),
    changeKey: text().notNull(),
    conversationId: text(),
    internetMessageId: text(),
    subject: text().notNull(),
    preview: text().notNull(),
    fromName: text().notNull(),
    fromAddress: text().notNull(),
    toRecipients: jsonb().$type<Recipient[]>().notNull(),
    ccRecipients: jsonb().$type<Recipient[]>().notNull(),
    receivedAt: instant().notNull(),
    sentAt: instant(),
    isRead: boolean().notNull(),
    /** What the person chose here and Outlook has not confirmed yet. */
    pendingRead: boolean(),
    isDraft: boolean().notNull(),
    hasAttachments: boolean().notNull(),
    importance: text({ enum: ['low', 'normal', 'high'] }).notNull(),
    flagStatus: text({ enum: ['notFlagged', 'complete', 'flagged'] }).notNull(),
    isInvitation: boolean().notNull(),
    webLink: text(),
    /** Addresses of sender and recipients in lower case, each once: ties mail to people (R20). */
    participants: text().array().notNull().default([]),
    /** For the search: connection, subject, people, preview. */
    words: wordVector(),
    /** Flag that the person chose here and Outlook has not confirmed yet. */
    pendingFlag: text({ enum: ['notFlagged', 'complete', 'flagged'] }),
    /** Where Outlook still has it while a move waits; folderId is then where the person put it. */
    movedFrom: uuid(),
    /** Deleted for good here, Outlook has not confirmed: shown nowhere. */
    pendingGone: boolean().notNull().default(false),
    /** When the read that brought this row began: of two reads the one begun later knows better. */
    readAt: instant().notNull(),
  },
  (table) => [
    unique().on(table.connectionId, table.graphId),
    // Read backwards, newest first: Postgres does not use an index made "desc nulls last" for a plain `order by … desc`.
    index('mail_messages_list').on(table.folderId, table.receivedAt, table.id),
    index('mail_messages_unread')
      .on(table.folderId, table.receivedAt, table.id)
      .where(sql`not coalesce(pending_read, is_read)`),
    index('mail_messages_flagged')
      .on(table.folderId, table.receivedAt, table.id)
      .where(sql`coalesce(pending_flag, flag_status) = 'flagged'`),
    index('mail_messages_attachments').on(table.folderId, table.receivedAt, table.id).where(sql`has_attachments`),
    // All folders together: searches that find too much walk it, newest first.
    index('mail_messages_newest').on(table.connectionId, table.receivedAt, table.id),
    // A conversation, and within it the newest of each folder.
    index('mail_messages_thread').on(
      table.connectionId,
      table.conversationId,
      table.folderId,
      table.receivedAt,
      table.id,
    ),
    index('mail_messages_words').using('gin', table.words),
    index('mail_messages_participants').using('gin', table.participants),
  ],
)

/** Senders whose remote pictures this person always wants: an address, or `@domain`. */
export const mailTrustedSenders = pgTable(
  'mail_trusted_senders',
  {
    connectionId: connectionId(),
    workspaceId: workspaceId(),
    pattern: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.pattern] })],
)

/** What a task or an activity was made of. It goes with the connection; the record stays (R13a). */
export const mailLinks = pgTable(
  'mail_links',
  {
    id: id(),
    workspaceId: workspaceId(),
    connectionId: connectionId(),
    /** Graph's immutable id of the message. */
    graphId: text().notNull(),
    conversationId: text(),
    taskId: uuid().references(() => tasks.id, { onDelete: 'cascade' }),
    activityId: uuid().references(() => activities.id, { onDelete: 'cascade' }),
    /** Of a reminder: addresses, and `@domain`s, whose mail in the conversation is the reply that is waited for. */
    replyFrom: text().array(),
    /** Of a reminder: mail in the conversation that was looked at and is no reply, since a machine wrote it (Graph's ids). */
    noReply: text().array().notNull().default([]),
  },
  (table) => [index().on(table.connectionId, table.graphId), index().on(table.taskId), index().on(table.activityId)],
)

/**
 * Messages of the workspace in scope, for finding them by words, people or domains: under row-level security Postgres
 * uses no index for `@@` and `&&`, since they are not "leakproof"; the view sees only the workspace's rows by its own
 * condition. What was found is read from mail_messages.
 */
export const mailIndex = pgView('mail_index', {
  id: uuid().notNull(),
  connectionId: uuid().notNull(),
  folderId: uuid().notNull(),
  conversationId: text(),
  internetMessageId: text(),
  fromAddress: text().notNull(),
  receivedAt: instant().notNull(),
  isDraft: boolean().notNull(),
  pendingGone: boolean().notNull(),
  participants: text().array().notNull(),
  /** Domains of the participants, each once. */
  domains: text().array().notNull(),
  words: wordVector(),
  /** As shown here: what the person chose counts before what Outlook has confirmed. */
  isUnread: boolean().notNull(),
  isFlagged: boolean().notNull(),
  hasAttachments: boolean().notNull(),
}).existing()
