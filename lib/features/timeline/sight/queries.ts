import 'server-only'
import { and, eq, isNull, ne, or } from 'drizzle-orm'
import { connections } from '@/drizzle/schema/connection'
import { mailFolders } from '@/drizzle/schema/mail'
import { blockedAddresses, mailAccess } from '@/drizzle/schema/people'
import { users } from '@/drizzle/schema/users'
import { memberships } from '@/drizzle/schema/workspaces'
import { listMemberDomains, listNamedDomains } from '@/lib/features/privacy/queries'
import { nameOfUser } from '@/lib/features/workspace/members/queries'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { type AccessState, isBlocked, type Mailbox, partBlocked, type Sight } from '../rules'

/**
 * Everything that decides what the person sees on timelines: whose mailboxes, how much of each, what is blocked and who
 * counts as a colleague. Read anew for every answer, so that a change of any of it counts at once. A mailbox that is
 * being disconnected, or whose member was switched off (R14), is not there.
 */
export async function getSight(db: Db, scope: UserScope): Promise<Sight> {
  const boxes = await db
    .select({
      connectionId: connections.id,
      address: connections.address,
      ownerId: connections.userId,
      ownerName: nameOfUser,
      visibility: memberships.mailVisibility,
    })
    .from(connections)
    .innerJoin(memberships, eq(memberships.userId, connections.userId))
    .innerJoin(users, eq(users.id, connections.userId))
    .where(
      and(
        ne(connections.state, 'disconnecting'),
        isNull(memberships.disabledAt),
        eq(memberships.integrationEnabled, true),
      ),
    )
  const blocked = await db
    .select({ userId: blockedAddresses.userId, pattern: blockedAddresses.pattern })
    .from(blockedAddresses)
  const asked = await db
    .select({ connectionId: mailAccess.connectionId, talk: mailAccess.conversationId, state: mailAccess.state })
    .from(mailAccess)
    .where(eq(mailAccess.requesterId, scope.userId))
  const internal = [...(await listNamedDomains(db, scope)), ...(await listMemberDomains(db))]
  return {
    viewerId: scope.userId,
    mailboxes: new Map(
      boxes.map(({ connectionId, ownerId, ownerName, visibility }): [string, Mailbox] => [
        connectionId,
        {
          connectionId,
          owner: { id: ownerId, name: ownerName },
          visibility,
          blocked: partBlocked(
            blocked.filter(({ userId }) => userId === null || userId === ownerId).map(({ pattern }) => pattern),
          ),
          asked: new Map<string, AccessState>(
            asked.filter((each) => each.connectionId === connectionId).map(({ talk, state }) => [talk, state]),
          ),
        },
      ]),
    ),
    hiddenFolders: await listHiddenFolders(db),
    internal: new Set(internal.map((domain) => domain.toLowerCase())),
    ours: new Set(boxes.map(({ address }) => address.toLowerCase())),
  }
}

/** Whether somebody on it keeps what comes from a person's mailbox from colleagues: the workspace's list and their own. */
export async function hasBlocked(db: Db, userId: string, addresses: string[]): Promise<boolean> {
  const rows = await db
    .select({ pattern: blockedAddresses.pattern })
    .from(blockedAddresses)
    .where(or(isNull(blockedAddresses.userId), eq(blockedAddresses.userId, userId)))
  return isBlocked(addresses, partBlocked(rows.map(({ pattern }) => pattern)))
}

/** Well-known folders (Microsoft Graph: mailFolder) whose mail is no contact with anybody. */
const NO_CONTACT = ['drafts', 'outbox', 'junkemail', 'deleteditems', 'recoverableitemsdeletions', 'syncissues']

/** These folders of all mailboxes and everything below them. */
async function listHiddenFolders(db: Db): Promise<string[]> {
  const rows = await db
    .select({
      id: mailFolders.id,
      connectionId: mailFolders.connectionId,
      graphId: mailFolders.graphId,
      parent: mailFolders.parentGraphId,
      wellKnown: mailFolders.wellKnown,
    })
    .from(mailFolders)
  const known = new Map(rows.map((row) => [`${row.connectionId} ${row.graphId}`, row]))
  const isHidden = (row: (typeof rows)[number], depth = 0): boolean => {
    if (NO_CONTACT.includes(row.wellKnown ?? '')) return true
    const parent = row.parent === null ? undefined : known.get(`${row.connectionId} ${row.parent}`)
    // Folders are nested 300 deep at most (Exchange Online); a circle must end, too.
    return parent !== undefined && depth < 300 && isHidden(parent, depth + 1)
  }
  return rows.filter((row) => isHidden(row)).map(({ id }) => id)
}
