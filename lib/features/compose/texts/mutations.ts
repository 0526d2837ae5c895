import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import type { SignatureView, SnippetView } from '@/components/compose/view'
import { signatures, snippets } from '@/drizzle/schema/compose'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { sanitiseOwn } from '../body/rules'
import type { SignatureInput, SnippetInput } from './schema'

/** Most signatures and snippets of one person: more is no list that anybody reads. */
const MOST = 200

const tooMany = () =>
  new AppError('invalid_input', 'too many texts', { userMessage: `You have ${MOST} of these. Delete one first.` })

/** Keeps a signature. At most one of a person is the default for new mails, and one for replies. */
export async function putSignature(db: Db, scope: UserScope, input: SignatureInput): Promise<SignatureView> {
  const mine = eq(signatures.userId, scope.userId)
  const others = input.id ? and(mine, ne(signatures.id, input.id)) : mine
  const all = await db.select({ id: signatures.id, name: signatures.name }).from(signatures).where(others)
  if (all.length >= MOST) throw tooMany()
  if (all.some(({ name }) => name.toLowerCase() === input.name.toLowerCase()))
    throw new AppError('invalid_input', 'a signature of that name', {
      userMessage: `You already have a signature called “${input.name}”.`,
    })
  if (input.forNew) await db.update(signatures).set({ forNew: false }).where(others)
  if (input.forReplies) await db.update(signatures).set({ forReplies: false }).where(others)
  const { name, forNew, forReplies } = input
  const values = { name, forNew, forReplies, html: sanitiseOwn(input.html) }
  const [row] = input.id
    ? await db
        .update(signatures)
        .set(values)
        .where(and(mine, eq(signatures.id, input.id)))
        .returning()
    : await db
        .insert(signatures)
        .values({ ...values, workspaceId: scope.workspaceId, userId: scope.userId, createdAt: now() })
        .returning()
  if (!row) throw new AppError('not_found', 'no such signature', { userMessage: 'This signature no longer exists.' })
  return { id: row.id, name: row.name, html: row.html, forNew: row.forNew, forReplies: row.forReplies }
}

/** Deletes a signature of the person. Gone already is no error. */
export async function removeSignature(db: Db, scope: UserScope, id: string): Promise<void> {
  await db.delete(signatures).where(and(eq(signatures.userId, scope.userId), eq(signatures.id, id)))
}

/** Keeps a snippet. A colleague's shared one is changed by its maker only. */
export async function putSnippet(db: Db, scope: UserScope, input: SnippetInput): Promise<SnippetView> {
  const mine = eq(snippets.userId, scope.userId)
  const values = { name: input.name, shared: input.shared, html: sanitiseOwn(input.html), updatedAt: now() }
  if (!input.id) {
    const all = await db.select({ id: snippets.id }).from(snippets).where(mine)
    if (all.length >= MOST) throw tooMany()
  }
  const [row] = input.id
    ? await db
        .update(snippets)
        .set(values)
        .where(and(mine, eq(snippets.id, input.id)))
        .returning()
    : await db
        .insert(snippets)
        .values({ ...values, workspaceId: scope.workspaceId, userId: scope.userId, createdAt: now() })
        .returning()
  if (!row)
    throw new AppError('not_found', 'no such snippet of this person', {
      userMessage: 'This snippet no longer exists, or a colleague made it.',
    })
  return { id: row.id, name: row.name, html: row.html, shared: row.shared, mine: true }
}

/** Deletes a snippet of the person. Gone already is no error. */
export async function removeSnippet(db: Db, scope: UserScope, id: string): Promise<void> {
  await db.delete(snippets).where(and(eq(snippets.userId, scope.userId), eq(snippets.id, id)))
}
