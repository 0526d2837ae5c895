import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { announceCalendar } from '@/lib/features/calendar/link/mutations'
import { announcePush } from '@/lib/features/publishing/mutations'
import { LivingWorld, type Person } from '../support/living-world'
import { hoursFromNow, Publisher } from '../support/publisher'

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

const announce = () => announceCalendar([alex.connectionId])
const subjects = async () => (await me.copies()).map(({ subject }) => subject).sort()

describe('entries go to Outlook by themselves', () => {
  it('all of them when it is turned on, and each change as it happens; nothing comes back as an event', async () => {
    await me.addMany(120)
    await me.press()
    await world.quiet()
    expect(await me.copies()).toHaveLength(120)
    expect(await world.agree(alex)).toEqual([])
    const id = await me.add({ title: 'New' })
    await announce()
    await world.quiet()
    expect(await subjects()).toContain('New')
    await me.change(id, { title: 'Newer' })
    await announce()
    await world.quiet()
    expect(await subjects()).toContain('Newer')
    await me.remove(id)
    await announce()
    await world.quiet()
    expect(await me.copies()).toHaveLength(120)
    expect(await world.agree(alex)).toEqual([])
  })

  it('also when nobody announced them: the minute finds them', async () => {
    await me.press()
    await world.quiet()
    await me.add({ title: 'Silent' })
    await world.minute()
    await world.quiet()
    expect(await subjects()).toEqual(['Silent'])
  })

  it('when their day comes into the window', async () => {
    await me.press()
    await me.add({ title: 'Far', startAt: hoursFromNow(95 * 24) })
    await announce()
    await world.quiet()
    expect(await me.copies()).toEqual([])
    await world.advance(6 * 86_400)
    await announcePush(alex.connectionId)
    await world.quiet()
    expect(await subjects()).toEqual(['Far'])
  })

  it('and go from it when publishing is turned off', async () => {
    await me.addMany(5)
    await me.press()
    await world.quiet()
    await me.press('off')
    await world.quiet()
    expect(await me.calendars()).not.toContainEqual(expect.objectContaining({ name: expect.stringMatching(/^Tandem/) }))
    expect(await world.agree(alex)).toEqual([])
  })
})

describe('whatever Microsoft does', () => {
  const events = { method: 'POST', path: '/v1.0/me/calendars/*/events' }
  const faults: [string, Parameters<LivingWorld['fault']>[0][]][] = [
    ['loses answers', [{ kind: 'commit-then-504', match: events, times: 3, after: 5 }]],
    ['breaks lines', [{ kind: 'commit-then-reset', match: events, times: 2, after: 7 }]],
    ['is busy', [{ kind: 'throttle', match: events, times: 4, after: 6, retryAfter: 1 }]],
    ['is away', [{ kind: 'status', match: events, status: 503, times: 5, after: 3 }]],
    ['answers nonsense', [{ kind: 'html', match: events, times: 2, after: 4 }]],
    [
      'does all of it at once',
      [
        { kind: 'commit-then-504', match: events, times: 2, after: 3 },
        { kind: 'throttle', match: events, times: 2, retryAfter: 1 },
        { kind: 'truncate', match: { method: 'GET', path: '/v1.0/me/calendars*' }, times: 1 },
        { kind: 'status', match: { path: '/v1.0/me/calendars' }, status: 504, times: 1 },
      ],
    ],
  ]
  it.each(faults)('%s: each entry stands there once, and nobody is mailed', async (_, orders) => {
    await me.addMany(40)
    for (const order of orders) await world.fault(order)
    await me.press()
    await world.quiet({ timeoutMs: 60_000 })
    await world.control('DELETE', '/faults')
    await announcePush(alex.connectionId)
    await world.quiet({ timeoutMs: 60_000 })
    const marks = (await me.copies()).map(({ subject }) => subject)
    expect(marks).toHaveLength(40)
    expect(new Set(marks).size).toBe(40)
    expect(await world.agree(alex)).toEqual([])
  })
})
