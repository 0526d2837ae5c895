import 'server-only'
import { asc, eq } from 'drizzle-orm'
import { companies, companyDomains, people, personAddresses } from '@/drizzle/schema/people'
import { users } from '@/drizzle/schema/users'
import { listLastEntries } from '@/lib/features/schedule/about/queries'
import { nameOfUser } from '@/lib/features/workspace/members/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { countAbout, type Subject } from './activities/queries'
import { listLastMeetings } from './events/queries'
import { countMails, listLastMails } from './mails/queries'
import { outsideOf, type Reach } from './rules'
import { getSight } from './sight/queries'

/** Whose mail stands on a timeline: of a person's addresses, or of a company's people and domains. */
export async function getReach(db: Db, subject: Subject): Promise<Reach> {
  const mine = db
    .select({ address: personAddresses.address })
    .from(personAddresses)
    .innerJoin(people, eq(people.id, personAddresses.personId))
  if ('personId' in subject) {
    const rows = await mine.where(eq(people.id, subject.personId)).orderBy(asc(personAddresses.position))
    return { addresses: rows.map(({ address }) => address), domains: [] }
  }
  const rows = await mine.where(eq(people.companyId, subject.companyId))
  const domains = await db
    .select({ domain: companyDomains.domain })
    .from(companyDomains)
    .where(eq(companyDomains.companyId, subject.companyId))
  return { addresses: rows.map(({ address }) => address), domains: domains.map(({ domain }) => domain) }
}

/** When a person or company was entered, and by whom. Null: it is not there. */
export async function findBeginning(db: Db, subject: Subject) {
  const [table, id] = 'personId' in subject ? [people, subject.personId] : [companies, subject.companyId]
  const [row] = await db
    .select({ id: table.id, at: table.createdAt, by: { id: users.id, name: nameOfUser } })
    .from(table)
    .leftJoin(users, eq(users.id, table.createdBy))
    .where(eq(table.id, id))
  return row ?? null
}

/** The newest mail or meeting with each person or company that the viewer may know of. */
export async function listLastContacts(
  db: Db,
  scope: UserScope,
  reaches: ({ id: string } & Reach)[],
): Promise<Map<string, Date>> {
  if (reaches.length === 0) return new Map()
  const sight = await getSight(db, scope)
  const last = await listLastMails(db, sight, reaches)
  const entries = reaches.map((reach) => outsideOf(reach, sight))
  for (const others of [
    await listLastMeetings(db, sight, reaches, now()),
    await listLastEntries(db, scope, entries, now()),
  ])
    for (const [id, at] of others) {
      const known = last.get(id)
      if (!known || known < at) last.set(id, at)
    }
  return last
}

/** For the head of a person: mails (1,000 stands for more), notes and calls, open tasks. */
export async function countTimeline(db: Db, scope: UserScope, subject: Subject) {
  const sight = await getSight(db, scope)
  const mails = await countMails(db, sight, await getReach(db, subject))
  return { mails, ...(await countAbout(db, scope, subject)) }
}
