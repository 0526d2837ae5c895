import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CalendarDesk } from '../support/calendar-desk'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const UPN = 'alex@contoso.test'
let world: World
let desk: CalendarDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('DELETE', '/faults')
  await world.control('POST', '/reset', {})
  await emptyTandem()
  desk = await CalendarDesk.open(world, await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber' }), UPN)
})

describe('calendars come in', () => {
  it('and are as in Outlook, series and all, with the next days before the rest', async () => {
    await desk.begin()
    expect(await desk.differences()).toEqual([])
  })
})
