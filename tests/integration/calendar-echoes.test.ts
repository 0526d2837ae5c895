import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChangeHint } from '@/inngest/events'
import { announceCalendar } from '@/lib/features/calendar/link/mutations'
import { acceptHints } from '@/lib/features/calendar/sync/accept'
import { CalendarDesk } from '../support/calendar-desk'
import { LivingWorld, type Person } from '../support/living-world'
import { hoursFromNow, Publisher } from '../support/publisher'
import { newMember, newWorkspace } from '../support/tandem-world'

const UPN = 'alex@contoso.test'
let world: LivingWorld
let alex: Person
let me: Publisher

beforeAll(async () => {
  world = await LivingWorld.start()
})
afterAll(() => world.close())
beforeEach(async () => {
  ;({ person: alex, publisher: me } = await Publisher.anew(world, UPN))
})

const publish = async (count: number) => {
  await me.addMany(count)
  await me.press()
  await world.quiet({ timeoutMs: 60_000 })
}
const hintsOfCopies = async (): Promise<ChangeHint[]> =>
  (await me.copies()).map(({ id, changeKey }) => ({ id, etag: `W/"${changeKey}"`, changeType: 'created' }))
const count = async (work: () => Promise<unknown>) => {
  const { seq } = await world.calls(UPN)
  await work()
  return (await world.calls(UPN, seq)).count
}

describe('the echo of what Tandem published', () => {
  it('asks Graph nothing, and is nobody’s news', async () => {
    await publish(30)
    const hints = await hintsOfCopies()
    const desk = CalendarDesk.of(world.world, alex.scope, UPN, alex.connectionId)
    const accept = () => desk.job('live', (context) => acceptHints(context, hints))
    expect(await count(async () => expect(await accept()).toEqual({ left: [], news: [] }))).toBe(0)
  })

  it('is not waited for by the same account in another workspace', async () => {
    await publish(8)
    const other = await newMember(await newWorkspace('Elsewhere'), { name: 'Alex Wilber' })
    const desk = await CalendarDesk.open(world.world, other, UPN, ['calendar'])
    await desk.begin()
    const hints = await hintsOfCopies()
    const { left } = await desk.job('live', (context) => acceptHints(context, hints))
    expect(left).toEqual([])
    expect((await desk.held()).events.map(({ subject }) => subject)).not.toContain('Call 1')
  })

  it('comes joined: a push starts a few runs a second, however much it writes', async () => {
    const began = Date.now()
    await publish(200)
    const seconds = (Date.now() - began) / 1000
    expect(await me.copies()).toHaveLength(200)
    const runs = await world.runs('calendar-sync')
    // A second lets three go at once and joins the rest, fifty at most; it may have begun before, and end after.
    expect(runs.length).toBeLessThan(10 + 4 * seconds)
    expect(await world.agree(alex)).toEqual([])
  })
})

it('what a person does in Outlook during a push is here with it', async () => {
  await me.addMany(60)
  await me.press()
  const desk = CalendarDesk.of(world.world, alex.scope, UPN, alex.connectionId)
  await world.until(async () => (await me.copies()).length > 5, 'the push')
  const start = { dateTime: hoursFromNow(40).toISOString().slice(0, 19), timeZone: 'UTC' }
  const end = { dateTime: hoursFromNow(41).toISOString().slice(0, 19), timeZone: 'UTC' }
  await desk.put({ subject: 'Dentist', start, end })
  await world.until(
    async () => (await desk.held()).events.some(({ subject }) => subject === 'Dentist'),
    'the event of the person',
  )
  await announceCalendar([alex.connectionId])
  await world.quiet({ timeoutMs: 60_000 })
  expect(await world.agree(alex)).toEqual([])
})
