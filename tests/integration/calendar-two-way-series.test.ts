import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../support/tandem-world'
import { day, TwoWayDesk } from '../support/two-way-desk'

const UPN = 'alex@contoso.test'
const ZONE = 'W. Europe Standard Time'
let world: World
let me: TwoWayDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  me = await TwoWayDesk.anew(world, UPN)
})

const range = (first: number, count: number) => ({
  pattern: { type: 'daily' as const, interval: 1 },
  range: { type: 'numbered' as const, startDate: day(first), numberOfOccurrences: count },
})
const made = (first: number, count: number) => ({
  subject: 'Daily',
  start: { dateTime: `${day(first)}T09:00:00`, timeZone: ZONE },
  end: { dateTime: `${day(first)}T09:30:00`, timeZone: ZONE },
  recurrence: { ...range(first, count), range: { ...range(first, count).range, recurrenceTimeZone: ZONE } },
})
const on = async (id: string, date: string) => (await me.occurrences(id)).find((each) => each.date === date)?.id ?? ''
/** What both sides show of a series, as instants and titles. */
const shownHere = async (from = day(0), to = day(40)) =>
  (await me.here.items(from, to))
    .filter(({ isRecurring, source }) => isRecurring && source === 'both')
    .map(({ startsAt, title }) => [new Date(startsAt).toISOString(), title])
const shownThere = async (id: string) =>
  (await me.occurrences(id)).map(({ start, subject }) => [new Date(start).toISOString(), subject])
const onlyDaily = (rows: (string | null)[][]) => rows.filter(([, title]) => /Daily|Guest|Retro/.test(title ?? ''))

describe('a series made in Outlook', () => {
  it('is one here, with its changed and deleted occurrences, as they come and go', async () => {
    const id = await me.put(made(2, 10))
    const entry = await me.entry('Daily')
    expect(entry?.recurrence).toMatchObject(range(2, 10))
    const changed = await on(id, day(4))
    await me.outlook.change(changed, { subject: 'Guest' })
    await me.signal(changed, 'updated')
    await me.outlook.discard(await on(id, day(6)))
    await me.signal(id, 'updated')
    expect(await me.dates(entry?.id ?? '')).toEqual([
      [day(4), 'Guest'],
      [day(6), null],
    ])
    expect(onlyDaily(await shownHere())).toEqual(await shownThere(id))
    // Another time of the series: Outlook drops what was changed of single ones.
    await me.changeThere(id, {
      start: { dateTime: `${day(2)}T11:00:00`, timeZone: ZONE },
      end: { dateTime: `${day(2)}T11:30:00`, timeZone: ZONE },
    })
    expect(await me.dates(entry?.id ?? '')).toEqual([])
    expect(onlyDaily(await shownHere())).toEqual(await shownThere(id))
    await me.deleteThere(id)
    expect(await me.entries('Daily')).toEqual([])
  })

  it('takes changes made here: one date moved, one deleted, all renamed', async () => {
    const id = await me.put(made(2, 10))
    const entry = (await me.entry('Daily'))?.id ?? ''
    await me.here.edit(entry, { title: 'Guest', start: `${day(3)}T14:00`, end: `${day(3)}T15:00` }, day(3))
    await me.here.remove(entry, day(5))
    await me.undoIsOver()
    await me.turn()
    const [event] = await me.events('Daily')
    expect(event?.exceptions?.map(({ date, subject }) => [date, subject])).toEqual([[day(3), 'Guest']])
    expect(event?.cancelled).toEqual([day(5)])
    expect(onlyDaily(await shownHere())).toEqual(await shownThere(id))
    await me.signal(id, 'updated')
    await me.signal(await on(id, day(3)), 'updated')
    await me.turn({ full: true })
    expect(onlyDaily(await shownHere())).toEqual(await shownThere(id))
    expect((await me.entry('Daily'))?.version).toBe(1)
    await me.here.edit(entry, { title: 'Retro' }, day(4), 'all')
    await me.turn()
    expect(onlyDaily(await shownHere())).toEqual(await shownThere(id))
    expect(await me.events('Retro')).toHaveLength(1)
  })
})

describe('a series made here', () => {
  it('goes with its exceptions, keeps wall time when the clocks change, and comes back the same', async () => {
    const id = await me.here.make({
      kind: 'meeting',
      title: 'Weekly Retro',
      channel: null,
      start: `${day(2)}T10:00`,
      end: `${day(2)}T11:00`,
      timeZone: 'America/New_York',
      recurrence: {
        pattern: { type: 'daily', interval: 7 },
        range: { type: 'numbered', startDate: day(2), numberOfOccurrences: 52 },
      },
    })
    await me.here.edit(id, { title: 'Guest Retro' }, day(9))
    await me.here.remove(id, day(16))
    await me.undoIsOver()
    await me.turn()
    const event = await me.eventOf(id)
    const there = await shownThere(event?.id ?? '')
    expect(there).toHaveLength(51)
    // A year of it: both changes of the clocks are in there.
    const here: (string | null)[][] = []
    for (let at = 0; at < 400; at += 50) here.push(...(await shownHere(day(at), day(at + 50))))
    const unique = [...new Map(here.map((each) => [each[0], each])).values()]
    expect(onlyDaily(unique)).toEqual(there)
    const before = await me.entry('Weekly Retro')
    await me.signal(event?.id ?? '', 'updated')
    await me.sweep()
    expect(await me.entry('Weekly Retro')).toEqual(before)
    expect(await me.dates(id)).toEqual([
      [day(9), 'Guest Retro'],
      [day(16), null],
    ])
  })

  it('invites once, and tells people of the one date that was called off', async () => {
    const id = await me.here.make({
      kind: 'meeting',
      title: 'Daily guests',
      channel: null,
      start: `${day(2)}T10:00`,
      end: `${day(2)}T11:00`,
      recurrence: range(2, 5),
      attendees: [{ name: 'Sam', address: 'sam@elsewhere.example', type: 'required' }],
    })
    await me.turn()
    expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example'])
    await me.here.remove(id, day(4))
    await me.undoIsOver()
    await me.turn()
    await me.sweep()
    expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example', 'CANCEL sam@elsewhere.example'])
  })

  it('divided, both halves go on', async () => {
    const id = await me.here.make({
      kind: 'meeting',
      title: 'Daily whole',
      channel: null,
      start: `${day(2)}T10:00`,
      end: `${day(2)}T11:00`,
      recurrence: range(2, 10),
    })
    await me.turn()
    await me.here.edit(id, { title: 'Daily rest' }, day(6), 'following')
    await me.turn()
    const [whole] = await me.events('Daily whole')
    const [rest] = await me.events('Daily rest')
    expect(await me.occurrences(whole?.id ?? '')).toHaveLength(4)
    expect(await me.occurrences(rest?.id ?? '')).toHaveLength(6)
  })
})
