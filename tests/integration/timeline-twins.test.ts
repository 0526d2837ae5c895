import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { people, personAddresses } from '@/drizzle/schema/people'
import { entryAttendees, scheduleEntries } from '@/drizzle/schema/schedule'
import { memberships } from '@/drizzle/schema/workspaces'
import { readTimeline } from '@/lib/features/timeline/loaders'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { deskOf } from '../support/entry-desk'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'
import { TwoWayDesk } from '../support/two-way-desk'

// One meeting that several colleagues hold, each in a mailbox of their own, is one meeting here.

let world: World
let alex: UserScope
let adele: UserScope
let kim: UserScope
let hers: TwoWayDesk
let his: TwoWayDesk
let personId: string

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('POST', '/reset', {})
  await emptyTandem()
  const workspaceId = await newWorkspace('Contoso')
  alex = await newMember(workspaceId, { name: 'Alex Wilber' })
  adele = await newMember(workspaceId, { name: 'Adele Vance' })
  kim = await newMember(workspaceId, { name: 'Kim Akers' })
  his = await TwoWayDesk.open(world, alex, 'alex@contoso.test')
  hers = await TwoWayDesk.open(world, adele, 'adele@contoso.test')
  await inScope(alex, async (db) => {
    const [person] = await db.insert(people).values({ workspaceId, name: 'Pat' }).returning()
    personId = person?.id ?? ''
    await db.insert(personAddresses).values({ workspaceId, personId, address: 'pat@outlook.test' })
  })
})

const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)
const guest = (address: string) => ({ emailAddress: { name: address, address }, type: 'required' })

/** Adele asks Alex and Pat; both mailboxes take it in. Answers the entry of each. */
async function ask(subject: string, more: Record<string, unknown> = {}): Promise<{ hers: string; his: string }> {
  const event = {
    subject,
    start: { dateTime: `${day(3)}T09:00:00`, timeZone: 'UTC' },
    end: { dateTime: `${day(3)}T10:00:00`, timeZone: 'UTC' },
    attendees: [guest('alex@contoso.test'), guest('pat@outlook.test')],
    ...more,
  }
  await hers.put(event)
  const [copy] = await his.events(subject)
  await his.signal(copy?.id ?? '', 'created')
  const all = await his.entries(subject)
  const of = (scope: UserScope) => all.find(({ ownerId, seriesId }) => ownerId === scope.userId && !seriesId)?.id ?? ''
  return { hers: of(adele), his: of(alex) }
}

const timeline = async (scope: UserScope) => {
  const page = await inScope(scope, (db) => readTimeline(db, scope, { personId }, { filter: 'meetings', after: null }))
  return [...(page.upcoming ?? []), ...page.entries].map(({ id }) => id)
}

describe('a meeting that two colleagues hold', () => {
  it.each([
    ['single', {}],
    [
      'a series',
      {
        recurrence: {
          pattern: { type: 'daily', interval: 1 },
          range: { type: 'numbered', startDate: day(3), numberOfOccurrences: 3 },
        },
      },
    ],
  ])('%s: stands once on a timeline, as the viewer’s own, or as the one that shows most', async (_, more) => {
    const ids = await ask('Held twice', more)
    expect(ids.hers).not.toBe(ids.his)
    expect(await timeline(alex)).toEqual([ids.his])
    expect(await timeline(adele)).toEqual([ids.hers])
    await inSystem((db) =>
      db.update(memberships).set({ mailVisibility: 'everything' }).where(eq(memberships.userId, alex.userId)),
    )
    expect(await timeline(kim)).toEqual([ids.his])
    await inSystem((db) =>
      db.update(memberships).set({ mailVisibility: 'metadata' }).where(eq(memberships.userId, alex.userId)),
    )
    await inSystem((db) =>
      db.update(memberships).set({ mailVisibility: 'everything' }).where(eq(memberships.userId, adele.userId)),
    )
    expect(await timeline(kim)).toEqual([ids.hers])
  })

  it('stands once in the schedule of somebody who is asked to it and has no mailbox here', async () => {
    const ids = await ask('Asked twice')
    for (const entryId of [ids.hers, ids.his])
      await inScope(kim, (db) =>
        db.insert(entryAttendees).values({
          ...{ entryId, workspaceId: kim.workspaceId, userId: kim.userId },
          ...{ name: 'Kim', address: 'kim@contoso.test' },
        }),
      )
    const shown = async (scope: UserScope) =>
      (await deskOf(scope).items(day(2), day(5))).filter(({ title }) => title === 'Asked twice').map(({ id }) => id)
    expect(await shown(kim)).toHaveLength(1)
    expect(await shown(alex)).toEqual([ids.his])
    expect(await shown(adele)).toEqual([ids.hers])
  })

  it('is not hidden by somebody else’s meeting that bears its name', async () => {
    const ids = await ask('Genuine')
    await inSystem((db) =>
      db
        .update(scheduleEntries)
        .set({ organizerAddress: 'eve@evil.example', createdAt: new Date(0) })
        .where(eq(scheduleEntries.id, ids.his)),
    )
    expect((await timeline(adele)).toSorted()).toEqual([ids.hers, ids.his].toSorted())
  })
})
