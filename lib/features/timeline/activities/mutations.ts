import 'server-only'
import { and, eq } from 'drizzle-orm'
import { mailLinks } from '@/drizzle/schema/mail'
import { companies, people } from '@/drizzle/schema/people'
import { activities } from '@/drizzle/schema/tasks'
import { linkMail, lockOwnMail } from '@/lib/features/mail/links/mutations'
import { getKnownBehind } from '@/lib/features/people/addresses/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import type { UserScope } from '@/lib/platform/scope'
import type { ActivityInput, LogMailInput } from '../schema'

const tell = (db: Db, scope: UserScope) => notifyLive(db, { workspaceId: scope.workspaceId, topics: ['people'] })

/** Writes a note or a call onto a timeline. Throws invalid_input without words, not_found. */
export async function createActivity(db: Db, scope: UserScope, input: ActivityInput): Promise<string> {
  if (input.text === '' && input.kind === 'note')
    throw new AppError('invalid_input', 'an empty note', { userMessage: 'Write something first.' })
  // Foreign keys are checked past row-level security: whom it names must be of this workspace.
  const [found] = input.personId
    ? await db.select({ id: people.id }).from(people).where(eq(people.id, input.personId))
    : await db
        .select({ id: companies.id })
        .from(companies)
        .where(eq(companies.id, input.companyId ?? ''))
  if (!found) throw new AppError('not_found', 'nobody of this id')
  return insert(db, scope, { ...input, at: input.at ? new Date(input.at) : now() })
}

async function insert(
  db: Db,
  scope: UserScope,
  values: Pick<typeof activities.$inferInsert, 'kind' | 'text' | 'at' | 'personId' | 'companyId'>,
): Promise<string> {
  const [row] = await db
    .insert(activities)
    .values({ ...values, workspaceId: scope.workspaceId, createdBy: scope.userId, createdAt: now(), updatedAt: now() })
    .returning({ id: activities.id })
  if (!row) throw new AppError('internal', 'no activity was made')
  await tell(db, scope)
  return row.id
}

/**
 * Logs a mail of the person's own mailbox onto the timeline of its people: of the person named, else of its sender,
 * else of the first recipient whom the CRM knows. Nothing of the mail is copied; the link to it goes with the
 * connection. Throws not_found, or invalid_input when nobody on it is known.
 */
export async function logMail(db: Db, scope: UserScope, input: LogMailInput): Promise<string> {
  const { message } = await lockOwnMail(db, scope, input.messageId)
  const personId = input.personId
    ? (await db.select({ id: people.id }).from(people).where(eq(people.id, input.personId)))[0]?.id
    : await firstKnown(db, [
        message.fromAddress,
        ...[...message.toRecipients, ...message.ccRecipients].map(({ address }) => address),
      ])
  if (!personId)
    throw new AppError('invalid_input', 'nobody known on it', {
      userMessage: 'Nobody on this mail is among your people yet. Add them first.',
    })
  // Pressed twice without a word it is logged once.
  const [same] = await db
    .select({ id: activities.id })
    .from(mailLinks)
    .innerJoin(activities, eq(activities.id, mailLinks.activityId))
    .where(
      and(
        eq(mailLinks.connectionId, message.connectionId),
        eq(mailLinks.graphId, message.graphId),
        eq(activities.personId, personId),
        eq(activities.text, input.text),
      ),
    )
  if (same) return same.id
  const id = await insert(db, scope, { kind: 'mail', text: input.text, at: message.receivedAt, personId })
  await linkMail(db, scope, message, { activityId: id })
  return id
}

async function firstKnown(db: Db, addresses: string[]): Promise<string | undefined> {
  const known = await getKnownBehind(db, addresses)
  return addresses.map((address) => known.get(address.toLowerCase())).find(Boolean)?.personId
}

/** Deletes what the person wrote on a timeline; one that is gone already is no error. Throws forbidden for others'. */
export async function deleteActivity(db: Db, scope: UserScope, id: string): Promise<void> {
  const [row] = await db.select({ by: activities.createdBy }).from(activities).where(eq(activities.id, id))
  if (!row) return
  if (row.by !== scope.userId)
    throw new AppError('forbidden', 'a colleague’s', { userMessage: 'Only who wrote this can delete it.' })
  await db.delete(activities).where(eq(activities.id, id))
  await tell(db, scope)
}
