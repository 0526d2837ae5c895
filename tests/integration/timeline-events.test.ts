import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { calendarLinks } from '@/drizzle/schema/calendar'
import { blockedAddresses, companies, companyDomains } from '@/drizzle/schema/people'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { memberships } from '@/drizzle/schema/workspaces'
import type { Subject } from '@/lib/features/timeline/activities/queries'
import { readTimeline } from '@/lib/features/timeline/loaders'
import { listLastContacts } from '@/lib/features/timeline/queries'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { putCalendar, putEvent } from '../support/event-rows'
import { type MailboxRows, newMailbox, putPerson } from '../support/mailboxes'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const INGRID = 'ingrid@norrvik.example'
const HOUR = 3_600_000
let world: World
let sarah: UserScope
let jonas: UserScope
let hers: MailboxRows & { calendar: string }
let his: MailboxRows & { calendar: string }
let ingrid: Subject & { personId: string }

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await emptyTandem()
  const workspace = await newWorkspace('Larkfield')
  sarah = await newMember(workspace, { name: 'Sarah Jones', role: 'admin' })
  jonas = await newMember(workspace, { name: 'Jonas Lindqvist' })
  hers = await withCalendar(await newMailbox(sarah, 'sarah@larkfield.example'))
  his = await withCalendar(await newMailbox(jonas, 'jonas@larkfield.example'))
  ingrid = { personId: await putPerson(sarah, 'Ingrid Berg', [INGRID]) }
})

const withCalendar = async (box: MailboxRows) => ({ ...box, calendar: await putCalendar(box) })
const ago = (hours: number) => new Date(Date.now() - hours * HOUR)
const read = (scope: UserScope, subject: Subject = ingrid, after: { at: Date; id: string } | null = null) =>
  inScope(scope, (db) => readTimeline(db, scope, subject, { filter: 'meetings', after }))
const eventsOf = async (scope: UserScope, subject?: Subject) =>
  (await read(scope, subject)).entries.flatMap((entry) => (entry.kind === 'event' ? [entry] : []))
const share = (scope: UserScope, mailVisibility: 'metadata' | 'subject' | 'everything') =>
  inScope(scope, (db) => db.update(memberships).set({ mailVisibility }).where(eq(memberships.userId, scope.userId)))

describe('a meeting of one’s own', () => {
  it('stands with everything, what has begun below and what comes above', async () => {
    await putEvent(hers, hers.calendar, { people: [INGRID], startDatetime: ago(5), subject: 'Kick-off' })
    await putEvent(hers, hers.calendar, { people: [INGRID], startDatetime: ago(-30), subject: 'Next week' })
    for (let at = 0; at < 6; at++)
      await putEvent(hers, hers.calendar, { people: [INGRID], startDatetime: ago(-50 - at), subject: 'Later' })
    const page = await read(sarah)
    expect(page.entries).toEqual([
      expect.objectContaining({ kind: 'event', title: 'Kick-off', location: 'Harbour', href: expect.any(String) }),
    ])
    expect(page.upcoming?.map((entry) => entry.kind === 'event' && entry.title)).toEqual([
      'Next week',
      'Later',
      'Later',
      'Later',
    ])
  })

  it('stands on the page of the company whose domain takes part, and is the last contact', async () => {
    const at = ago(3)
    await putEvent(hers, hers.calendar, { people: ['olaf@norrvik.example'], startDatetime: at })
    const companyId = await inScope(sarah, async (db) => {
      const [row] = await db
        .insert(companies)
        .values({ workspaceId: sarah.workspaceId, name: 'Norrvik', sortName: 'norrvik' })
        .returning({ id: companies.id })
      await db
        .insert(companyDomains)
        .values({ workspaceId: sarah.workspaceId, companyId: row?.id ?? '', domain: 'norrvik.example' })
      return row?.id ?? ''
    })
    expect(await eventsOf(sarah, { companyId })).toHaveLength(1)
    expect(await eventsOf(sarah)).toEqual([])
    const reach = { id: companyId, addresses: [], domains: ['norrvik.example'] }
    const last = await inScope(sarah, (db) => listLastContacts(db, sarah, [reach]))
    expect(last.get(companyId)).toEqual(at)
  })

  it('is not there twice when it is one with an entry', async () => {
    const graphId = crypto.randomUUID()
    await putEvent(hers, hers.calendar, { people: [INGRID], externalCalendarEventId: graphId, startDatetime: ago(2) })
    expect(await eventsOf(sarah)).toHaveLength(1)
    await inScope(sarah, async (db) => {
      const [entry] = await db
        .insert(scheduleEntries)
        .values({
          workspaceId: sarah.workspaceId,
          kind: 'meeting',
          ownerId: sarah.userId,
          title: 'Kick-off',
          isAllDay: false,
          startAt: ago(2),
          timeZone: 'UTC',
        })
        .returning({ id: scheduleEntries.id })
      await db.insert(calendarLinks).values({
        workspaceId: sarah.workspaceId,
        connectionId: hers.connectionId,
        entryId: entry?.id ?? '',
        mode: 'two-way',
        externalCalendarId: 'c',
        externalEventId: graphId,
        transactionId: 't',
        state: 'linked',
      })
    })
    expect(await eventsOf(sarah)).toEqual([])
  })
})

