import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { outbox } from '@/drizzle/schema/sync'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { startWorld, type World } from '../support/tandem-world'
import { day, TwoWayDesk } from '../support/two-way-desk'

const UPN = 'alex@contoso.test'
const ZONE = 'W. Europe Standard Time'
let world: World
let alex: UserScope
let me: TwoWayDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  me = await TwoWayDesk.anew(world, UPN)
  alex = me.person
})

const there = (ahead: number, from: string, to: string, more: Record<string, unknown> = {}) => ({
  subject: 'From Outlook',
  start: { dateTime: `${day(ahead)}T${from}:00`, timeZone: ZONE },
  end: { dateTime: `${day(ahead)}T${to}:00`, timeZone: ZONE },
  ...more,
})
const here = (ahead: number, from: string, to: string) => ({
  start: `${day(ahead)}T${from}`,
  end: `${day(ahead)}T${to}`,
  timeZone: 'Europe/Berlin',
})
const guest = (address: string) => ({ name: address, address, type: 'required' as const })
const asked = (address: string) => ({ emailAddress: { name: address, address }, type: 'required' })

describe('what is made in Outlook', () => {
  it('is a meeting here, follows changes, and goes when it is deleted there', async () => {
    const id = await me.put(
      there(3, '09:00', '10:00', {
        location: { displayName: 'Harbour' },
        body: { contentType: 'text', content: 'Bring the plans' },
        attendees: [asked('sam@elsewhere.example')],
      }),
    )
    const entry = await me.entry('From Outlook')
    expect(entry).toMatchObject({
      kind: 'meeting',
      ownerId: alex.userId,
      connectionId: me.connectionId,
      location: 'Harbour',
      notes: 'Bring the plans',
      timeZone: 'Europe/Berlin',
      organizerAddress: null,
    })
    expect(await me.guests(entry?.id ?? '')).toMatchObject([{ address: 'sam@elsewhere.example' }])
    await me.changeThere(id, there(4, '14:00', '15:30', { subject: 'Moved' }))
    const moved = await me.entry('Moved')
    expect(moved).toMatchObject({ id: entry?.id, version: 2 })
    expect(moved?.startAt.toISOString().slice(0, 10)).toBe(day(4))
    await me.deleteThere(id)
    expect(await me.entry('Moved')).toBeUndefined()
    expect(await me.ledger()).not.toContain('out updated')
  })

  it('stays out while it is private, comes in when it no longer is, and goes when it becomes so', async () => {
    const id = await me.put(there(3, '09:00', '10:00', { sensitivity: 'private' }))
    expect(await me.entry('From Outlook')).toBeUndefined()
    await me.changeThere(id, { sensitivity: 'normal' })
    expect(await me.entry('From Outlook')).toBeDefined()
    await me.changeThere(id, { sensitivity: 'private' })
    expect(await me.entry('From Outlook')).toBeUndefined()
    expect(await me.outlook.one(id)).not.toBeNull()
  })

  it('all-day ones are dates', async () => {
    await me.put({
      subject: 'Fair',
      isAllDay: true,
      start: { dateTime: `${day(6)}T00:00:00`, timeZone: 'Pacific Standard Time' },
      end: { dateTime: `${day(8)}T00:00:00`, timeZone: 'Pacific Standard Time' },
    })
    expect(await me.entry('Fair')).toMatchObject({ isAllDay: true, startDate: day(6), endDate: day(8) })
  })
})

