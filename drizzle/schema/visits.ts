import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns'

/** How often one network address asked for something that needs no sign-in, minute by minute. */
export const visits = pgTable(
  'visits',
  {
    /** What was asked for, and a keyed hash of the address: the address itself is kept nowhere. */
    visitor: text().notNull(),
    minute: instant().notNull(),
    times: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.visitor, table.minute] }), index().on(table.minute)],
)
