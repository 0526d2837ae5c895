// People of the demo workspace on a stack's own Postgres, which this process may use too.

import { sql } from 'drizzle-orm'
import { inngest } from '@/inngest/client'
import { userScopeOf } from '@/lib/auth/scope'
import { inSystem, rawDatabase } from '@/lib/platform/db/handle'
import { log } from '@/lib/platform/log'
import type { UserScope } from '@/lib/platform/scope'
import { seededUsers } from '../emulator/defaults'
import { linkMicrosoft } from '../support/link-account'
import { until } from './harness'

/** The scope of somebody of the demo seed. */
export async function scopeOf(upn: string): Promise<UserScope> {
  const person = seededUsers().find((each) => each.upn === upn)
  const account = `${person?.tenantId}.${person?.id}`
  const { rows } = await inSystem((db) =>
    db.execute<{ user_id: string }>(sql`select user_id from accounts where provider_account_id = ${account}`),
  )
  const scope = await userScopeOf(rows[0]?.user_id ?? '')
  if (!scope) throw new Error(`${upn} is not in the demo workspace`)
  return scope
}

export interface Linked {
  scope: UserScope
  connectionId: string
  inboxId: string
}

/** Links somebody's mailbox and waits until the app has taken it in. */
export async function link(upn: string): Promise<Linked> {
  log.level = 'silent'
  inngest.setEnvVars({ INNGEST_DEV: process.env.INNGEST_DEV })
  const scope = await scopeOf(upn)
  const connectionId = await linkMicrosoft(scope, upn)
  const db = await rawDatabase()
  await until(`${upn} is taken in`, async () => {
    const { rows } = await db.execute<{ n: number }>(
      sql`select count(*)::int as n from cursors where connection_id = ${connectionId} and phase <> 'live'
        union all select count(*)::int from subscriptions where connection_id = ${connectionId} and graph_id is null
        union all select 1 - least(count(*)::int, 1) from subscriptions where connection_id = ${connectionId}`,
    )
    return rows.every(({ n }) => n === 0) ? true : null
  })
  const { rows } = await db.execute<{ id: string }>(
    sql`select id from mail_folders where connection_id = ${connectionId} and well_known = 'inbox'`,
  )
  return { scope, connectionId, inboxId: rows[0]?.id ?? '' }
}

/** Fills an inbox up to `count` rows, straight in the database: how they came is another bench's matter. */
export async function fill({ scope, connectionId, inboxId }: Linked, count: number): Promise<void> {
  const db = await rawDatabase()
  await db.execute(sql`
    insert into mail_messages (workspace_id, connection_id, folder_id, graph_id, change_key, conversation_id,
      internet_message_id, subject, preview, from_name, from_address, to_recipients, cc_recipients, received_at, sent_at,
      is_read, is_draft, has_attachments, importance, flag_status, is_invitation, web_link, read_at)
    select ${scope.workspaceId}, ${connectionId}, ${inboxId}, 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AhUS5Hy' || lpad(n::text, 20, '0'),
      'CQAAABYAAAC' || n, 'AAQkADAwATM0MDAAMS0' || n / 3, '<' || n || '@contoso.test>', 'Numbers of week ' || n,
      left(repeat('As discussed, here is what we found when we looked at the numbers once more. ', 4), 250),
      'Sender ' || n % 500, 'sender' || n % 500 || '@fabrikam.test', '[{"name":"Alex","address":"alex@contoso.test"}]', '[]',
      now() - n * interval '61 seconds' - interval '1 day', now() - n * interval '61 seconds', n % 5 <> 0, false, n % 9 = 0, 'normal', 'notFlagged',
      false, 'https://outlook.invalid/' || n, now()
    from generate_series(1, greatest(0, ${count}::int - (select count(*)::int from mail_messages where folder_id = ${inboxId}))) n`)
  await db.execute(sql`analyze mail_messages`)
}
