import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import { mailTrustedSenders } from '@/drizzle/schema/mail'
import type { Db } from '@/lib/platform/db/handle'

/** Whether the person wants the pictures of this sender, or of the sender's whole domain, always (R18). */
export async function trustsPictures(db: Db, connectionId: string, address: string): Promise<boolean> {
  const sender = address.trim().toLowerCase()
  const at = sender.lastIndexOf('@')
  if (at < 1) return false
  const rows = await db
    .select({ pattern: mailTrustedSenders.pattern })
    .from(mailTrustedSenders)
    .where(
      and(
        eq(mailTrustedSenders.connectionId, connectionId),
        inArray(mailTrustedSenders.pattern, [sender, sender.slice(at)]),
      ),
    )
    .limit(1)
  return rows.length > 0
}