describe('what is made here', () => {
  it('is an event, follows changes, and goes when it is deleted; its people get one mail for each', async () => {
    const id = await me.here.make({
      kind: 'meeting',
      title: 'From here',
      channel: null,
      notes: 'Agenda\n\nTwo points',
      location: 'Room 1',
      reminderMinutes: 30,
      ...here(3, '09:00', '10:00'),
      attendees: [guest('sam@elsewhere.example'), guest('megan@contoso.test')],
    })
    await me.turn()
    const [event] = await me.events('From here')
    expect(event).toMatchObject({ location: 'Room 1', reminder: { on: true, minutes: 30 }, startZone: ZONE })
    expect((await me.invitations()).sort()).toEqual(['REQUEST megan@contoso.test', 'REQUEST sam@elsewhere.example'])
    await me.turn({ full: true })
    await me.signal(event?.id ?? '', 'created')
    expect(await me.invitations()).toHaveLength(2)
    expect(await me.entries('From here')).toHaveLength(1)

    await me.here.edit(id, { reminderMinutes: 5, showAs: 'tentative' })
    await me.turn()
    expect(await me.invitations()).toHaveLength(2)
    await me.here.edit(id, { title: 'Renamed here', ...here(4, '11:00', '12:00') })
    await me.turn()
    expect(await me.eventOf(id)).toMatchObject({ id: event?.id, subject: 'Renamed here', showAs: 'tentative' })
    expect(await me.invitations()).toHaveLength(4)
    await me.here.edit(id, { attendees: [guest('megan@contoso.test')] })
    await me.turn()
    expect((await me.invitations()).slice(4)).toEqual(['CANCEL sam@elsewhere.example'])
    expect(await me.ledger()).not.toContain('in updated')
  })

  it('calls and absences keep their kind on both sides', async () => {
    const id = await me.here.make({ kind: 'call', title: 'A call', channel: 'phone', ...here(2, '09:00', '09:30') })
    await me.turn()
    const event = await me.eventOf(id)
    await me.changeThere(event?.id ?? '', { subject: 'A longer call' })
    expect(await me.entry('A longer call')).toMatchObject({ id, kind: 'call', channel: 'phone', connectionId: null })
  })

  it('deleted in Outlook it is called off and kept, and goes there again when it is changed', async () => {
    const id = await me.here.make({ kind: 'meeting', title: 'Kept', channel: null, ...here(3, '09:00', '10:00') })
    await me.turn()
    await me.deleteThere((await me.eventOf(id))?.id ?? '')
    expect(await me.entry('Kept')).toMatchObject({ id, isCancelled: true })
    expect((await me.here.see(id)).outlook.sentence).toMatch(/^Deleted in Outlook/)
    await me.turn({ full: true })
    expect(await me.events('Kept')).toEqual([])
    await me.here.edit(id, { title: 'Kept after all' })
    await me.turn()
    expect(await me.events('Kept after all')).toHaveLength(1)
    expect(await me.entry('Kept after all')).toMatchObject({ isCancelled: false })
  })

  it('private here is private there, and the other way round', async () => {
    const id = await me.here.make({ kind: 'meeting', title: 'Quiet', channel: null, ...here(3, '09:00', '10:00') })
    await me.turn()
    await me.here.edit(id, { isPrivate: true })
    await me.turn()
    const event = await me.eventOf(id)
    expect(event).toMatchObject({ sensitivity: 'private', subject: 'Quiet' })
    await me.changeThere(event?.id ?? '', { ...there(5, '09:00', '10:00'), subject: 'Secret' })
    const moved = await me.entry('Quiet')
    expect(moved?.startAt.toISOString().slice(0, 10)).toBe(day(5))
    await me.changeThere(event?.id ?? '', { sensitivity: 'normal' })
    expect(await me.entry('Secret')).toMatchObject({ id, isPrivate: false })
  })

  it('a meeting 120 days ahead is followed, too', async () => {
    const id = await me.here.make({ kind: 'meeting', title: 'Far', channel: null, ...here(120, '09:00', '10:00') })
    await me.turn()
    const event = await me.eventOf(id)
    expect(event?.subject).toBe('Far')
    await me.changeThere(event?.id ?? '', { subject: 'Far away' })
    expect(await me.entry('Far away')).toMatchObject({ id })
    await me.outlook.change(event?.id ?? '', { subject: 'Nobody said' })
    await me.sweep()
    expect(await me.entry('Nobody said')).toMatchObject({ id })
    await me.deleteThere(event?.id ?? '')
    expect(await me.entry('Nobody said')).toMatchObject({ isCancelled: true })
  })

  it('an online meeting gets its link, and keeps it when its notes change', async () => {
    const id = await me.here.make({
      kind: 'meeting',
      title: 'Online',
      channel: null,
      notes: 'First',
      isOnline: true,
      ...here(3, '09:00', '10:00'),
    })
    await me.turn()
    await world.control('POST', '/clock', { advanceSeconds: 2 })
    const event = await me.eventOf(id)
    await me.signal(event?.id ?? '', 'updated')
    const entry = await me.entry('Online')
    expect(entry?.joinUrl).toMatch(/^https:/)
    expect(entry?.notes).toBe('First')
    await me.here.edit(id, { notes: 'Second' })
    await me.turn()
    const { graph } = (await me.outlook.one(event?.id ?? '')) as unknown as {
      graph: { isOnlineMeeting: boolean; body: { content: string } }
    }
    expect(graph.isOnlineMeeting).toBe(true)
    expect(graph.body.content).toMatch(/Second.*Microsoft Teams meeting/)
    await me.signal(event?.id ?? '', 'updated')
    expect((await me.entry('Online'))?.notes).toBe('Second')
  })
})

