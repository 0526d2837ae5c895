import { eq, sql } from 'drizzle-orm'
import { mailMessages } from '@/drizzle/schema/mail'
import { exportParts } from '@/lib/features/export/queries'
import { findable } from '@/lib/features/mail/map'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import type { HeldData } from './oracle'

/** What Tandem holds of a person, read in-process through the same code that serves GET /api/export. */
export async function heldBy(scope: UserScope): Promise<HeldData> {
  let text = ''
  for await (const part of exportParts(scope)) text += part
  return JSON.parse(text) as HeldData
}

/** Messages that the search would not find by what they say now, or would find by what they said once. */
export async function misfiled(scope: UserScope, connectionId: string): Promise<string[]> {
  return inScope(scope, async (db) => {
    const rows = await db
      .select({
        id: mailMessages.id,
        subject: mailMessages.subject,
        preview: mailMessages.preview,
        from_name: mailMessages.fromName,
        from_address: mailMessages.fromAddress,
        to_recipients: mailMessages.toRecipients,
        cc_recipients: mailMessages.ccRecipients,
      })
      .from(mailMessages)
      .where(eq(mailMessages.connectionId, connectionId))
    const wanted = JSON.stringify(rows.map(({ id, ...texts }) => ({ id, ...findable(texts, connectionId) })))
    const found = await db.execute<{ subject: string }>(sql`
      select m.subject from jsonb_to_recordset(${wanted}::jsonb) as t(id uuid, participants text[], words text[])
      join mail_messages m on m.id = t.id
      where m.words is distinct from array_to_tsvector(t.words) or m.participants <> t.participants`)
    return found.rows.map(({ subject }) => `${subject}: is not found by its words`)
  })
}
