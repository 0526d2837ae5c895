import 'server-only'
import { and, asc, eq, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { connections } from '@/drizzle/schema/connection'
import { mailIndex } from '@/drizzle/schema/mail'
import { blockedAddresses } from '@/drizzle/schema/people'
import { users } from '@/drizzle/schema/users'
import { memberships, workspaces } from '@/drizzle/schema/workspaces'
import type { Db } from '@/lib/platform/db/handle'
import { isPublicDomain } from '@/lib/platform/domains'
import type { UserScope } from '@/lib/platform/scope'
import { straightName } from '@/lib/platform/text'
import type { Visibility } from './schema'

/** What colleagues see of the person's mail on timelines (R20). */
export async function getVisibility(db: Db, scope: UserScope): Promise<Visibility> {
  const [row] = await db
    .select({ visibility: memberships.mailVisibility })
    .from(memberships)
    .where(eq(memberships.userId, scope.userId))
  return row?.visibility ?? 'metadata'
}

/** The person's own block list and the workspace's, in the order of the alphabet. */
export async function listBlocked(db: Db, scope: UserScope) {
  return db
    .select({ id: blockedAddresses.id, pattern: blockedAddresses.pattern, userId: blockedAddresses.userId })
    .from(blockedAddresses)
    .where(or(isNull(blockedAddresses.userId), eq(blockedAddresses.userId, scope.userId)))
    .orderBy(asc(blockedAddresses.pattern), asc(blockedAddresses.id))
}

/** Mails of a pattern: an address (lower case), or `@domain` with its subdomains. */
function withPattern(pattern: string): SQL {
  if (!pattern.startsWith('@')) return sql`${mailIndex.participants} @> array[${pattern}]::text[]`
  const domain = pattern.slice(1)
  const below = `%.${domain.replace(/[\\%_]/g, (sign) => `\\${sign}`)}`
  return sql`exists (select 1 from unnest(${mailIndex.domains}) one where one = ${domain} or one like ${below})`
}

/** Mails that timelines show of a colleague's mailbox: nobody learns by counting what its owner hides, or who is off. */
const stillShown = (): SQL => sql`exists (select 1 from memberships s
    where s.user_id = ${connections.userId} and s.disabled_at is null and s.integration_enabled)
  and not exists (select 1 from blocked_addresses b where b.user_id = ${connections.userId}
    and (b.pattern = any(${mailIndex.participants}) or b.pattern like '@%' and exists (
      select 1 from unnest(${mailIndex.domains}) one
      where one = substr(b.pattern, 2) or right(one, length(b.pattern)) = '.' || substr(b.pattern, 2))))`

/** Mails of people and companies that timelines do not show because of a pattern: of one's own mailbox, or of all. */
export async function countHidden(db: Db, scope: UserScope, pattern: string, shared: boolean): Promise<number> {
  const { participants, domains } = mailIndex
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(mailIndex)
    .innerJoin(connections, eq(connections.id, mailIndex.connectionId))
    .where(
      and(
        shared ? stillShown() : eq(connections.userId, scope.userId),
        ne(connections.state, 'disconnecting'),
        eq(mailIndex.pendingGone, false),
        eq(mailIndex.isDraft, false),
        withPattern(pattern),
        sql`(exists (select 1 from person_addresses pa where pa.address = any(${participants}))
          or exists (select 1 from company_domains cd where cd.domain = any(${domains})))`,
      ),
    )
  return row?.count ?? 0
}

/** Domains that the workspace names as its own. */
export async function listNamedDomains(db: Db, scope: UserScope): Promise<string[]> {
  const [row] = await db
    .select({ domains: workspaces.internalDomains })
    .from(workspaces)
    .where(eq(workspaces.id, scope.workspaceId))
  return row?.domains ?? []
}

/** Domains of the members: of their work accounts at Microsoft and of addresses they proved. Never public ones. */
export async function listMemberDomains(db: Db): Promise<string[]> {
  const domainOf = (column: SQL) => sql<string>`lower(tandem_domain(${column}))`
  const linked = await db
    .selectDistinct({ domain: domainOf(sql`${connections.address}`) })
    .from(connections)
    .where(and(eq(connections.accountKind, 'work'), ne(connections.state, 'disconnecting')))
  const proved = await db
    .selectDistinct({ domain: domainOf(sql`${users.email}`) })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(isNull(memberships.disabledAt), isNotNull(users.email)))
  const all = new Set([...linked, ...proved].map(({ domain }) => domain))
  return [...all].filter((domain) => domain.includes('.') && !isPublicDomain(domain)).sort()
}

/** One who asked to read a conversation of the person's, as the person sees it. */
export interface AskRow {
  id: string
  requesterId: string
  requester: string
  state: 'asked' | 'granted' | 'declined'
  askedAt: Date
  subject: string
  people: string[]
}

/** Requests of colleagues for conversations that are still there, newest first. */
export async function listAsks(db: Db, scope: UserScope): Promise<AskRow[]> {
  const found = await db.execute(sql`
    select a.id, a.requester_id, coalesce(u.name, u.email, u.contact_email, '') as requester, a.state, a.asked_at,
      m.subject, m.from_name, m.from_address, m.to_recipients, c.address
    from mail_access a
    join connections c on c.id = a.connection_id and c.user_id = ${scope.userId} and c.state <> 'disconnecting'
    join memberships s on s.user_id = a.requester_id and s.disabled_at is null
    join users u on u.id = a.requester_id
    join lateral (
      select subject, from_name, from_address, to_recipients from mail_messages m
      where m.connection_id = a.connection_id and m.conversation_id = a.conversation_id
        and not m.is_draft and not m.pending_gone
      order by m.received_at desc, m.id desc limit 1) m on true
    order by a.asked_at desc, a.id desc limit 200`)
  return (found.rows as RawAsk[]).map((row) => {
    const own = row.address.toLowerCase()
    const names = [{ name: row.from_name, address: row.from_address }, ...row.to_recipients]
      .filter(({ address }) => address.toLowerCase() !== own)
      .map(({ name, address }) => straightName(name || address))
    return {
      id: row.id,
      requesterId: row.requester_id,
      requester: row.requester,
      state: row.state,
      askedAt: new Date(row.asked_at),
      subject: row.subject,
      people: [...new Set(names)].slice(0, 4),
    }
  })
}

/** Who waits for an answer: how many, and the one who asked last. */
export async function getAsks(db: Db, scope: UserScope) {
  const open = (await listAsks(db, scope)).filter(({ state }) => state === 'asked')
  const [latest] = open
  return {
    count: open.length,
    latest: latest ? { id: latest.id, name: latest.requester, subject: latest.subject } : null,
  }
}

interface RawAsk extends Record<string, unknown> {
  id: string
  requester_id: string
  requester: string
  state: AskRow['state']
  asked_at: string | Date
  subject: string
  from_name: string
  from_address: string
  to_recipients: { name: string; address: string }[]
  address: string
}
