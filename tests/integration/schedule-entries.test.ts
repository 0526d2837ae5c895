import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EntryInput } from '@/components/schedule/view'
import { companies, people, personAddresses } from '@/drizzle/schema/people'
import { entryAttendees, scheduleEntries } from '@/drizzle/schema/schedule'
import { users } from '@/drizzle/schema/users'
import { memberships } from '@/drizzle/schema/workspaces'
import { BadEntry } from '@/lib/features/schedule/rules'
import { saveInput, sayWhatIsWrong } from '@/lib/features/schedule/schema'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { deskOf, form, weekly } from '../support/entry-desk'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let workspace: string
let admin: UserScope
let alex: UserScope
let megan: UserScope
let lee: UserScope

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await emptyTandem()
  workspace = await newWorkspace('Contoso')
  admin = await newMember(workspace, { name: 'Adele', role: 'admin' })
  alex = await newMember(workspace, { name: 'Alex' })
  megan = await newMember(workspace, { name: 'Megan' })
  lee = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee', role: 'admin' })
  await inSystem((db) => db.update(users).set({ email: 'megan@contoso.test' }).where(eq(users.id, megan.userId)))
})

/** Tomás of Norrvik. */
const known = (scope: UserScope) =>
  inScope(scope, async (db) => {
    const { workspaceId } = scope
    const [company] = await db.insert(companies).values({ workspaceId, name: 'Norrvik' }).returning()
    const [person] = await db.insert(people).values({ workspaceId, name: 'Tomás', companyId: company?.id }).returning()
    if (!person || !company) throw new Error('nobody')
    await db.insert(personAddresses).values({ workspaceId, personId: person.id, address: 'tomas@norrvik.test' })
    return { personId: person.id, companyId: company.id }
  })

const refused = async (work: Promise<unknown>): Promise<{ error: string; field?: string | undefined }> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown as Error & { userMessage?: string },
  )
  if (!error) throw new Error('it was taken')
  return { error: error.userMessage ?? error.message, ...(error instanceof BadEntry ? { field: error.field } : {}) }
}

