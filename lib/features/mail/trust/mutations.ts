import 'server-only'
import { and, eq } from 'drizzle-orm'
import { mailTrustedSenders } from '@/drizzle/schema/mail'
import type { Db } from '@/lib/platform/db/handle'

/** Remembers or forgets a sender (an address, or `@domain`) whose pictures are always shown. */
export async function setTrust(
  db: Db,
  connection: { id: string; workspaceId: string },
  pattern: string,
  trusts: boolean,
): Promise<void> {
  if (trusts) {
    await db
      .insert(mailTrustedSenders)
      .values({ connectionId: connection.id, workspaceId: connection.workspaceId, pattern })
      .onConflictDoNothing()
    return
  }
  await db
    .delete(mailTrustedSenders)
    .where(and(eq(mailTrustedSenders.connectionId, connection.id), eq(mailTrustedSenders.pattern, pattern)))
}
