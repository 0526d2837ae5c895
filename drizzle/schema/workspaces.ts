import { boolean, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns'
import { users } from './users'

/** One CRM customer. */
export const workspaces = pgTable('workspaces', {
  id: id(),
  name: text().notNull(),
  /** R6: personal Microsoft accounts may be linked here. */
  allowPersonal: boolean().notNull().default(true),
  /** Domains whose people are colleagues, besides those of the members: mail among them is not logged (R20). */
  internalDomains: text().array().notNull().default([]),
  /** Optional fields of Outlook events that are pulled (R31); lib/features/calendar/rules.ts names them. Null: all. */
  calendarFields: text().array(),
  createdAt: instant().notNull().defaultNow(),
})

/**
 * Every row of a customer carries its workspace: `tandem_secure_tables()` (run after each migration) forces
 * row-level security on every table that has this column.
 */
export const workspaceId = () =>
  uuid('workspace_id')
    .notNull()
    .references(() => workspaces.id, { onDelete: 'cascade' })

/** Who belongs to a workspace, and as what. */
export const memberships = pgTable(
  'memberships',
  {
    id: id(),
    workspaceId: workspaceId(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text({ enum: ['admin', 'member'] }).notNull(),
    disabledAt: instant(),
    /** R14: an admin may switch the Microsoft integration off for one person. */
    integrationEnabled: boolean().notNull().default(true),
    /** What colleagues see of this person's mail on timelines (R20). */
    mailVisibility: text({ enum: ['metadata', 'subject', 'everything'] })
      .notNull()
      .default('metadata'),
    /** A short name that the workspace knows the person by; it stands in the name of their Outlook calendar (R32). */
    identifier: text(),
    /** "Not Now" was said to seeing the Outlook calendar in the schedule (R4). */
    calendarDeclinedAt: instant(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [unique().on(table.workspaceId, table.userId)],
)

/** An invitation by e-mail link. Only the token's hash is kept. */
export const invitations = pgTable('invitations', {
  id: id(),
  workspaceId: workspaceId(),
  email: text().notNull(),
  role: text({ enum: ['admin', 'member'] }).notNull(),
  tokenHash: text().notNull().unique(),
  invitedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
  createdAt: instant().notNull().defaultNow(),
  expiresAt: instant().notNull(),
  acceptedAt: instant(),
})