describe('an entry', () => {
  it('stands in the schedule as it was typed, with whoever is on it', async () => {
    const { personId, companyId } = await known(alex)
    const desk = deskOf(alex)
    const id = await desk.make({
      title: '  Norrvik   framework ',
      attendees: [{ name: 'Tomás', address: 'Tomas@Norrvik.test', type: 'required' }],
      personIds: [personId],
      companyIds: [companyId],
      location: 'Room 4',
      reminderMinutes: 15,
    })
    expect(await desk.see(id)).toMatchObject({
      title: 'Norrvik framework',
      start: '2026-11-25T10:00',
      end: '2026-11-25T11:00',
      version: 1,
      owner: { id: alex.userId, name: 'Alex' },
      people: [{ id: personId, name: 'Tomás' }],
      companies: [{ id: companyId, name: 'Norrvik' }],
      attendees: [{ address: 'tomas@norrvik.test', personId, company: 'Norrvik', response: 'none' }],
      mayChange: true,
    })
    const [item] = await desk.items('2026-11-25', '2026-11-26')
    expect(item).toMatchObject({
      key: id,
      startsAt: '2026-11-25T09:00:00.000Z',
      endsAt: '2026-11-25T10:00:00.000Z',
      isExternal: true,
      people: ['Tomás'],
      source: 'tandem',
      mayChange: true,
    })
  })

  it('whose making is asked for twice is made once', async () => {
    const desk = deskOf(alex)
    const id = await desk.make()
    await desk.make({ title: 'Typed again' }, id)
    expect((await desk.see(id)).title).toBe('Norrvik framework')
    expect(await desk.items('2026-11-25', '2026-11-26')).toHaveLength(1)
  })

  it('is not overwritten by who saw an older one; nothing of either is lost', async () => {
    const desk = deskOf(alex)
    const id = await desk.make()
    await desk.edit(id, { title: 'First' })
    const late = await desk.save({ id, version: 1, input: form({ ownerId: alex.userId, title: 'Second' }) })
    expect(late).toMatchObject({ conflict: { title: 'First', version: 2 } })
    // The same change again is no conflict: its answer was lost on the way.
    const again = await desk.save({ id, version: 1, input: form({ ownerId: alex.userId, title: 'First' }) })
    expect(again).toMatchObject({ id, version: 2 })
  })

  it('of whole days is a date in every zone', async () => {
    const desk = deskOf(alex)
    const id = await desk.make({
      kind: 'time_off',
      isAllDay: true,
      start: '2026-12-24',
      end: '2026-12-26',
      timeZone: 'Pacific/Auckland',
    })
    expect(await desk.see(id)).toMatchObject({ start: '2026-12-24', end: '2026-12-26', channel: null })
    const [item] = await desk.items('2026-12-26', '2026-12-27')
    expect(item).toMatchObject({ isAllDay: true, startDate: '2026-12-24', endDate: '2026-12-27' })
  })

  it('without an end is shown for half an hour, and keeps none when it is moved', async () => {
    const desk = deskOf(alex)
    const id = await desk.make({ end: null })
    const [item] = await desk.items('2026-11-25', '2026-11-26')
    expect(item?.endsAt).toBe('2026-11-25T09:30:00.000Z')
    await desk.move(id, null, '2026-11-26T09:00:00Z', '2026-11-26T09:30:00Z')
    expect(await desk.see(id)).toMatchObject({ start: '2026-11-26T10:00', end: null, version: 2 })
    await desk.move(id, null, '2026-11-26T09:00:00Z', '2026-11-26T10:15:00Z')
    expect(await desk.see(id)).toMatchObject({ end: '2026-11-26T11:15' })
  })

  it('that is deleted comes back by its undo, with everything, once', async () => {
    const { personId } = await known(alex)
    const desk = deskOf(alex)
    const id = await desk.make({
      personIds: [personId],
      attendees: [{ name: 'Tomás', address: 'tomas@norrvik.test', type: 'required' }],
      recurrence: weekly('2026-11-25', ['wednesday']),
    })
    await desk.edit(id, { title: 'Once' }, '2026-12-02')
    const before = await desk.items('2026-11-25', '2026-12-20')
    const { undo } = await desk.remove(id)
    expect(await desk.items('2026-11-25', '2026-12-20')).toEqual([])
    await desk.restore(undo)
    await desk.restore(undo)
    const strip = (items: typeof before) => items.map(({ version: _, ...item }) => item)
    expect(strip(await desk.items('2026-11-25', '2026-12-20'))).toEqual(strip(before))
    // Somebody else's undo is none.
    expect(await refused(deskOf(megan).restore(undo))).toEqual({ error: 'This can no longer be taken back.' })
  })

  it('that nobody owns yet is in the schedule of who entered it, and goes to whom it is given', async () => {
    const desk = deskOf(alex)
    const id = await desk.make({ ownerId: null })
    expect(await desk.items('2026-11-25', '2026-11-26')).toHaveLength(1)
    await desk.edit(id, { ownerId: megan.userId })
    expect(await desk.items('2026-11-25', '2026-11-26')).toHaveLength(0)
    expect(await deskOf(megan).items('2026-11-25', '2026-11-26')).toMatchObject([{ id, mayChange: true }])
  })
})

