import 'server-only'
import { and, asc, desc, eq, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import { companies, people } from '@/drizzle/schema/people'
import { tasks } from '@/drizzle/schema/tasks'
import { users } from '@/drizzle/schema/users'
import { listLinkedMails } from '@/lib/features/mail/links/queries'
import { nameOfUser } from '@/lib/features/workspace/members/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { mayChange, TITLE_HIDDEN } from './rules'

/** Open tasks that one list shows. */
export const MOST_OPEN = 500
const MOST_DONE = 50

/** What waits for a reply is shown to its owner only, and not before it is due. */
const shown = (scope: UserScope) =>
  or(isNull(tasks.waitsForReplyUntil), and(eq(tasks.ownerId, scope.userId), lte(tasks.waitsForReplyUntil, now())))

/** The title as the viewer may see it: a mail's subject is its owner's, unless they share subjects (R20). */
export const titleFor = (scope: Pick<UserScope, 'userId'>) =>
  sql<string>`case when not ${tasks.titleOfMail} or ${scope.userId}::uuid in (${tasks.ownerId}, ${tasks.createdBy})
    or exists (select 1 from memberships v where v.user_id = ${tasks.createdBy} and v.mail_visibility <> 'metadata')
    then ${tasks.title} else ${TITLE_HIDDEN} end`

const owned = (scope: UserScope, whose: 'mine' | 'team') =>
  whose === 'mine' ? eq(tasks.ownerId, scope.userId) : undefined

const listed = (db: Db, scope: UserScope) =>
  db
    .select({
      task: tasks,
      title: titleFor(scope),
      ownerName: nameOfUser,
      personName: people.name,
      companyName: companies.name,
    })
    .from(tasks)
    .innerJoin(users, eq(users.id, tasks.ownerId))
    .leftJoin(people, eq(people.id, tasks.personId))
    .leftJoin(companies, eq(companies.id, tasks.companyId))

export type TaskRow = Awaited<ReturnType<typeof listOpen>>[number]

/** Open tasks by date, those without one last; one more than `MOST_OPEN` says that there are more. */
export async function listOpen(db: Db, scope: UserScope, whose: 'mine' | 'team') {
  return listed(db, scope)
    .where(and(isNull(tasks.doneAt), owned(scope, whose), shown(scope)))
    .orderBy(sql`${tasks.dueOn} asc nulls last`, asc(tasks.createdAt), asc(tasks.id))
    .limit(MOST_OPEN + 1)
}

/** Finished lately, newest first. */
export async function listDone(db: Db, scope: UserScope, whose: 'mine' | 'team') {
  return listed(db, scope)
    .where(and(isNotNull(tasks.doneAt), owned(scope, whose), shown(scope)))
    .orderBy(desc(tasks.doneAt), desc(tasks.id))
    .limit(MOST_DONE)
}

/** What asks for the person on this day: overdue, due today, and reminders that are due. */
export async function countDue(db: Db, scope: UserScope, today: string): Promise<{ due: number; reminders: number }> {
  const reminds = sql`${tasks.waitsForReplyUntil} <= ${now()}`
  const [row] = await db
    .select({
      due: sql<number>`(count(*) filter (where ${reminds} or (${tasks.waitsForReplyUntil} is null and ${tasks.dueOn} <= ${today})))::int`,
      reminders: sql<number>`(count(*) filter (where ${reminds}))::int`,
    })
    .from(tasks)
    .where(and(eq(tasks.ownerId, scope.userId), isNull(tasks.doneAt)))
  return { due: row?.due ?? 0, reminders: row?.reminders ?? 0 }
}

/** Rows as the screens show them. */
export async function toViews(db: Db, scope: UserScope, rows: TaskRow[]) {
  const mails = await listLinkedMails(
    db,
    scope,
    'taskId',
    rows.map(({ task }) => task.id),
  )
  return rows.map(({ task, title, ownerName, personName, companyName }) => ({
    id: task.id,
    title,
    notes: task.notes,
    dueOn: task.dueOn,
    done: task.doneAt !== null,
    owner: { id: task.ownerId, name: ownerName },
    person: task.personId ? { id: task.personId, name: personName ?? '' } : null,
    company: task.companyId ? { id: task.companyId, name: companyName ?? '' } : null,
    mail: mails.get(task.id) ?? null,
    isReminder: task.waitsForReplyUntil !== null,
    mayChange: mayChange(task, scope),
  }))
}