describe('notes that are formatted in Outlook', () => {
  const html = '<html><body><p><b>Agenda</b></p><p>One</p></body></html>'
  const textThere = async (id: string) =>
    ((await me.outlook.one(id)) as unknown as { graph: { body: { content: string } } }).graph.body.content
  const begin = async (more: object = {}) => {
    const body = { contentType: 'html', content: html }
    const event = await me.put(there(3, '09:00', '10:00', { subject: 'Formatted', body, ...more }))
    return { event, id: (await me.entry('Formatted'))?.id ?? '' }
  }

  it('stay as they are when something else changes', async () => {
    const { event, id } = await begin()
    await me.here.edit(id, { title: 'Formatted two', location: 'Bonn', reminderMinutes: 30 })
    await me.turn()
    await me.sweep()
    expect(await me.eventOf(id)).toMatchObject({ subject: 'Formatted two', location: 'Bonn' })
    expect(await textThere(event)).toBe(html)
  })

  it('keep it when lines follow, or one changes; else the notes replace it', async () => {
    const { event, id } = await begin()
    const write = async (change: (notes: string) => string) => {
      const notes = change((await me.here.see(id)).notes)
      await me.here.edit(id, { notes })
      await me.turn()
      await me.sweep()
      expect((await me.here.see(id)).notes).toBe(notes)
      return textThere(event)
    }
    expect(await write((notes) => `${notes}\nTwo`)).toMatch(/<b>Agenda<\/b>.*One.*Two/)
    expect(await write((notes) => `${notes}\n\nThree`)).toMatch(/<b>Agenda<\/b>.*One.*Two.*Three/)
    expect(await write((notes) => notes.replace('Agenda', 'Points'))).toMatch(/<b>Points<\/b>.*One.*Three/)
    expect(await write(() => 'Nothing')).not.toContain('<b>')
  })

  it('of one date keep it, too, and the date of an online series its meeting', async () => {
    const recurrence = {
      pattern: { type: 'daily', interval: 1 },
      range: { type: 'numbered', startDate: day(3), numberOfOccurrences: 4 },
    }
    const { event, id } = await begin({ recurrence, isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' })
    await world.control('POST', '/clock', { advanceSeconds: 2 })
    await me.signal(event, 'updated')
    const on = await me.here.see(id, day(4))
    expect(on.notes).toMatch(/^Agenda\s+One$/)
    await me.here.edit(id, { notes: `${on.notes}\nTwo` }, day(4))
    await me.turn()
    const [date] = ((await me.outlook.one(event)) as unknown as { exceptions: { id: string }[] }).exceptions
    const { graph } = (await me.outlook.one(date?.id ?? '')) as unknown as {
      graph: { isOnlineMeeting: boolean; body: { content: string } }
    }
    expect(graph.isOnlineMeeting).toBe(true)
    expect(graph.body.content).toMatch(/<b>Agenda<\/b>.*One.*Two.*Microsoft Teams meeting/)
    expect(await textThere(event)).not.toContain('Two')
  })
})

describe('both sides at once', () => {
  it('what differs comes through on both, of the same field the later change, and the ledger says so', async () => {
    const id = await me.here.make({ kind: 'meeting', title: 'Both', channel: null, ...here(3, '09:00', '10:00') })
    await me.turn()
    const event = (await me.eventOf(id))?.id ?? ''
    await me.outlook.change(event, { location: { displayName: 'There' }, subject: 'Theirs' })
    await new Promise((done) => setTimeout(done, 5))
    await me.here.edit(id, { notes: 'Here', title: 'Ours' })
    await me.turn()
    expect(await me.entry('Ours')).toMatchObject({ id, location: 'There', notes: 'Here' })
    expect(await me.eventOf(id)).toMatchObject({ subject: 'Ours', location: 'There' })
    expect(await me.ledger()).toContain('none difference')
  })

  it('an edit wins over a deletion, on either side', async () => {
    const id = await me.here.make({ kind: 'meeting', title: 'Edited', channel: null, ...here(3, '09:00', '10:00') })
    await me.turn()
    await me.outlook.discard((await me.eventOf(id))?.id ?? '')
    await me.here.edit(id, { title: 'Edited here' })
    await me.turn()
    expect(await me.events('Edited here')).toHaveLength(1)
    expect((await me.here.see(id)).outlook.sentence).toMatch(/^In Outlook again/)

    const other = await me.put(there(5, '09:00', '10:00', { subject: 'Deleted here' }))
    const entry = await me.entry('Deleted here')
    await me.here.remove(entry?.id ?? '')
    await me.outlook.change(other, { subject: 'Edited there' })
    await me.signal(other, 'updated')
    await undoIsOver()
    await me.turn()
    await me.signal(other, 'updated')
    expect(await me.entry('Edited there')).toBeDefined()
    expect(await me.events('Edited there')).toHaveLength(1)
  })
})

/** A deletion waits for its undo; here it is over. */
async function undoIsOver(): Promise<void> {
  await inScope(alex, (db) => db.update(outbox).set({ notBefore: new Date(Date.now() - 1000) }))
}