describe('a call with a colleague', () => {
  const withMegan = { attendees: [{ name: 'Megan', address: 'MEGAN@contoso.test', type: 'required' as const }] }

  it('stands in the colleague’s schedule too, as their part in it', async () => {
    const id = await deskOf(alex).make({ ...withMegan, notes: 'Bring the offer' })
    const [item] = await deskOf(megan).items('2026-11-25', '2026-11-26')
    expect(item).toMatchObject({ title: 'Norrvik framework', mayChange: false, isExternal: false })
    const part = await deskOf(megan).see(item?.id ?? '')
    expect(part).toMatchObject({ parent: { id, ownerName: 'Alex' }, notes: 'Bring the offer', mayChange: false })
    expect(part.attendees).toHaveLength(1)
    expect((await refused(deskOf(megan).remove(part.id))).error).toContain('your part in a colleague’s call')
  })

  it('follows the call: moved, repeated, on one date without them, and gone', async () => {
    const desk = deskOf(alex)
    const theirs = deskOf(megan)
    const times = async (from: string, to: string) => (await theirs.items(from, to)).map(({ startsAt }) => startsAt)
    const id = await desk.make(withMegan)
    await desk.edit(id, { start: '2026-11-25T15:00', end: '2026-11-25T16:00' })
    expect(await times('2026-11-25', '2026-11-26')).toEqual(['2026-11-25T14:00:00.000Z'])
    await desk.edit(id, { recurrence: weekly('2026-11-25', ['wednesday']) })
    await desk.edit(id, { attendees: [] }, '2026-12-02')
    await desk.edit(id, { start: '2026-12-10T09:00', end: '2026-12-10T10:00' }, '2026-12-09')
    expect(await times('2026-11-25', '2026-12-17')).toEqual([
      '2026-11-25T14:00:00.000Z',
      '2026-12-10T08:00:00.000Z',
      '2026-12-16T14:00:00.000Z',
    ])
    const { undo } = await desk.remove(id)
    expect(await times('2026-11-25', '2026-12-17')).toEqual([])
    await desk.restore(undo)
    expect(await times('2026-11-25', '2026-12-17')).toHaveLength(3)
    await desk.edit(id, { kind: 'meeting', channel: null })
    const rows = await inSystem((db) =>
      db.select().from(scheduleEntries).where(eq(scheduleEntries.ownerId, megan.userId)),
    )
    expect(rows).toEqual([])
  })

  it('as a meeting is in the schedule of whoever is asked, until they decline', async () => {
    const id = await deskOf(alex).make({ kind: 'meeting', channel: null, ...withMegan })
    const theirs = deskOf(megan)
    expect(await theirs.items('2026-11-25', '2026-11-26')).toMatchObject([{ id, mayChange: false, response: 'none' }])
    await inSystem((db) =>
      db.update(entryAttendees).set({ response: 'declined' }).where(eq(entryAttendees.entryId, id)),
    )
    expect(await theirs.items('2026-11-25', '2026-11-26')).toEqual([])
    // What was answered stays when somebody else is asked as well.
    await deskOf(alex).edit(id, {
      attendees: [...withMegan.attendees, { name: '', address: 'x@y.test', type: 'optional' }],
    })
    expect((await deskOf(alex).see(id)).attendees.map(({ response }) => response)).toEqual(['declined', 'none'])
  })
})

describe('who sees and changes what', () => {
  it('a colleague sees busy, who takes part and administrators everything, another workspace nothing', async () => {
    const id = await deskOf(alex).make({ title: 'Secret plan', notes: 'Sell' })
    expect(await deskOf(megan).see(id)).toMatchObject({ title: 'Busy', notes: '', mayChange: false, attendees: [] })
    expect(await deskOf(admin).see(id)).toMatchObject({ title: 'Secret plan', mayChange: true })
    expect((await refused(deskOf(lee).see(id))).error).toBe('This no longer exists.')
    expect((await refused(deskOf(megan).edit(id, { title: 'Mine' }))).error).toContain('Only its owner')
    expect((await refused(deskOf(megan).remove(id))).error).toContain('Only its owner')
    await deskOf(alex).edit(id, { isPrivate: true })
    expect(await deskOf(admin).see(id)).toMatchObject({ title: 'Private', mayChange: false })
    expect((await refused(deskOf(admin).remove(id))).error).toContain('Only its owner')
  })

  it('what is about people of the CRM is known like a note on their timeline, time off is not', async () => {
    const { personId } = await known(alex)
    const call = await deskOf(alex).make({ personIds: [personId] })
    const off = await deskOf(alex).make({ kind: 'time_off', title: 'Surgery', personIds: [personId] })
    expect(await deskOf(megan).see(call)).toMatchObject({ title: 'Norrvik framework', mayChange: false })
    expect(await deskOf(megan).see(off)).toMatchObject({ title: 'Busy', people: [] })
  })

  it('another workspace can neither touch an entry, nor name its people, nor take its id', async () => {
    const { personId } = await known(alex)
    const id = await deskOf(alex).make()
    const theirs = deskOf(lee)
    expect(await theirs.remove(id)).toMatchObject({ undo: '', touched: [] })
    await expect(theirs.save({ id, version: 1, input: form({ ownerId: lee.userId }) })).rejects.toThrow('no such entry')
    await expect(theirs.save({ id, version: null, input: form({ ownerId: lee.userId }) })).rejects.toThrow('taken')
    expect(await refused(theirs.make({ personIds: [personId] }))).toMatchObject({ field: 'personIds' })
    expect(await refused(theirs.make({ ownerId: alex.userId }))).toMatchObject({ field: 'ownerId' })
    expect((await deskOf(alex).see(id)).version).toBe(1)
    expect(await theirs.items('2026-11-25', '2026-11-26')).toEqual([])
  })

  it('somebody who left can stay its owner, and is not chosen anew', async () => {
    const id = await deskOf(alex).make({ ownerId: megan.userId })
    await inSystem((db) =>
      db.update(memberships).set({ disabledAt: new Date() }).where(eq(memberships.userId, megan.userId)),
    )
    await deskOf(alex).edit(id, { title: 'Still theirs' })
    expect(await refused(deskOf(alex).make({ ownerId: megan.userId }))).toEqual({
      error: 'This colleague is no longer here.',
      field: 'ownerId',
    })
  })
})

