import 'server-only'
import { and, asc, desc, eq, gt } from 'drizzle-orm'
import { subscriptions } from '@/drizzle/schema/connection'
import { mailFolders, mailMessages, mailTrustedSenders } from '@/drizzle/schema/mail'
import { disconnects } from '@/drizzle/schema/purge'
import { ledger, outbox } from '@/drizzle/schema/sync'
import { users } from '@/drizzle/schema/users'
import { getConnection } from '@/lib/features/connection/queries'
import { type Db, inScope } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { exportCalendars, exportEvents } from './calendar/queries'
import { exportOwn } from './own/queries'

const PAGE = 500

/** Everything but the messages. Tokens are no data of the person's and never leave the vault. */
async function exportHead(db: Db, scope: UserScope) {
  const [user] = await db
    .select({ id: users.id, name: users.name, email: users.email, contactEmail: users.contactEmail })
    .from(users)
    .where(eq(users.id, scope.userId))
  const found = await getConnection(db, scope)
  const connection = found && found.state !== 'disconnecting' ? found : null
  const ofConnection = <T>(work: (id: string) => Promise<T[]>): Promise<T[]> =>
    connection ? work(connection.id) : Promise.resolve([])
  return {
    user,
    connection,
    folders: await ofConnection((id) =>
      db
        .select({
          id: mailFolders.graphId,
          tandemId: mailFolders.id,
          parentId: mailFolders.parentGraphId,
          displayName: mailFolders.displayName,
          wellKnown: mailFolders.wellKnown,
          followed: mailFolders.followed,
          total: mailFolders.total,
          unread: mailFolders.unread,
        })
        .from(mailFolders)
        .where(eq(mailFolders.connectionId, id)),
    ),
    subscriptions: await ofConnection((id) =>
      db
        .select({ id: subscriptions.graphId, resource: subscriptions.resource, expiresAt: subscriptions.expiresAt })
        .from(subscriptions)
        .where(eq(subscriptions.connectionId, id)),
    ),
    trustedSenders: await ofConnection((id) =>
      db
        .select({ pattern: mailTrustedSenders.pattern, createdAt: mailTrustedSenders.createdAt })
        .from(mailTrustedSenders)
        .where(eq(mailTrustedSenders.connectionId, id)),
    ),
    outbox: await ofConnection((id) => db.select().from(outbox).where(eq(outbox.connectionId, id))),
    ledger: await db.select().from(ledger).where(eq(ledger.userId, scope.userId)).orderBy(desc(ledger.id)).limit(5000),
    ...(connection ? await exportCalendars(db, connection.id) : { calendars: [], publishing: [], calendarLinks: [] }),
    ...(await exportOwn(db, scope)),
    disconnects: await db
      .select()
      .from(disconnects)
      .where(eq(disconnects.userId, scope.userId))
      .orderBy(desc(disconnects.startedAt)),
  }
}

/** A page of the messages that Tandem holds, with Graph's ids and change keys. */
async function exportMessages(db: Db, connectionId: string, after: string | null) {
  return (
    db
      .select({
        tandemId: mailMessages.id,
        id: mailMessages.graphId,
        changeKey: mailMessages.changeKey,
        folderId: mailFolders.graphId,
        conversationId: mailMessages.conversationId,
        internetMessageId: mailMessages.internetMessageId,
        subject: mailMessages.subject,
        bodyPreview: mailMessages.preview,
        fromName: mailMessages.fromName,
        fromAddress: mailMessages.fromAddress,
        toRecipients: mailMessages.toRecipients,
        ccRecipients: mailMessages.ccRecipients,
        receivedDateTime: mailMessages.receivedAt,
        sentDateTime: mailMessages.sentAt,
        isRead: mailMessages.isRead,
        pendingRead: mailMessages.pendingRead,
        isDraft: mailMessages.isDraft,
        hasAttachments: mailMessages.hasAttachments,
        importance: mailMessages.importance,
        flagStatus: mailMessages.flagStatus,
        pendingFlag: mailMessages.pendingFlag,
        movedFrom: mailMessages.movedFrom,
        pendingGone: mailMessages.pendingGone,
        participants: mailMessages.participants,
        webLink: mailMessages.webLink,
      })
      .from(mailMessages)
      .innerJoin(mailFolders, eq(mailFolders.id, mailMessages.folderId))
      .where(and(eq(mailMessages.connectionId, connectionId), after ? gt(mailMessages.graphId, after) : undefined))
      // By the index of a mailbox's messages: a page costs the same at any size and any place.
      .orderBy(asc(mailMessages.graphId))
      .limit(PAGE)
  )
}

type ReadPage = (db: Db, connectionId: string, after: string | null) => Promise<{ rows: unknown[]; next?: string }>

/** Long lists, each read page by page; `next` is the place of a page's last row. */
const LISTS: Record<string, ReadPage> = {
  messages: async (db, connectionId, after) => {
    const rows = await exportMessages(db, connectionId, after)
    return { rows, next: rows.at(-1)?.id }
  },
  events: async (db, connectionId, after) => {
    const rows = await exportEvents(db, connectionId, after, PAGE)
    return { rows, next: rows.at(-1)?.tandemId }
  },
}

/** The document in pieces: a page of messages or events a transaction. */
export async function* exportParts(scope: UserScope): AsyncGenerator<string> {
  const head = await inScope(scope, (db) => exportHead(db, scope))
  let before = JSON.stringify(head).slice(0, -1)
  for (const [name, read] of Object.entries(LISTS)) {
    yield `${before},"${name}":[`
    before = ']'
    const connectionId = head.connection?.id
    let after: string | null | undefined = null
    let separator = ''
    while (connectionId && after !== undefined) {
      const { rows, next }: Awaited<ReturnType<ReadPage>> = await pageAfter(scope, connectionId, after, read)
      // A page at a time: the server flushes whatever it is handed, and a row alone is not worth that.
      if (rows.length > 0) {
        yield `${separator}\n${rows.map((row) => JSON.stringify(row)).join(',\n')}`
        separator = ','
      }
      after = next
    }
  }
  yield `${before}}\n`
}

/** Throws conflict once a Disconnect has begun: from its click on nothing can be read, also by what runs already. */
const pageAfter = (scope: UserScope, connectionId: string, after: string | null, read: ReadPage) =>
  inScope(scope, async (db) => {
    const connection = await getConnection(db, scope)
    if (connection?.id !== connectionId || connection.state === 'disconnecting')
      throw new AppError('conflict', 'the connection was left during the export')
    return read(db, connectionId, after)
  })
