import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns'
import { users } from './users'
import { workspaceId } from './workspaces'

/** One Disconnect: its progress, and afterwards the receipt. Holds counts only (R13a). */
export const disconnects = pgTable(
  'disconnects',
  {
    id: id(),
    workspaceId: workspaceId(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    connectionId: uuid().notNull(),
    /** Short number on the receipt. */
    number: text().notNull().unique(),
    startedAt: instant().notNull().defaultNow(),
    finishedAt: instant(),
    /** Table name → rows counted at the start and removed so far. */
    counts: jsonb().$type<Record<string, { found: number; removed: number }>>().notNull().default({}),
    subscriptions: jsonb().$type<{ found: number; confirmed: number; expireBy?: string }>().notNull(),
    /** Why it waits just now, and the next try; null when it runs. */
    waiting: jsonb().$type<{ reason: string; until: string } | null>(),
    stage: text({ enum: ['signals', 'purge', 'tokens', 'done'] })
      .notNull()
      .default('signals'),
  },
  (table) => [index().on(table.workspaceId, table.userId, table.startedAt)],
)
