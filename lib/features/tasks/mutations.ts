import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { mailLinks } from '@/drizzle/schema/mail'
import { companies, people } from '@/drizzle/schema/people'
import { tasks } from '@/drizzle/schema/tasks'
import { linkMail, lockOwnMail } from '@/lib/features/mail/links/mutations'
import { getKnownBehind } from '@/lib/features/people/addresses/queries'
import { isMember } from '@/lib/features/workspace/members/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import type { UserScope } from '@/lib/platform/scope'
import { mayChange, TITLE_HIDDEN } from './rules'
import type { TaskInput, TaskOfMailInput } from './schema'

const tell = (db: Db, scope: UserScope) => notifyLive(db, { workspaceId: scope.workspaceId, topics: ['tasks'] })

/** Foreign keys are checked past row-level security: what a task names must be of this workspace. */
async function checkNamed(db: Db, input: { ownerId: string; personId: string | null; companyId: string | null }) {
  if (!(await isMember(db, input.ownerId)))
    throw new AppError('invalid_input', 'no such owner', { userMessage: 'This colleague is no longer here.' })
  if (input.personId) {
    const [found] = await db.select({ id: people.id }).from(people).where(eq(people.id, input.personId))
    if (!found) throw new AppError('invalid_input', 'no such person', { userMessage: 'This person no longer exists.' })
  }
  if (input.companyId) {
    const [found] = await db.select({ id: companies.id }).from(companies).where(eq(companies.id, input.companyId))
    if (!found)
      throw new AppError('invalid_input', 'no such company', { userMessage: 'This company no longer exists.' })
  }
}

/** The task for changing; of a colleague's reminder nobody hears. Throws not_found or forbidden. */
async function mine(db: Db, scope: UserScope, id: string) {
  const [task] = await db.select().from(tasks).where(eq(tasks.id, id)).for('update')
  if (!task || (task.waitsForReplyUntil && task.ownerId !== scope.userId))
    throw new AppError('not_found', 'no such task')
  if (!mayChange(task, scope))
    throw new AppError('forbidden', 'a colleague’s task', {
      userMessage: 'This is a colleague’s task. They, whoever made it, and administrators can change it.',
    })
  return task
}

/** Writes a new task. Throws invalid_input if owner, person or company is not there. */
export async function createTask(
  db: Db,
  scope: UserScope,
  input: TaskInput & { titleOfMail?: boolean },
): Promise<string> {
  const values = { ...input, ownerId: input.ownerId ?? scope.userId }
  await checkNamed(db, values)
  const [row] = await db
    .insert(tasks)
    .values({ ...values, workspaceId: scope.workspaceId, createdBy: scope.userId, createdAt: now(), updatedAt: now() })
    .returning({ id: tasks.id })
  if (!row) throw new AppError('internal', 'no task was made')
  await tell(db, scope)
  return row.id
}

/** Changes a task. What waited for a reply and is given to a colleague becomes an ordinary task. */
export async function updateTask(db: Db, scope: UserScope, id: string, input: TaskInput): Promise<void> {
  const task = await mine(db, scope, id)
  const values = { ...input, ownerId: input.ownerId ?? scope.userId }
  // An owner, person or company that stood there already may stay, also when the colleague has left.
  await checkNamed(db, {
    ownerId: values.ownerId === task.ownerId ? scope.userId : values.ownerId,
    personId: values.personId === task.personId ? null : values.personId,
    companyId: values.companyId === task.companyId ? null : values.companyId,
  })
  const given = values.ownerId !== task.ownerId
  // Who does not see the subject sends back what stands for it.
  const sameTitle = values.title === task.title || (task.titleOfMail && values.title === TITLE_HIDDEN)
  await db
    .update(tasks)
    .set({
      ...values,
      ...(sameTitle ? { title: task.title } : { titleOfMail: false }),
      updatedAt: now(),
      ...(given ? { waitsForReplyUntil: null } : {}),
    })
    .where(eq(tasks.id, id))
  await tell(db, scope)
}

/** Finishes a task, or opens it again. */
export async function setDone(db: Db, scope: UserScope, id: string, done: boolean): Promise<void> {
  const task = await mine(db, scope, id)
  if ((task.doneAt !== null) === done) return
  await db
    .update(tasks)
    .set({ doneAt: done ? now() : null, updatedAt: now() })
    .where(eq(tasks.id, id))
  await tell(db, scope)
}

/** Deletes a task; mail that it was made of stays. One that is gone already is no error. */
export async function deleteTask(db: Db, scope: UserScope, id: string): Promise<void> {
  const [there] = await db.select({ id: tasks.id }).from(tasks).where(eq(tasks.id, id))
  if (!there) return
  await mine(db, scope, id)
  await db.delete(tasks).where(eq(tasks.id, id))
  await tell(db, scope)
}

/** Makes a task of a mail in the person's own mailbox. Throws not_found for any other. */
export async function createTaskOfMail(db: Db, scope: UserScope, input: TaskOfMailInput): Promise<string> {
  const { message, own } = await lockOwnMail(db, scope, input.messageId)
  const { connectionId, graphId, subject, fromAddress, fromName } = message
  const title = (input.title ?? subject.trim()) || `Mail from ${fromName || fromAddress || 'nobody'}`
  const [known] = await db
    .select({ id: tasks.id })
    .from(mailLinks)
    .innerJoin(tasks, eq(tasks.id, mailLinks.taskId))
    .where(
      and(
        eq(mailLinks.connectionId, connectionId),
        eq(mailLinks.graphId, graphId),
        eq(tasks.ownerId, scope.userId),
        isNull(tasks.doneAt),
        isNull(tasks.waitsForReplyUntil),
        input.title ? eq(tasks.title, title.slice(0, 500)) : undefined,
      ),
    )
  if (known) return known.id
  const person = await findPersonOf(db, message, own)
  const id = await createTask(db, scope, {
    title: title.slice(0, 500),
    titleOfMail: !input.title,
    notes: '',
    dueOn: input.dueOn ?? null,
    ownerId: null,
    personId: person?.id ?? null,
    companyId: person?.companyId ?? null,
  })
  await linkMail(db, scope, message, { taskId: id })
  return id
}

/** Whom a mail is about: its sender's person; of one's own mail the first of those it went to. */
async function findPersonOf(
  db: Db,
  mail: { fromAddress: string; toRecipients: { address: string }[] },
  own: string,
): Promise<{ id: string; companyId: string | null } | null> {
  const from = mail.fromAddress.toLowerCase()
  const to = mail.toRecipients.map(({ address }) => address.toLowerCase())
  const inOrder = from === own.toLowerCase() ? to.slice(0, 10) : [from]
  const known = await getKnownBehind(db, inOrder)
  const found = inOrder.map((address) => known.get(address)).find(Boolean)
  return found ? { id: found.personId, companyId: found.companyId } : null
}
