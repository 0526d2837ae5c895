import 'server-only'
import { and, asc, desc, eq, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { people } from '@/drizzle/schema/people'
import { activities, tasks } from '@/drizzle/schema/tasks'
import { users } from '@/drizzle/schema/users'
import { titleFor } from '@/lib/features/tasks/queries'
import { nameOfUser } from '@/lib/features/workspace/members/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import type { Place } from '../rules'

/** Whose timeline: a person's, or a company's with those of its people. */
export type Subject = { personId: string } | { companyId: string }

const about = (subject: Subject, table: { personId: PgColumn; companyId: PgColumn }): SQL | undefined =>
  'personId' in subject
    ? eq(table.personId, subject.personId)
    : or(
        eq(table.companyId, subject.companyId),
        sql`${table.personId} in (select id from ${people} where ${people.companyId} = ${subject.companyId})`,
      )

/** Postgres keeps microseconds, a place milliseconds: compared by the coarser of the two. */
const millis = (at: SQL | PgColumn) => sql`date_trunc('milliseconds', ${at})`

const beyond = (at: SQL | PgColumn, id: PgColumn, after: Place | null): SQL | undefined =>
  after === null ? undefined : sql`(${millis(at)}, ${id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`

/** Notes, calls and logged mails, newest first, from a place on. */
export async function listActivities(
  db: Db,
  subject: Subject,
  { after, limit }: { after: Place | null; limit: number },
) {
  return db
    .select({
      id: activities.id,
      kind: activities.kind,
      text: activities.text,
      at: activities.at,
      by: { id: users.id, name: nameOfUser },
      about: { id: people.id, name: people.name },
    })
    .from(activities)
    .leftJoin(people, eq(people.id, activities.personId))
    .leftJoin(users, eq(users.id, activities.createdBy))
    .where(and(about(subject, activities), beyond(activities.at, activities.id, after)))
    .orderBy(sql`${millis(activities.at)} desc`, desc(activities.id))
    .limit(limit)
}
export type ActivityRow = Awaited<ReturnType<typeof listActivities>>[number]

const taskColumns = (scope: UserScope) => ({
  id: tasks.id,
  title: titleFor(scope),
  dueOn: tasks.dueOn,
  doneAt: tasks.doneAt,
  createdAt: tasks.createdAt,
  owner: { id: users.id, name: nameOfUser },
})

/** What waits for a reply is its owner's, and not before it is due: as in the list of tasks. */
const shown = (scope: UserScope) =>
  or(isNull(tasks.waitsForReplyUntil), and(eq(tasks.ownerId, scope.userId), lte(tasks.waitsForReplyUntil, now())))

/** Tasks that were done, at the time when they were, newest first, from a place on. */
export async function listDoneTasks(
  db: Db,
  scope: UserScope,
  subject: Subject,
  { after, limit }: { after: Place | null; limit: number },
) {
  return db
    .select(taskColumns(scope))
    .from(tasks)
    .innerJoin(users, eq(users.id, tasks.ownerId))
    .where(and(about(subject, tasks), isNotNull(tasks.doneAt), shown(scope), beyond(tasks.doneAt, tasks.id, after)))
    .orderBy(sql`${millis(tasks.doneAt)} desc`, desc(tasks.id))
    .limit(limit)
}
export type TaskRow = Awaited<ReturnType<typeof listDoneTasks>>[number]

/** Most open tasks that stand over a timeline. */
const MOST_OPEN = 20

/** What is to be done, soonest first. */
export async function listOpenTasks(db: Db, scope: UserScope, subject: Subject): Promise<TaskRow[]> {
  return db
    .select(taskColumns(scope))
    .from(tasks)
    .innerJoin(users, eq(users.id, tasks.ownerId))
    .where(and(about(subject, tasks), isNull(tasks.doneAt), shown(scope)))
    .orderBy(sql`${tasks.dueOn} asc nulls last`, tasks.createdAt, tasks.id)
    .limit(MOST_OPEN)
}

/** How many notes and calls, and how many open tasks. */
export async function countAbout(db: Db, scope: UserScope, subject: Subject) {
  return {
    activities: await db.$count(activities, about(subject, activities)),
    openTasks: await db.$count(tasks, and(about(subject, tasks), isNull(tasks.doneAt), shown(scope))),
  }
}

/** What a member wrote on timelines, as it stands in "Download my data" (R58). */
export const listActivitiesOf = (db: Db, userId: string) =>
  db
    .select()
    .from(activities)
    .where(eq(activities.createdBy, userId))
    .orderBy(asc(activities.createdAt), asc(activities.id))
