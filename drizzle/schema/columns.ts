import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Primary key, made by the database. */
export const id = () => uuid().primaryKey().defaultRandom()

/** An instant with zone; JavaScript Date. */
export const instant = () => timestamp({ withTimezone: true, mode: 'date' })

/** Words for searching by their beginnings, made in the program (lib/platform/words.ts), not by Postgres's parser. */
export const wordVector = customType<{ data: string }>({ dataType: () => 'tsvector' })
