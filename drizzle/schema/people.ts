import { index, integer, pgTable, pgView, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant, wordVector } from './columns'
import { connections } from './connection'
import { users } from './users'
import { workspaceId } from './workspaces'

const userOrNull = (name: string) => uuid(name).references(() => users.id, { onDelete: 'set null' })

/** A company that the workspace works with. */
export const companies = pgTable(
  'companies',
  {
    id: id(),
    workspaceId: workspaceId(),
    name: text().notNull(),
    /** The name without case and accents: what lists are sorted by, on every engine alike. */
    sortName: text().notNull().default(''),
    website: text(),
    phone: text(),
    notes: text().notNull().default(''),
    ownerId: userOrNull('owner_id'),
    words: wordVector(),
    createdBy: userOrNull('created_by'),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [index().on(table.workspaceId, table.sortName, table.id), index().using('gin', table.words)],
)

/** Mail domains of a company, in lower case: a new person's address finds their company. */
export const companyDomains = pgTable(
  'company_domains',
  {
    workspaceId: workspaceId(),
    domain: text().notNull(),
    companyId: uuid()
      .notNull()
      .references(() => companies.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.domain] }), index().on(table.companyId)],
)

/** A person outside, known to the workspace. */
export const people = pgTable(
  'people',
  {
    id: id(),
    workspaceId: workspaceId(),
    name: text().notNull(),
    /** See companies. */
    sortName: text().notNull().default(''),
    title: text(),
    phone: text(),
    notes: text().notNull().default(''),
    companyId: uuid().references(() => companies.id, { onDelete: 'set null' }),
    ownerId: userOrNull('owner_id'),
    words: wordVector(),
    createdBy: userOrNull('created_by'),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    index().on(table.workspaceId, table.sortName, table.id),
    index().on(table.companyId),
    index().using('gin', table.words),
  ],
)

/** Addresses of a person, in lower case; the first is the one that is written to. An address belongs to one person. */
export const personAddresses = pgTable(
  'person_addresses',
  {
    workspaceId: workspaceId(),
    address: text().notNull(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    position: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.address] }), index().on(table.personId)],
)

/** People whom Microsoft ranks as relevant to the connected person (People API), kept for suggestions. */
export const correspondents = pgTable(
  'correspondents',
  {
    connectionId: uuid()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    workspaceId: workspaceId(),
    address: text().notNull(),
    name: text().notNull(),
    /** 0 is the most relevant. */
    rank: integer().notNull(),
    /** How often the person wrote to them from here or Outlook, as far as mail was imported. */
    written: integer().notNull().default(0),
    readAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.address] })],
)

/** Addresses and `@domains` whose mail is never shown on timelines (R20). Without a user: for the whole workspace. */
export const blockedAddresses = pgTable(
  'blocked_addresses',
  {
    id: id(),
    workspaceId: workspaceId(),
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    pattern: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [unique().on(table.workspaceId, table.userId, table.pattern).nullsNotDistinct()],
)

/** A colleague asks to read a conversation of somebody's mail, and what the owner answered (R20). */
export const mailAccess = pgTable(
  'mail_access',
  {
    id: id(),
    workspaceId: workspaceId(),
    /** The owner's connection: without it there is nothing to read. */
    connectionId: uuid()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    requesterId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    conversationId: text().notNull(),
    state: text({ enum: ['asked', 'granted', 'declined'] })
      .notNull()
      .default('asked'),
    askedAt: instant().notNull().defaultNow(),
    decidedAt: instant(),
  },
  (table) => [unique().on(table.connectionId, table.requesterId, table.conversationId)],
)

// Views for finding by words, of the workspace in scope. Row-level security keeps Postgres from using an index whose
// operator is not "leakproof" (`@@`, `&&`); these views see only the workspace's rows by their own condition instead.

export const peopleIndex = pgView('people_index', { id: uuid().notNull(), words: wordVector() }).existing()

export const companiesIndex = pgView('companies_index', { id: uuid().notNull(), words: wordVector() }).existing()
