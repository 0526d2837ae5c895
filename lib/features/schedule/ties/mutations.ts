import 'server-only'
import { eq, inArray } from 'drizzle-orm'
import { companies, people } from '@/drizzle/schema/people'
import { entryAttendees, entryLinks } from '@/drizzle/schema/schedule'
import { isMember, listColleagues } from '@/lib/features/workspace/members/queries'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { BadEntry } from '../rules'
import type { EntryInput } from '../schema'
import { listAttendees, listLinks } from './queries'

export type TiesInput = Pick<EntryInput, 'attendees' | 'personIds' | 'companyIds'>

/**
 * Foreign keys are checked past row-level security: whom an entry names must be of this workspace. `before`: what stood
 * there already may stay, also when the colleague has left. Throws BadEntry.
 */
export async function checkNamed(
  db: Db,
  input: Pick<EntryInput, 'ownerId' | 'personIds' | 'companyIds'>,
  before: { ownerId: string | null } | null,
): Promise<void> {
  if (input.ownerId && input.ownerId !== before?.ownerId && !(await isMember(db, input.ownerId)))
    throw new BadEntry('ownerId', 'This colleague is no longer here.')
  if (input.personIds.length > 0) {
    const found = await db.$count(people, inArray(people.id, input.personIds))
    if (found < input.personIds.length) throw new BadEntry('personIds', 'One of these people no longer exists.')
  }
  if (input.companyIds.length > 0) {
    const found = await db.$count(companies, inArray(companies.id, input.companyIds))
    if (found < input.companyIds.length) throw new BadEntry('companyIds', 'One of these companies no longer exists.')
  }
}

/** Who is asked to an entry and whom it is about, as they are now. */
export async function getTies(db: Db, entryId: string): Promise<TiesInput> {
  const attendees = await listAttendees(db, [entryId])
  const links = await listLinks(db, [entryId])
  return {
    attendees: attendees.map(({ name, address, type }) => ({ name, address, type })),
    personIds: links.flatMap(({ personId }) => personId ?? []),
    companyIds: links.flatMap(({ companyId }) => companyId ?? []),
  }
}

const keyOf = ({ attendees, personIds, companyIds }: TiesInput) =>
  JSON.stringify([
    attendees.map(({ address, name, type }) => [address, name, type]).sort(),
    [...personIds].sort(),
    [...companyIds].sort(),
  ])
export const sameTies = (a: TiesInput, b: TiesInput): boolean => keyOf(a) === keyOf(b)

/** Replaces who is asked and whom it is about. What somebody answered stays; colleagues are known by their addresses. */
export async function writeTies(
  db: Db,
  scope: Pick<UserScope, 'workspaceId'>,
  entryId: string,
  ties: TiesInput,
): Promise<void> {
  const { workspaceId } = scope
  const answers = new Map((await listAttendees(db, [entryId])).map((row) => [row.address, row]))
  const members = new Map(
    (await listColleagues(db)).flatMap(({ id, addresses }) => addresses.map((each) => [each, id])),
  )
  await db.delete(entryAttendees).where(eq(entryAttendees.entryId, entryId))
  await db.delete(entryLinks).where(eq(entryLinks.entryId, entryId))
  const attendees = ties.attendees.map(({ name, address, type }, position) => ({
    entryId,
    workspaceId,
    address,
    name,
    type,
    position,
    userId: members.get(address) ?? answers.get(address)?.userId ?? null,
    response: answers.get(address)?.response ?? ('none' as const),
  }))
  if (attendees.length > 0) await db.insert(entryAttendees).values(attendees)
  const links = [
    ...ties.personIds.map((personId) => ({ entryId, workspaceId, personId })),
    ...ties.companyIds.map((companyId) => ({ entryId, workspaceId, companyId })),
  ]
  if (links.length > 0) await db.insert(entryLinks).values(links)
}
