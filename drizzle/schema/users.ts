import { sql } from 'drizzle-orm'
import { check, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns'

/** A person who signs in to the CRM (Auth.js). */
export const users = pgTable('users', {
  id: id(),
  name: text(),
  /** Proved by an e-mail link, else null. A Microsoft sign-in never fills it: an address claim links nothing. */
  email: text().unique(),
  emailVerified: instant(),
  image: text(),
  /** For display and invitations to read, never for identity. */
  contactEmail: text(),
  createdAt: instant().notNull().defaultNow(),
})

/** Ways to sign in. For Microsoft providerAccountId is `<tenant id>.<object id>`. */
export const accounts = pgTable(
  'accounts',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    type: text().$type<'oauth' | 'oidc' | 'email' | 'webauthn'>().notNull(),
    provider: text().notNull(),
    providerAccountId: text().notNull(),
    // Auth.js's adapter wants these columns; tokens live in the vault only, so they must stay empty.
    refresh_token: text(),
    access_token: text(),
    expires_at: integer(),
    token_type: text(),
    scope: text(),
    id_token: text(),
    session_state: text(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.providerAccountId] }),
    check(
      'accounts_no_tokens',
      sql`${table.refresh_token} is null and ${table.access_token} is null and ${table.id_token} is null`,
    ),
  ],
)

/** Sessions that their person ended, until they would have run out: a session's JWT alone outlives the sign-out. */
export const endedSessions = pgTable('ended_sessions', { id: text().primaryKey(), expiresAt: instant().notNull() })

/** E-mail links on their way; Auth.js stores hashes. */
export const verificationTokens = pgTable(
  'verification_tokens',
  { identifier: text().notNull(), token: text().notNull(), expires: instant().notNull() },
  (table) => [primaryKey({ columns: [table.identifier, table.token] })],
)
