import { bigint, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns'
import { connections } from './connection'
import { users } from './users'
import { workspaceId } from './workspaces'

/** What the sync did, without names, subjects or addresses (R53, R13a). Kept 90 days. */
export const ledger = pgTable(
  'ledger',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: workspaceId(),
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    /** No foreign key: the entry outlives the connection. */
    connectionId: uuid(),
    at: instant().notNull().defaultNow(),
    /** in: Outlook → Tandem. out: Tandem → Outlook. */
    direction: text({ enum: ['in', 'out', 'none'] }).notNull(),
    kind: text().notNull(),
    what: text().notNull(),
    why: text().notNull(),
    count: integer().notNull().default(1),
    result: text({ enum: ['done', 'skipped', 'failed'] })
      .notNull()
      .default('done'),
    requestId: text(),
  },
  (table) => [
    // Read backwards, newest first: a plain index serves `order by id desc`, one made "desc nulls last" does not.
    index().on(table.workspaceId, table.userId, table.id),
    index().on(table.workspaceId, table.id),
    index().on(table.at),
  ],
)

/** The transactional outbox: what has to be done in Outlook, written in the transaction that decided it. */
export const outbox = pgTable(
  'outbox',
  {
    id: id(),
    workspaceId: workspaceId(),
    connectionId: uuid()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    kind: text().notNull(),
    /** The CRM row it is about. */
    subjectId: uuid().notNull(),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Not before this instant: undo-send and send-later. */
    notBefore: instant().notNull().defaultNow(),
    attempts: integer().notNull().default(0),
    state: text({ enum: ['waiting', 'failed'] })
      .notNull()
      .default('waiting'),
    reason: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [index().on(table.connectionId, table.state, table.notBefore), index().on(table.subjectId)],
)

/** Who changed what in the workspace: connects, consents, disconnects, settings (R15). */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: workspaceId(),
    actorId: uuid().references(() => users.id, { onDelete: 'set null' }),
    at: instant().notNull().defaultNow(),
    action: text().notNull(),
    detail: jsonb().$type<Record<string, string | number>>().notNull().default({}),
  },
  (table) => [index().on(table.workspaceId, table.at)],
)

/** The circuit breaker: a sync would change or delete an implausible share of records, and asks first (R54). */
export const syncPauses = pgTable(
  'sync_pauses',
  {
    id: id(),
    workspaceId: workspaceId(),
    connectionId: uuid()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    /** What is paused: calendar, later contacts … */
    kind: text().notNull(),
    /** in: Outlook lost or changed much. out: Tandem would. */
    direction: text({ enum: ['in', 'out'] }).notNull(),
    /** How many of how many, and a few of them by id, for the screen. */
    affected: integer().notNull(),
    total: integer().notNull(),
    examples: jsonb().$type<string[]>().notNull().default([]),
    at: instant().notNull().defaultNow(),
    /** apply: go on. keep: what would be deleted stays and is written to the other side again. */
    decision: text({ enum: ['apply', 'keep'] }),
    decidedAt: instant(),
  },
  (table) => [index().on(table.connectionId, table.kind, table.decidedAt)],
)