describe('a colleague’s meeting', () => {
  it.each([
    ['metadata', { title: null, location: null }],
    ['subject', { title: 'Takeover', location: null }],
    ['everything', { title: 'Takeover', location: 'Harbour' }],
  ] as const)('shows, with %s shared, no more than that', async (visibility, shown) => {
    await putEvent(his, his.calendar, { people: [INGRID], startDatetime: ago(5), subject: 'Takeover' })
    await share(jonas, visibility)
    const [event] = await eventsOf(sarah)
    expect(event).toMatchObject({ ...shown, href: null, owner: { name: 'Jonas Lindqvist', isMe: false } })
    expect(event?.people).toEqual([{ name: INGRID, address: INGRID, personId: ingrid.personId }])
    if (visibility === 'metadata') expect(JSON.stringify(await read(sarah))).not.toMatch(/Takeover|Harbour/)
  })

  it('that several hold is one entry, the one that says most', async () => {
    const meeting = { people: [INGRID], startDatetime: ago(5), iCalUid: 'one-meeting', organizerAddress: his.address }
    await putEvent(his, his.calendar, { ...meeting, subject: 'As he calls it' })
    await putEvent(hers, hers.calendar, { ...meeting, subject: 'As she calls it' })
    expect((await eventsOf(sarah)).map(({ title }) => title)).toEqual(['As she calls it'])
    expect((await eventsOf(jonas)).map(({ title }) => title)).toEqual(['As he calls it'])
  })

  it('is not hidden by a stranger who knows its UID and calls a meeting of their own by it', async () => {
    const meeting = { people: [INGRID], startDatetime: ago(5), iCalUid: 'one-meeting' }
    await putEvent(his, his.calendar, { ...meeting, organizerAddress: his.address })
    await putEvent(hers, hers.calendar, { ...meeting, organizerAddress: 'eve@evil.example', subject: 'Spoofed' })
    expect((await eventsOf(sarah)).map(({ title }) => title).toSorted()).toEqual(['Spoofed', null])
  })

  it('of a series is one entry for each occurrence', async () => {
    for (const box of [his, hers])
      for (const hours of [5, 29])
        await putEvent(box, box.calendar, {
          people: [INGRID],
          type: 'occurrence',
          seriesMasterId: `m-${box.connectionId}`,
          iCalUid: 'weekly',
          organizerAddress: his.address,
          startDatetime: new Date(Math.floor(Date.now() / HOUR) * HOUR - hours * HOUR),
        })
    expect(await eventsOf(sarah)).toHaveLength(2)
  })
})

describe('no timeline shows', () => {
  it('private meetings, meetings among colleagues, blocked people, calendars of others, series themselves', async () => {
    await putEvent(hers, hers.calendar, {
      startDatetime: ago(1),
      sensitivity: 'private',
      subject: null,
      attendees: null,
      participants: [],
    })
    await putEvent(hers, hers.calendar, { people: [his.address], startDatetime: ago(2) })
    await putEvent(hers, hers.calendar, { people: [INGRID], startDatetime: ago(3), type: 'seriesMaster' })
    const shared = await putCalendar(hers, { role: 'delegate', isDefaultCalendar: false })
    await putEvent(hers, shared, { people: [INGRID], startDatetime: ago(4) })
    expect(await eventsOf(sarah)).toEqual([])
    await putEvent(hers, hers.calendar, { people: [INGRID], startDatetime: ago(5) })
    expect(await eventsOf(sarah)).toHaveLength(1)
    await inScope(sarah, (db) =>
      db.insert(blockedAddresses).values({ workspaceId: sarah.workspaceId, userId: sarah.userId, pattern: INGRID }),
    )
    expect(await eventsOf(sarah)).toEqual([])
  })

  it('another workspace’s meetings', async () => {
    await putEvent(hers, hers.calendar, { people: [INGRID], startDatetime: ago(5) })
    const elsewhere = await newMember(await newWorkspace('Elsewhere'), { name: 'Eve', role: 'admin' })
    await newMailbox(elsewhere, 'eve@elsewhere.example')
    const subject = { personId: await putPerson(elsewhere, 'Ingrid Berg', [INGRID]) }
    expect(await eventsOf(elsewhere, subject)).toEqual([])
  })
})
