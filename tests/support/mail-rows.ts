// Messages straight in the database, as a page of Graph brings them, for tests of lists, threads and searches.

import { connections } from '@/drizzle/schema/connection'
import { mailFolders } from '@/drizzle/schema/mail'
import { connectionScope } from '@/lib/auth/scope'
import type { CompleteMessage } from '@/lib/features/mail/map'
import { upsertMessages } from '@/lib/features/mail/mutations'
import { inScope } from '@/lib/platform/db/handle'
import type { ConnectionScope, UserScope } from '@/lib/platform/scope'
import { newMember, newWorkspace } from './tandem-world'

export const OWN = 'alex@contoso.test'
/** The newest message's time; `minute` counts back from it. */
const NEWEST = Date.parse('2026-11-20T12:00:00Z')

export interface Mailbox {
  scope: UserScope
  connection: ConnectionScope
  folder(wellKnown: string): string
  /** Puts messages into a folder; answers their ids by Graph's. */
  put(wellKnown: string, messages: (Partial<CompleteMessage> & { minute?: number })[]): Promise<void>
}

let serial = 0

/** A connected mailbox with empty folders, without a Microsoft behind it. */
export async function newMailbox(workspaceId?: string): Promise<Mailbox> {
  const workspace = workspaceId ?? (await newWorkspace('Contoso'))
  const scope = await newMember(workspace, { name: 'Alex Wilber' })
  const n = ++serial
  const names = ['inbox', 'archive', 'sentitems', 'drafts', 'deleteditems', 'junkemail', 'own']
  const { connectionId, folders } = await inScope(scope, async (db) => {
    const [connection] = await db
      .insert(connections)
      .values({
        ...{ workspaceId: workspace, userId: scope.userId, tenantId: 't', objectId: `o${n}` },
        ...{ address: OWN, displayName: 'Alex Wilber', accountKind: 'work' as const },
      })
      .returning({ id: connections.id })
    if (!connection) throw new Error('no connection')
    const rows = await db
      .insert(mailFolders)
      .values(
        names.map((name) => ({
          ...{ workspaceId: workspace, connectionId: connection.id, graphId: `${name}-${n}` },
          ...{ displayName: name === 'own' ? 'Projects' : name, wellKnown: name === 'own' ? null : name },
        })),
      )
      .returning({ id: mailFolders.id })
    return { connectionId: connection.id, folders: new Map(rows.map(({ id }, at) => [names[at] ?? '', id])) }
  })
  const connection = await connectionScope(connectionId)
  if (!connection) throw new Error('no scope')
  const folder = (wellKnown: string) => folders.get(wellKnown) ?? ''
  const put: Mailbox['put'] = async (wellKnown, messages) => {
    const complete = messages.map(({ minute = 0, ...message }): CompleteMessage => {
      const id = message.graph_id ?? `m${++serial}`
      return {
        ...{ change_key: 'k', subject: 'Subject', preview: '', is_read: true, conversation_id: id },
        ...{ from_name: 'Ann', from_address: 'ann@firm.test', to_recipients: [{ name: 'Alex Wilber', address: OWN }] },
        received_at: new Date(NEWEST - minute * 60_000).toISOString(),
        ...message,
        graph_id: id,
      }
    })
    for (let at = 0; at < complete.length; at += 500)
      await inScope(connection, (db) =>
        upsertMessages(db, connection, folder(wellKnown), complete.slice(at, at + 500), new Date()),
      )
  }
  return { scope, connection, folder, put }
}
