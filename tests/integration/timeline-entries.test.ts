import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TimelineEntry } from '@/components/timeline/view'
import { connections } from '@/drizzle/schema/connection'
import { blockedAddresses, companies, companyDomains, people, personAddresses } from '@/drizzle/schema/people'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { memberships } from '@/drizzle/schema/workspaces'
import { readTimeline } from '@/lib/features/timeline/loaders'
import { listLastContacts } from '@/lib/features/timeline/queries'
import { decodePlace } from '@/lib/features/timeline/rules'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { deskOf } from '../support/entry-desk'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let alex: UserScope
let megan: UserScope
let personId: string
let companyId: string

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await emptyTandem()
  const workspaceId = await newWorkspace('Contoso')
  alex = await newMember(workspaceId, { name: 'Alex' })
  megan = await newMember(workspaceId, { name: 'Megan', role: 'admin' })
  await inScope(alex, async (db) => {
    const [company] = await db.insert(companies).values({ workspaceId, name: 'Norrvik' }).returning()
    const [person] = await db.insert(people).values({ workspaceId, name: 'Tomás', companyId: company?.id }).returning()
    companyId = company?.id ?? ''
    personId = person?.id ?? ''
    await db.insert(personAddresses).values({ workspaceId, personId, address: 'tomas@norrvik.test' })
    await db.insert(companyDomains).values({ workspaceId, companyId, domain: 'norrvik.test' })
  })
})

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const on = (days: number) => ({ start: `${day(days)}T10:00`, end: `${day(days)}T11:00`, timeZone: 'UTC' })
const tomas = { attendees: [{ name: 'Tomás', address: 'tomas@norrvik.test', type: 'required' as const }] }
const page = (scope: UserScope, subject: { personId: string } | { companyId: string }, cursor?: string | null) =>
  inScope(scope, (db) =>
    readTimeline(db, scope, subject, { filter: 'meetings', after: cursor ? decodePlace(cursor) : null }),
  )
const titles = (entries: TimelineEntry[] = []) =>
  entries.flatMap((entry) => (entry.kind === 'entry' ? [entry.title] : []))
const see = async (scope: UserScope, subject: { personId: string } | { companyId: string } = { personId }) => {
  const { entries, upcoming } = await page(scope, subject)
  return { past: titles(entries), ahead: titles(upcoming) }
}

