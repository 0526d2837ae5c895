import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { UserScope } from '@/lib/platform/scope'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'
import { TwoWayDesk } from '../support/two-way-desk'

const UPN = 'alex@contoso.test'
let world: World
let alex: UserScope
let me: TwoWayDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('DELETE', '/faults')
  await world.control('POST', '/reset', {})
  await emptyTandem()
  alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber' })
  me = await TwoWayDesk.open(world, alex, UPN)
})

const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)
const daily = (more: Record<string, unknown> = {}) => ({
  kind: 'meeting' as const,
  title: 'Daily',
  channel: null,
  start: `${day(2)}T10:00`,
  end: `${day(2)}T11:00`,
  recurrence: {
    pattern: { type: 'daily' as const, interval: 1 },
    range: { type: 'numbered' as const, startDate: day(2), numberOfOccurrences: 8 },
  },
  ...more,
})
interface There {
  id: string
  date: string
  subject: string
  sensitivity: string
}
const occurrences = async (id: string) =>
  (await world.control(
    'GET',
    `/users/${UPN}/events/${encodeURIComponent(id)}/occurrences?startDateTime=${day(-5)}T00:00:00Z&endDateTime=${day(400)}T00:00:00Z`,
  )) as There[]

describe('the mark “private” of one date', () => {
  it.each([
    { made: 'a series that is not private', isPrivate: false, when: 'before Outlook has it' },
    { made: 'a series that is not private', isPrivate: false, when: 'later' },
    { made: 'a private series', isPrivate: true, when: 'before Outlook has it' },
    { made: 'a private series', isPrivate: true, when: 'later' },
  ])('goes to Outlook and back: $made, $when', async ({ isPrivate, when }) => {
    const id = await me.here.make(daily({ isPrivate }))
    if (when === 'later') await me.turn()
    await me.here.edit(id, { isPrivate: !isPrivate, title: 'Other' }, day(4))
    await me.turn()
    const event = (await me.eventOf(id))?.id ?? ''
    const marked = async () =>
      (await occurrences(event))
        .filter(({ sensitivity }) => (sensitivity === 'private') !== isPrivate)
        .map(({ date }) => date)
    const here = async () => (await me.here.see(id, day(4))).isPrivate
    expect(await marked()).toEqual([day(4)])
    await me.sweep()
    await me.sweep()
    expect([await marked(), await here()]).toEqual([[day(4)], !isPrivate])
    expect((await me.here.see(id, day(4))).title).toBe('Other')
    const date = (await occurrences(event)).find((each) => each.date === day(4))?.id ?? ''
    await me.changeThere(date, { sensitivity: isPrivate ? 'private' : 'normal' })
    await me.sweep()
    expect([await marked(), await here()]).toEqual([[], isPrivate])
    await me.here.edit(id, { isPrivate: !isPrivate }, day(4))
    await me.turn()
    await me.sweep()
    expect([await marked(), await here()]).toEqual([[day(4)], !isPrivate])
  })
})
