import 'server-only'
import { asc, eq, or } from 'drizzle-orm'
import type { SignatureView, SnippetView } from '@/components/compose/view'
import { signatures, snippets } from '@/drizzle/schema/compose'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'

/** The person's signatures, by name. */
export async function listSignatures(db: Db, scope: UserScope): Promise<SignatureView[]> {
  return db
    .select({
      id: signatures.id,
      name: signatures.name,
      html: signatures.html,
      forNew: signatures.forNew,
      forReplies: signatures.forReplies,
    })
    .from(signatures)
    .where(eq(signatures.userId, scope.userId))
    .orderBy(asc(signatures.name))
}

/** The person's snippets and those that colleagues share, by name. */
export async function listSnippets(db: Db, scope: UserScope): Promise<SnippetView[]> {
  const rows = await db
    .select()
    .from(snippets)
    .where(or(eq(snippets.userId, scope.userId), eq(snippets.shared, true)))
    .orderBy(asc(snippets.name))
  return rows.map(({ id, name, html, shared, userId }) => ({ id, name, html, shared, mine: userId === scope.userId }))
}
