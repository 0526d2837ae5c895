// Mailboxes written straight into Tandem's tables, for tests of what is done with mail that is there already.

import { randomUUID } from 'node:crypto'
import { connections } from '@/drizzle/schema/connection'
import { mailFolders, mailMessages } from '@/drizzle/schema/mail'
import { people, personAddresses } from '@/drizzle/schema/people'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'

export interface MailboxRows {
  scope: UserScope
  connectionId: string
  address: string
  /** Folder ids by well-known name. */
  folders: Record<string, string>
}

/** A connected mailbox of a member with the usual folders, and one inside Deleted Items. */
export async function newMailbox(scope: UserScope, address: string): Promise<MailboxRows> {
  return inScope(scope, async (db) => {
    const [row] = await db
      .insert(connections)
      .values({
        workspaceId: scope.workspaceId,
        userId: scope.userId,
        tenantId: 'tenant',
        objectId: randomUUID(),
        address,
        displayName: address,
        accountKind: 'work',
        features: ['mail'],
      })
      .returning({ id: connections.id })
    const connectionId = row?.id ?? ''
    const names = ['inbox', 'sentitems', 'archive', 'drafts', 'junkemail', 'deleteditems']
    const made = await db
      .insert(mailFolders)
      .values(
        [
          ...names.map((name) => ({ wellKnown: name, graphId: name, parentGraphId: 'root' })),
          { wellKnown: null, graphId: 'thrown', parentGraphId: 'deleteditems' },
        ].map((folder) => ({ ...folder, workspaceId: scope.workspaceId, connectionId, displayName: folder.graphId })),
      )
      .returning({ id: mailFolders.id, graphId: mailFolders.graphId })
    return {
      scope,
      connectionId,
      address,
      folders: Object.fromEntries(made.map(({ id, graphId }) => [graphId, id])),
    }
  })
}

export interface MailInput {
  from: string
  to: string[]
  cc?: string[]
  subject?: string
  preview?: string
  at?: Date
  folder?: string
  conversationId?: string
  internetMessageId?: string
  isDraft?: boolean
  pendingGone?: boolean
}

/** Puts a message into a mailbox. Answers its id. */
export async function putMail(mailbox: MailboxRows, input: MailInput): Promise<string> {
  const { from, to, cc = [], subject = 'Subject', preview = 'Preview', folder = 'inbox', ...rest } = input
  const receivedAt = input.at ?? new Date()
  return inScope(mailbox.scope, async (db) => {
    const [row] = await db
      .insert(mailMessages)
      .values({
        workspaceId: mailbox.scope.workspaceId,
        connectionId: mailbox.connectionId,
        folderId: mailbox.folders[folder] ?? '',
        graphId: randomUUID(),
        changeKey: 'k',
        conversationId: rest.conversationId ?? randomUUID(),
        internetMessageId: rest.internetMessageId ?? `<${randomUUID()}@test>`,
        subject,
        preview,
        fromName: from,
        fromAddress: from,
        toRecipients: to.map((address) => ({ name: address, address })),
        ccRecipients: cc.map((address) => ({ name: address, address })),
        receivedAt,
        isRead: true,
        isDraft: rest.isDraft ?? false,
        pendingGone: rest.pendingGone ?? false,
        hasAttachments: false,
        importance: 'normal',
        flagStatus: 'notFlagged',
        isInvitation: false,
        participants: [...new Set([from, ...to, ...cc].map((address) => address.toLowerCase()))],
        readAt: receivedAt,
      })
      .returning({ id: mailMessages.id })
    return row?.id ?? ''
  })
}

/** A person with addresses. Answers their id. */
export async function putPerson(
  scope: UserScope,
  name: string,
  addresses: string[],
  companyId: string | null = null,
): Promise<string> {
  return inScope(scope, async (db) => {
    const [row] = await db
      .insert(people)
      .values({ workspaceId: scope.workspaceId, name, companyId, createdBy: scope.userId })
      .returning({ id: people.id })
    const personId = row?.id ?? ''
    for (const [position, address] of addresses.entries())
      await db.insert(personAddresses).values({ workspaceId: scope.workspaceId, address, personId, position })
    return personId
  })
}
