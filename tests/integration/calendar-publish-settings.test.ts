import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connections } from '@/drizzle/schema/connection'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { listToPush } from '@/lib/features/calendar/publish/sync/upkeep'
import { decide, recreateCalendar, setPublishing } from '@/lib/features/publishing/mutations'
import { getPreview, getPublishingView, listObserved } from '@/lib/features/publishing/queries'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import { onLive } from '@/lib/platform/live'
import type { UserScope } from '@/lib/platform/scope'
import { linkMicrosoft } from '../support/link-account'
import { hoursFromNow, Publisher } from '../support/publisher'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const UPN = 'alex@contoso.test'
let world: World
let alex: UserScope
let me: Publisher

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('POST', '/reset', {})
  await emptyTandem()
  alex = await newMember(await newWorkspace('Contoso'), { name: 'Sarah Jones' })
  me = new Publisher(world, alex, UPN, await linkMicrosoft(alex, UPN, ['calendar', 'publishing']))
})

type Choice = Parameters<typeof setPublishing>[2]
const choose = (given: Partial<Choice> = {}) =>
  inScope(alex, (db) => setPublishing(db, alex, { mode: 'separate', writes: 'on', reminderMinutes: 15, ...given }))
const view = () => inScope(alex, (db) => getPublishingView(db, alex))
const preview = (mode: Choice['mode']) => inScope(alex, (db) => getPreview(db, alex, mode))

