import { index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns'
import { users } from './users'
import { workspaceId } from './workspaces'

/** Working hours: days of the week (0 is Sunday), wall times HH:mm, and their zone (IANA); null: the person's own. */
export interface WorkingHours {
  days: number[]
  from: string
  to: string
  zone: string | null
}

/** One user's link to one Microsoft 365 account. Identity is tenant id + object id, never the address. */
export const connections = pgTable(
  'connections',
  {
    id: id(),
    workspaceId: workspaceId(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    tenantId: text().notNull(),
    objectId: text().notNull(),
    address: text().notNull(),
    displayName: text().notNull(),
    tenantName: text(),
    accountKind: text({ enum: ['work', 'personal'] }).notNull(),
    /** active: syncing. paused: the grant is dead, cursors wait. disconnecting: unreadable, being purged. */
    state: text({ enum: ['active', 'paused', 'disconnecting'] })
      .notNull()
      .default('active'),
    /** Why it is paused, as a code the screens translate (e.g. AADSTS50173), and since when. */
    pausedReason: text(),
    pausedAt: instant(),
    reconnectMailedAt: instant(),
    /** Rises when the account is linked or unlinked; work begun under an older one has no effect. */
    epoch: integer().notNull().default(1),
    /** Features that the person chose. A feature is on when it was chosen and its scopes were granted (R2). */
    features: text().array().notNull().default([]),
    /** Feature → when it was declined in the picker. */
    declined: jsonb().$type<Record<string, string>>().notNull().default({}),
    grantedScopes: text().array().notNull().default([]),
    /** How far back mail is imported: days, or null for all (R19). */
    importDays: integer().default(90),
    /** The person's zone (IANA): the mailbox's if its settings may be read, else the browser's as last told. */
    timeZone: text(),
    /** When the person works, as they set it in Outlook; null: not known. */
    workingHours: jsonb().$type<WorkingHours>(),
    throttledUntil: instant(),
    lastSignalAt: instant(),
    lastSyncAt: instant(),
    lastSweepAt: instant(),
    /** Consecutive sweeps that found nothing: quiet mailboxes are looked at less often. */
    quietSweeps: integer().notNull().default(0),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    unique().on(table.workspaceId, table.tenantId, table.objectId),
    unique().on(table.workspaceId, table.userId),
  ],
)

const connectionId = () =>
  uuid('connection_id')
    .notNull()
    .references(() => connections.id, { onDelete: 'cascade' })

/** The token vault: sealed, one row a connection. `version` serialises refreshes. */
export const vault = pgTable('vault', {
  connectionId: connectionId().primaryKey(),
  workspaceId: workspaceId(),
  accessToken: text().notNull(),
  accessExpiresAt: instant().notNull(),
  refreshToken: text().notNull(),
  version: integer().notNull().default(1),
})

/** A trip to Microsoft's sign-in that has not ended: state, nonce and PKCE verifier of one authorization request. */
export const oauthAttempts = pgTable('oauth_attempts', {
  /** SHA-256 of the state parameter. */
  id: text().primaryKey(),
  workspaceId: workspaceId(),
  userId: uuid()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' }),
  purpose: text({ enum: ['connect', 'add', 'reconnect'] }).notNull(),
  features: text().array().notNull(),
  declined: text().array().notNull().default([]),
  /** Sealed JSON {verifier, nonce}; after the callback {tokens, identity} until the person confirms the account. */
  sealed: text().notNull(),
  returnTo: text().notNull(),
  stage: text({ enum: ['sent', 'confirm', 'done', 'failed'] })
    .notNull()
    .default('sent'),
  /** Result or refusal code, for the page that tells it. */
  outcome: text(),
  detail: jsonb().$type<Record<string, string>>(),
  createdAt: instant().notNull().defaultNow(),
  expiresAt: instant().notNull(),
})

/** A request to a tenant admin (R8): the link that the person forwards, and what became of it. */
export const approvals = pgTable('approvals', {
  id: id(),
  workspaceId: workspaceId(),
  userId: uuid()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' }),
  tokenHash: text().notNull().unique(),
  /** Sealed token, so that the waiting page can show the link again. */
  sealedToken: text().notNull(),
  features: text().array().notNull(),
  declined: text().array().notNull().default([]),
  scopes: text().array().notNull(),
  returnTo: text().notNull(),
  createdAt: instant().notNull().defaultNow(),
  expiresAt: instant().notNull(),
  grantedAt: instant(),
  /** State (hash) of the admin's trip to Microsoft, checked at its return. */
  stateHash: text(),
  tenantId: text(),
})

/** Consents for a whole tenant, told by admins through /consent; shared by all workspaces of that tenant. */
export const tenantConsents = pgTable('tenant_consents', {
  tenantId: text().primaryKey(),
  scopes: text().array().notNull(),
  grantedAt: instant().notNull().defaultNow(),
})

/** Graph subscriptions that Tandem holds. */
export const subscriptions = pgTable(
  'subscriptions',
  {
    id: id(),
    workspaceId: workspaceId(),
    connectionId: connectionId(),
    /** Stream name, as in clientState and cursors: mail, later calendar … */
    resource: text().notNull(),
    /** Null while the create call is under way. */
    graphId: text().unique(),
    expiresAt: instant(),
    /** Connections of other workspaces to the same account: Graph allows one subscription, so they are told along. */
    sharedWith: uuid().array().notNull().default([]),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [unique().on(table.connectionId, table.resource), index().on(table.expiresAt)],
)

/** Where a delta stream stands. The compare-and-set of `version` is the only point of truth of a sync. */
export const cursors = pgTable(
  'cursors',
  {
    connectionId: connectionId(),
    workspaceId: workspaceId(),
    /** e.g. `mail/<folder id>`, `mail-folders` */
    stream: text().notNull(),
    /** Next or delta link, path and query only; null: begin a new round. */
    link: text(),
    /** first: initial round under way (link is a nextLink). live: between rounds. resync: initial round over known rows. */
    phase: text({ enum: ['first', 'live', 'resync'] })
      .notNull()
      .default('first'),
    roundStartedAt: instant().notNull().defaultNow(),
    /** Items seen in the initial round, for progress. */
    seen: integer().notNull().default(0),
    version: integer().notNull().default(1),
    syncedAt: instant(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.stream] })],
)
