import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { takeOverFromOutlook } from '@/lib/features/calendar/two-way/sync/turn'
import { startWorld, type World } from '../support/tandem-world'
import { day, TwoWayDesk } from '../support/two-way-desk'

const UPN = 'alex@contoso.test'
const SAM = { name: 'Sam', address: 'sam@elsewhere.example', type: 'required' as const }
let world: World
let me: TwoWayDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  me = await TwoWayDesk.anew(world, UPN)
})

it('a deletion in Outlook that is read late takes nothing from an edit that has won over it', async () => {
  const id = await me.here.make({
    kind: 'meeting',
    title: 'Gone there',
    channel: null,
    start: `${day(3)}T09:00`,
    end: `${day(3)}T10:00`,
    attendees: [SAM],
  })
  await me.turn()
  await me.sweep()
  const gone = (await me.eventOf(id))?.id ?? ''
  await me.outlook.discard(gone)
  await me.outlook.sweep()
  await world.control('POST', '/faults', {
    match: { method: 'GET', path: '*/me/events/*' },
    kind: 'delay',
    delayMs: 6_000,
  })
  const late = me.outlook.job('live', (context) => takeOverFromOutlook(context, [gone]))
  const { seq } = await world.control('GET', '/calls?since=0').then((calls) => calls as { seq: number })
  for (;;) {
    const calls = (await world.control('GET', `/calls?since=${seq}`)) as { calls: Record<string, unknown> }
    if (calls.calls[UPN]) break
    await new Promise((done) => setTimeout(done, 20))
  }
  await me.here.edit(id, { title: 'Kept' })
  await me.turn()
  await late
  await me.sweep()
  expect((await me.entry('Kept'))?.isCancelled).toBe(false)
  expect(await me.events('Kept')).toHaveLength(1)
  expect((await me.eventOf(id))?.subject).toBe('Kept')
})
