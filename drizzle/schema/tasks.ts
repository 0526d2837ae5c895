import { boolean, date, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns'
import { companies, people } from './people'
import { users } from './users'
import { workspaceId } from './workspaces'

const about = () => ({
  personId: uuid().references(() => people.id, { onDelete: 'set null' }),
  companyId: uuid().references(() => companies.id, { onDelete: 'set null' }),
})

/** Something that a person has to do. Made of a mail: see mail_links. */
export const tasks = pgTable(
  'tasks',
  {
    id: id(),
    workspaceId: workspaceId(),
    ownerId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    title: text().notNull(),
    /** The title is the subject of the mail that it was made of: colleagues see it as far as they may see subjects. */
    titleOfMail: boolean().notNull().default(false),
    notes: text().notNull().default(''),
    /** A date, never an instant. */
    dueOn: date({ mode: 'string' }),
    doneAt: instant(),
    /** "Remind me if no reply": until this instant the task is not shown, and a reply removes it. */
    waitsForReplyUntil: instant(),
    ...about(),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    index().on(table.workspaceId, table.ownerId, table.doneAt, table.dueOn),
    index().on(table.personId),
    index().on(table.companyId),
  ],
)

/** Something that happened with a person or a company, written down by somebody. Mail and meetings are not copied here. */
export const activities = pgTable(
  'activities',
  {
    id: id(),
    workspaceId: workspaceId(),
    kind: text({ enum: ['note', 'call', 'mail'] }).notNull(),
    text: text().notNull(),
    at: instant().notNull().defaultNow(),
    ...about(),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [index().on(table.personId, table.at, table.id), index().on(table.companyId, table.at, table.id)],
)
