import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns'
import { users } from './users'
import { workspaceId } from './workspaces'

/**
 * Tandem's own calendar, if the person wants it out of Outlook too (R13b). gone: it is. refused: Microsoft does not let
 * us. failed: Microsoft did not answer for long. `ids` are Graph's, and go when that is settled.
 */
export interface CalendarRemoval {
  state: 'asked' | 'gone' | 'refused' | 'failed'
  ids: string[]
}

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
    /** Null: Outlook's side stays as it is. */
    calendar: jsonb().$type<CalendarRemoval>(),
    stage: text({ enum: ['signals', 'purge', 'tokens', 'done'] })
      .notNull()
      .default('signals'),
  },
  (table) => [index().on(table.workspaceId, table.userId, table.startedAt)],
)
