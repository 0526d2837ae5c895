// A mailbox of any size straight in the database, with words of many kinds: how rows come is another bench's matter.

import { sql } from 'drizzle-orm'
import { findable } from '@/lib/features/mail/map'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'

export interface Box {
  scope: UserScope
  connectionId: string
  inboxId: string
}

const TOPICS = 'budget invoice meeting offer contract delivery holiday report review launch audit ticket travel order'
const NOISE =
  'as discussed please find attached the numbers of this week and let me know whether we can go on before friday thanks'
const NAMES =
  'Adele Alex Bianca Chloé Dariusz Emil Fatima Grégoire Hana Ingrid João Kateřina Lukas Małgorzata Noor Tomás'

/** Fills an inbox with `count` rows. One message in 10,000 holds the word "zephyr", one in 4 the word "re". */
export async function fillWithWords({ scope, connectionId, inboxId }: Box, count: number): Promise<void> {
  const topics = TOPICS.split(' ')
  const noise = NOISE.split(' ')
  const names = NAMES.split(' ')
  const start = Date.now() - 86_400_000
  for (let at = 0; at < count; at += 2000) {
    const rows = Array.from({ length: Math.min(2000, count - at) }, (_, i) => {
      const n = at + i
      const first = names[n % names.length] ?? ''
      const last = `${topics[(n * 7) % topics.length]}son${n % 700}`
      const fields = {
        subject: `${n % 4 === 0 ? 'Re: ' : ''}${topics[(n * 3) % topics.length]} ${n % 997}${n % 10_000 === 9_999 ? ' zephyr' : ''}`,
        preview: Array.from({ length: 30 }, (_, k) => noise[(n * 5 + k * k) % noise.length])
          .join(' ')
          .slice(0, 250),
        from_name: `${first} ${last}`,
        from_address: `${first
          .normalize('NFKD')
          .replace(/\p{Mn}/gu, '')
          .toLowerCase()}.${last}@firm${n % 300}.test`,
        to_recipients: [{ name: 'Alex Wilber', address: 'alex@contoso.test' }],
        cc_recipients: [],
      }
      return { n, at: new Date(start - n * 61_000).toISOString(), ...fields, ...findable(fields, connectionId) }
    })
    await inScope(scope, (db) =>
      db.execute(sql`
        insert into mail_messages (workspace_id, connection_id, folder_id, graph_id, change_key, conversation_id,
          internet_message_id, subject, preview, from_name, from_address, to_recipients, cc_recipients, received_at,
          sent_at, is_read, is_draft, has_attachments, importance, flag_status, is_invitation, web_link, read_at,
          participants, words)
        select ${scope.workspaceId}, ${connectionId}, ${inboxId}, 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AhUS5Hy' || lpad(n::text, 20, '0'),
          'CQAAABYAAAC' || n, 'AAQkADAwATM0MDAAMS0' || n / 3, '<' || n || '@contoso.test>', subject, preview, from_name,
          from_address, to_recipients, cc_recipients, at, at, n % 5 <> 0, false, n % 9 = 0, 'normal',
          case when n % 500 = 0 then 'flagged' else 'notFlagged' end, false, 'https://outlook.invalid/' || n, now(),
          participants, array_to_tsvector(words)
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(n int, at timestamptz, subject text, preview text,
          from_name text, from_address text, to_recipients jsonb, cc_recipients jsonb, participants text[], words text[])`),
    )
  }
}