describe('choosing how entries go to Outlook', () => {
  it('begins with nothing, and tells beforehand what will happen', async () => {
    await me.addMany(12)
    expect(await view()).toMatchObject({ state: 'ready', mode: 'off', calendarName: 'Tandem - Sarah Jones' })
    const before = await preview('separate')
    expect(before).toMatchObject({ add: 12, remove: 0, takeIn: 0 })
    expect(before.sentences).toContain('12 entries will be added to Outlook; no one will be mailed.')
    expect(await me.links()).toEqual([])
    await choose()
    await me.turn({ full: true })
    expect((await view()).counts).toEqual({ inOutlook: 12, waiting: 0, refused: 0, later: 0 })
    expect(await me.copies()).toHaveLength(12)
  })

  it('names a series by its next date, not by its first, nearest first', async () => {
    const soon = hoursFromNow(30).getTime()
    const days = (count: number) => new Date(soon + count * 24 * 3_600_000)
    const dateOf = (at: Date) => at.toISOString().slice(0, 10)
    const every = (interval: number, startAt: Date) => ({
      ...{ startAt, timeZone: 'UTC' },
      recurrence: {
        pattern: { type: 'daily' as const, interval },
        range: { type: 'noEnd' as const, startDate: dateOf(startAt) },
      },
    })
    const id = await me.add({ title: 'Every second day', ...every(2, days(-364)) })
    await me.add({ title: 'Every second week', ...every(14, days(-361)) })
    await me.add({ title: 'Once', startAt: days(1) })
    const shown = async () =>
      (await preview('separate')).examples.map(({ title, when, repeats }) => [title, when, repeats ?? false])
    const others = [
      ['Once', days(1).toISOString(), false],
      ['Every second week', days(3).toISOString(), true],
    ]
    expect(await shown()).toEqual([['Every second day', days(0).toISOString(), true], ...others])
    const date = { seriesId: id, occurrenceDate: dateOf(days(0)), startAt: days(0) }
    await me.add({ title: 'Gone', ...date, isCancelled: true })
    expect(await shown()).toEqual([others[0], ['Every second day', days(2).toISOString(), true], others[1]])
  })

  it('off removes Tandem’s calendar from Outlook, and on makes it anew', async () => {
    await choose()
    await me.add()
    await me.turn({ full: true })
    expect((await preview('off')).sentences[0]).toBe(
      'The calendar “Tandem - Sarah Jones” is removed from Outlook, with 1 entry in it.',
    )
    await choose({ mode: 'off' })
    await me.turn({ full: true })
    expect((await me.calendars()).filter(({ name }) => name.startsWith('Tandem'))).toEqual([])
    expect(await me.links()).toEqual([])
    await me.change((await inScope(alex, (db) => db.select().from(scheduleEntries)))[0]?.id ?? '', { title: 'Later' })
    await choose()
    await me.turn({ full: true })
    expect((await me.copies()).map(({ subject }) => subject)).toEqual(['Later'])
    expect(await me.sent()).toEqual([])
  })

  it('a new reminder goes to the copies that are there', async () => {
    await choose()
    await me.addMany(25)
    await me.add({ title: 'With its own', reminderMinutes: 60 })
    await me.turn({ full: true })
    await choose({ reminderMinutes: 5 })
    await me.turn({ full: true })
    const reminders = (await me.copies()).map(({ reminder }) => reminder.minutes)
    expect(reminders.filter((minutes) => minutes === 5)).toHaveLength(25)
    expect(reminders.filter((minutes) => minutes === 60)).toHaveLength(1)
    expect((await view()).pauses).toEqual([])
  })

  it('observe only shows what it holds back, and lets it go when writing is turned on', async () => {
    await choose({ writes: 'observe' })
    await me.add({ title: 'Held back', startAt: hoursFromNow(30) })
    await me.turn({ full: true })
    expect(await inScope(alex, (db) => listObserved(db, alex))).toMatchObject([
      { what: 'create', title: 'Held back', when: hoursFromNow(30).toISOString() },
    ])
    expect(await me.copies()).toEqual([])
    await choose()
    await me.turn({ full: true })
    expect(await me.copies()).toHaveLength(1)
    expect(await inScope(alex, (db) => listObserved(db, alex))).toEqual([])
  })

  it('foresees what observing would do, before it is chosen', async () => {
    await me.addMany(2)
    const foreseen = await inScope(alex, (db) => getPreview(db, alex, 'separate', 'observe'))
    expect(foreseen).toMatchObject({ add: 2, remove: 0 })
    expect(foreseen.sentences).toContain('Nothing is written while Tandem only observes.')
    expect((await preview('separate')).sentences).not.toContain('Nothing is written while Tandem only observes.')
    expect(await view()).toMatchObject({ mode: 'off', writes: 'on' })
  })

  it('names the entries that Outlook refused', async () => {
    await choose()
    const id = await me.add({ title: 'Refused', startAt: hoursFromNow(30) })
    await world.control('POST', '/faults', { match: { method: 'POST', path: '*/events' }, kind: 'status', status: 400 })
    await me.turn({ full: true })
    expect(await view()).toMatchObject({
      counts: { inOutlook: 0, refused: 1 },
      refusals: [{ entryId: id, title: 'Refused', when: hoursFromNow(30).toISOString() }],
    })
    await me.change(id, { title: 'Better' })
    await me.turn()
    expect(await view()).toMatchObject({ counts: { inOutlook: 1, refused: 0 }, refusals: [] })
  })

  it('a calendar that was deleted in Outlook is made again at the person’s word', async () => {
    await choose()
    await me.addMany(3)
    await me.turn({ full: true })
    await world.control('DELETE', `/users/${UPN}/calendars/${(await me.settings()).calendarGraphId}`)
    await me.add()
    await me.turn()
    expect((await view()).problem).toMatchObject({ deed: 'recreate' })
    await inScope(alex, (db) => recreateCalendar(db, alex))
    await me.turn({ full: true })
    expect((await view()).problem).toBeNull()
    expect(await me.copies()).toHaveLength(4)
    await expect(inScope(alex, (db) => recreateCalendar(db, alex))).rejects.toMatchObject({ code: 'conflict' })
  })

  it('says what the circuit breaker held back, and takes one decision', async () => {
    await choose()
    await me.addMany(30)
    await me.turn({ full: true })
    await inScope(alex, (db) => db.delete(scheduleEntries))
    await me.turn({ full: true })
    const [pause] = (await view()).pauses
    expect(pause).toMatchObject({ direction: 'out', affected: 30, total: 30 })
    expect(pause?.sentence).toBe('30 of 30 entries would be removed from Outlook at once.')
    expect(pause?.examples[0]?.title).toMatch(/^Call/)
    const asked = { id: pause?.id ?? '', decision: 'apply' as const }
    await inScope(alex, (db) => decide(db, alex, asked))
    await expect(inScope(alex, (db) => decide(db, alex, asked))).rejects.toMatchObject({ code: 'not_found' })
    await me.turn({ full: true })
    expect(await me.copies()).toEqual([])
  })
})