describe('what cannot be', () => {
  const many = Array.from({ length: 501 }, (_, n) => ({ name: '', address: `p${n}@x.test`, type: 'required' as const }))
  const daily = {
    pattern: { type: 'daily' as const, interval: 1 },
    range: { type: 'noEnd' as const, startDate: '2026-11-25' },
  }
  const CASES: [string, Partial<EntryInput>, string, keyof EntryInput][] = [
    ['no title', { title: '  ' }, 'Give it a title.', 'title'],
    ['a long title', { title: 'x'.repeat(256) }, 'The title is over 255 letters.', 'title'],
    ['long notes', { notes: 'x'.repeat(20_001) }, 'The notes are over 20,000 letters.', 'notes'],
    ['a long place', { location: 'x'.repeat(256) }, 'The location is over 255 letters.', 'location'],
    ['an end before the start', { end: '2026-11-25T09:59' }, 'It would end before it starts.', 'end'],
    [
      'days that end before',
      { isAllDay: true, start: '2026-11-25', end: '2026-11-24' },
      'It would end before it starts.',
      'end',
    ],
    ['no start', { start: '' }, 'Say when it starts.', 'start'],
    ['a day without its time', { start: '2026-11-25' }, 'Say at what time.', 'start'],
    ['30 February', { start: '2027-02-30T10:00', end: null }, 'There is no such time.', 'start'],
    ['29 February', { isAllDay: true, start: '2027-02-29', end: null }, 'There is no such day.', 'start'],
    ['the year 9000', { start: '9000-01-01T10:00', end: null }, 'The year is 1970 to 2199.', 'start'],
    ['six years', { end: '2032-11-25T10:00' }, 'It may last five years at most.', 'end'],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, 'Tandem does not know this time zone.', 'timeZone'],
    ['a custom zone', { timeZone: 'tzone://Microsoft/Custom' }, 'Tandem does not know this time zone.', 'timeZone'],
    ['too many people', { attendees: many }, 'At most 500 people can be invited.', 'attendees'],
    [
      'a bad address',
      { attendees: [{ name: 'Tomás', address: 'tomas@', type: 'required' }] },
      '“tomas@” is not an e-mail address.',
      'attendees',
    ],
    ['a reminder after', { reminderMinutes: -5 }, 'A reminder cannot come after the start.', 'reminderMinutes'],
    [
      'an early reminder',
      { reminderMinutes: 40_321 },
      'A reminder comes at most four weeks before.',
      'reminderMinutes',
    ],
    [
      'an impossible recurrence',
      { recurrence: { ...daily, pattern: { type: 'absoluteYearly', interval: 1, dayOfMonth: 31, month: 2 } } },
      'There is no 31 February.',
      'recurrence',
    ],
    [
      'a series without a day',
      { recurrence: { ...daily, range: { type: 'endDate', startDate: '2026-11-25', endDate: '2026-11-24' } } },
      'The series would end before it begins.',
      'recurrence',
    ],
    [
      'occurrences over one another',
      { recurrence: daily, end: '2026-11-26T11:00' },
      'Each one would last into the next. Make it shorter or rarer.',
      'recurrence',
    ],
  ]
  it.each(CASES)('is said in words, of its field: %s', async (_name, typed, error, field) => {
    const input = form({ ownerId: alex.userId, ...typed })
    const parsed = saveInput.safeParse({ id: randomUUID(), version: null, occurrenceDate: null, scope: 'all', input })
    const said = parsed.success
      ? await refused(deskOf(alex).save({ id: randomUUID(), version: null, input }))
      : sayWhatIsWrong(parsed.error)
    expect(said).toEqual({ error, field })
  })

  it('is refused without a word for programmers', () => {
    for (const input of [null, 7, {}, form({ kind: 'party' as never }), form({ recurrence: {} as never })]) {
      const parsed = saveInput.safeParse({ id: 'x', version: 0, occurrenceDate: null, scope: 'all', input })
      expect(parsed.success).toBe(false)
      if (!parsed.success) expect(sayWhatIsWrong(parsed.error).error).toMatch(/^(That|This) .*\.$/)
    }
  })
})