describe('entries on a timeline', () => {
  it('stand with whoever called the meeting, and with their company', async () => {
    const id = await deskOf(alex).make({ title: 'Their review', kind: 'meeting', channel: null, ...on(-1) })
    expect(await see(alex)).toEqual({ past: [], ahead: [] })
    await inSystem((db) =>
      db.update(scheduleEntries).set({ organizerAddress: 'tomas@norrvik.test' }).where(eq(scheduleEntries.id, id)),
    )
    expect((await see(alex)).past).toEqual(['Their review'])
    expect((await see(alex, { companyId })).past).toEqual(['Their review'])
  })

  it('stand with whom they are linked to, and with whoever is asked; what comes next stands over what was', async () => {
    const desk = deskOf(alex)
    await desk.make({ title: 'Linked', personIds: [personId], ...on(-3) })
    await desk.make({ title: 'Asked', kind: 'meeting', channel: null, ...tomas, ...on(-2) })
    await desk.make({ title: 'Congress', kind: 'medical_event', channel: null, personIds: [personId], ...on(5) })
    await desk.make({ title: 'Soon', ...tomas, ...on(2) })
    await desk.make({ title: 'Away', kind: 'time_off', channel: null, personIds: [personId], ...on(-1) })
    await desk.make({ title: 'Somebody else', ...on(-1) })
    const all = { past: ['Asked', 'Linked'], ahead: ['Soon', 'Congress'] }
    expect(await see(alex)).toEqual(all)
    // A note of everybody's, so a colleague sees it too; and so does the page of the company.
    expect(await see(megan)).toEqual(all)
    expect(await see(alex, { companyId })).toEqual(all)
    const { entries } = await page(megan, { personId })
    expect(entries[0]).toMatchObject({
      kind: 'entry',
      what: 'meeting',
      owner: { name: 'Alex', isMe: false },
      people: [{ name: 'Tomás', personId }],
      href: expect.stringMatching(/^\/schedule\?date=.*&entry=/),
    })
  })

  it('of a company are those with anybody of its domain, known or not', async () => {
    await deskOf(alex).make({
      title: 'With a stranger',
      attendees: [{ name: '', address: 'someone@norrvik.test', type: 'optional' }],
      ...on(-1),
    })
    expect(await see(alex, { companyId })).toMatchObject({ past: ['With a stranger'] })
    expect(await see(alex)).toMatchObject({ past: [] })
  })

  it('private ones are their people’s alone', async () => {
    await deskOf(alex).make({ title: 'Private', isPrivate: true, personIds: [personId], ...on(-1) })
    expect(await see(alex)).toMatchObject({ past: ['Private'] })
    expect(await see(megan)).toMatchObject({ past: [] })
  })

  it('of a series is the last that was and the next that comes, without deleted dates', async () => {
    const desk = deskOf(alex)
    const daily = {
      pattern: { type: 'daily' as const, interval: 1 },
      range: { type: 'noEnd' as const, startDate: day(-9) },
    }
    const id = await desk.make({ title: 'Daily', personIds: [personId], ...on(-9), recurrence: daily })
    await desk.remove(id, day(1))
    await desk.remove(id, day(2))
    await desk.edit(id, { title: 'Once' }, day(-4))
    const { past, ahead } = await see(alex)
    expect([...past].sort()).toEqual(['Daily', 'Once'])
    expect(ahead).toEqual(['Daily'])
    const { upcoming } = await page(alex, { personId })
    // Today’s may lie ahead still.
    expect([day(0), day(3)]).toContain(upcoming?.[0]?.at.slice(0, 10))
  })

  it('come in pages, each once', async () => {
    const desk = deskOf(alex)
    for (let n = 0; n < 60; n++) await desk.make({ title: `Call ${n}`, personIds: [personId], ...on(-1 - n) })
    const first = await page(alex, { personId })
    const second = await page(alex, { personId }, first.nextCursor)
    expect([...titles(first.entries), ...titles(second.entries)]).toEqual(
      Array.from({ length: 60 }, (_, n) => `Call ${n}`),
    )
    expect(second.nextCursor).toBeNull()
  })

  it('that Outlook brought show what their owner lets colleagues see, and go at the click of a Disconnect', async () => {
    const id = await deskOf(alex).make({ title: 'From Outlook', kind: 'meeting', channel: null, ...tomas, ...on(-1) })
    const [connection] = await inSystem((db) =>
      db
        .insert(connections)
        .values({
          ...{ workspaceId: alex.workspaceId, userId: alex.userId, tenantId: 't', objectId: 'o' },
          ...{ address: 'alex@contoso.test', displayName: 'Alex', accountKind: 'work' as const },
        })
        .returning(),
    )
    await inSystem((db) =>
      db
        .update(scheduleEntries)
        .set({ connectionId: connection?.id, createdBy: null })
        .where(eq(scheduleEntries.id, id)),
    )
    expect(await see(alex)).toMatchObject({ past: ['From Outlook'] })
    expect(await see(megan)).toMatchObject({ past: [null] })
    expect(await deskOf(megan).see(id)).toMatchObject({ title: 'Busy' })
    await inSystem((db) =>
      db.update(memberships).set({ mailVisibility: 'subject' }).where(eq(memberships.userId, alex.userId)),
    )
    expect(await see(megan)).toMatchObject({ past: ['From Outlook'] })
    expect(await deskOf(megan).see(id)).toMatchObject({ title: 'From Outlook', attendees: [], mayChange: false })
    // A blocked organiser keeps a meeting off timelines, as a blocked sender does a mail.
    await inSystem((db) =>
      db.update(scheduleEntries).set({ organizerAddress: 'lawyer@secret.example' }).where(eq(scheduleEntries.id, id)),
    )
    expect(await see(megan)).toMatchObject({ past: ['From Outlook'] })
    await inScope(alex, (db) =>
      db
        .insert(blockedAddresses)
        .values({ workspaceId: alex.workspaceId, userId: alex.userId, pattern: '@secret.example' }),
    )
    expect(await see(megan)).toEqual({ past: [], ahead: [] })
    // Nor does its address open it; its owner still sees it.
    expect(await deskOf(megan).see(id)).toMatchObject({ title: 'Busy', organizer: null })
    expect(await deskOf(alex).see(id)).toMatchObject({ title: 'From Outlook' })
    await inScope(alex, (db) => db.delete(blockedAddresses))
    expect(await deskOf(megan).see(id)).toMatchObject({ title: 'From Outlook' })
    await inSystem((db) => db.update(connections).set({ state: 'disconnecting' }))
    expect(await see(alex)).toEqual({ past: [], ahead: [] })
    expect(await deskOf(alex).items(day(-3), day(3))).toEqual([])
    await expect(deskOf(alex).see(id)).rejects.toThrow('no such entry')
  })

  it('count as contact once they have begun', async () => {
    const desk = deskOf(alex)
    await desk.make({ title: 'Was', personIds: [personId], ...on(-3) })
    await desk.make({ title: 'Will be', personIds: [personId], ...on(3) })
    const last = await inScope(alex, (db) =>
      listLastContacts(db, alex, [
        { id: personId, addresses: [], domains: [] },
        { id: companyId, addresses: [], domains: ['norrvik.test'] },
      ]),
    )
    expect([...last.values()].map((at) => at.toISOString().slice(0, 10))).toEqual([day(-3), day(-3)])
  })
})