it('the screen is told of what is held back, and of the last figures', async () => {
  let hints = 0
  const stop = await onLive((hint) => {
    if (hint?.userId === alex.userId && hint.topics.includes('schedule')) hints++
  })
  const toldBy = async (work: () => Promise<unknown>) => {
    const before = hints
    await work()
    await expect.poll(() => hints).toBeGreaterThan(before)
  }
  try {
    await choose({ writes: 'observe' })
    await me.addMany(3)
    await toldBy(() => me.turn({ full: true }))
    await choose()
    await toldBy(() => me.turn({ full: true }))
    // Nothing is left to write, but the time of the comparison is new.
    await toldBy(() => me.turn({ full: true }))
    await world.control('DELETE', `/users/${UPN}/calendars/${(await me.settings()).calendarGraphId}`)
    await me.add()
    await toldBy(() => me.turn())
    expect((await view()).problem).toMatchObject({ deed: 'recreate' })
  } finally {
    stop()
  }
})

it('calls a loss only what is one, however the first of it look', async () => {
  await choose()
  await me.addMany(40)
  await me.turn({ full: true })
  const rows = await inScope(alex, (db) => db.select().from(scheduleEntries))
  const ids = rows.map(({ id }) => id)
  await inScope(alex, async (db) => {
    await db.delete(scheduleEntries).where(inArray(scheduleEntries.id, ids.slice(0, 15)))
    await db
      .update(scheduleEntries)
      .set({ title: 'Renamed', version: sql`${scheduleEntries.version} + 1` })
      .where(inArray(scheduleEntries.id, ids.slice(15, 30)))
  })
  await me.turn({ full: true })
  expect((await view()).pauses[0]?.sentence).toBe(
    '30 of 40 entries would be changed in or removed from Outlook at once.',
  )
})

describe('what one may not', () => {
  it('decide for a colleague, or see what is theirs', async () => {
    await choose()
    await me.addMany(30)
    await me.turn({ full: true })
    await inScope(alex, (db) => db.delete(scheduleEntries))
    await me.turn({ full: true })
    const [pause] = (await view()).pauses
    const adele = await newMember(alex.workspaceId, { name: 'Adele Vance' })
    await linkMicrosoft(adele, 'adele@contoso.test', ['calendar', 'publishing'])
    expect((await inScope(adele, (db) => getPublishingView(db, adele))).pauses).toEqual([])
    const theirs = inScope(adele, (db) => decide(db, adele, { id: pause?.id ?? '', decision: 'apply' }))
    await expect(theirs).rejects.toMatchObject({ code: 'not_found' })
  })

  it('publish without a connection or the permission', async () => {
    const megan = await newMember(alex.workspaceId, { name: 'Megan Bowen' })
    const input: Choice = { mode: 'separate', writes: 'on', reminderMinutes: null }
    await expect(inScope(megan, (db) => setPublishing(db, megan, input))).rejects.toMatchObject({ code: 'not_found' })
    await linkMicrosoft(megan, 'megan@contoso.test', ['mail'])
    expect((await inScope(megan, (db) => getPublishingView(db, megan))).state).toBe('needs-permission')
    await expect(inScope(megan, (db) => setPublishing(db, megan, input))).rejects.toMatchObject({
      code: 'consent_required',
    })
  })
})

it('each minute finds its share of those who publish, and nobody else', async () => {
  await choose()
  const found: string[] = []
  const minutes = async () => {
    found.length = 0
    for (let minute = 0; minute < 60; minute++) {
      const at = new Date(Date.UTC(2026, 10, 25, 12, minute))
      found.push(...(await listToPush(at)))
    }
    return found
  }
  expect(await minutes()).toEqual([me.connectionId])
  await inSystem((db) => db.update(connections).set({ state: 'paused' }).where(eq(connections.id, me.connectionId)))
  expect(await minutes()).toEqual([])
})
