import { timestamp, uuid } from 'drizzle-orm/pg-core'

/** Primary key, made by the database. */
export const id = () => uuid().primaryKey().defaultRandom()

/** An instant with zone; JavaScript Date. */
export const instant = () => timestamp({ withTimezone: true, mode: 'date' })
