import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { syncPauses } from '@/drizzle/schema/sync'
import { getPublishingNotice, whyNot } from '@/lib/features/calendar/publish/why/queries'
import { getEvent } from '@/lib/features/calendar/queries'
import { getPreview, getPublishingView, listObserved } from '@/lib/features/publishing/queries'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { decidePause, mayGoOn } from '@/lib/sync/breaker'
import { startWorld, type World } from '../support/tandem-world'
import { day, TwoWayDesk } from '../support/two-way-desk'

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
  me = await TwoWayDesk.anew(world, UPN)
  alex = me.person
})

const make = (title: string, ahead = 3, more = {}) =>
  me.here.make({
    kind: 'meeting',
    channel: null,
    title,
    start: `${day(ahead)}T09:00`,
    end: `${day(ahead)}T10:00`,
    timeZone: 'UTC',
    ...more,
  })
const settings = () => inScope(alex, (db) => getPublishingView(db, alex))
const observed = async () =>
  (await inScope(alex, (db) => listObserved(db, alex))).map(({ what, title }) => `${what} ${title}`).sort()

describe('Settings → Calendar in two-way mode', () => {
  it('counts what is one with an event, not what is no longer followed', async () => {
    const { inOutlook } = (await settings()).counts
    const id = await make('Counted')
    await me.turn()
    expect((await settings()).counts.inOutlook).toBe(inOutlook + 1)
    await me.deleteThere((await me.eventOf(id))?.id ?? '')
    expect((await settings()).counts.inOutlook).toBe(inOutlook)
  })

  it('lists what observing holds back: what would be made, changed and removed', async () => {
    const changed = await make('Changed')
    const removed = await make('Removed')
    await me.turn()
    await me.choose({ writes: 'observe' })
    await make('Made')
    await me.here.edit(changed, { title: 'Changed here' })
    await me.here.remove(removed)
    await me.undoIsOver()
    await me.turn({ full: true })
    expect(await observed()).toEqual(['change Changed here', 'create Made', 'delete Removed'])
    await me.choose({ writes: 'on' })
    await me.turn({ full: true })
    expect(await observed()).toEqual([])
  })

  it('says before it is turned on whose people are not invited again', async () => {
    const SAM = { name: 'Sam', address: 'sam@elsewhere.example', type: 'required' as const }
    await make('Invited', 3, { attendees: [SAM] })
    await me.turn()
    await me.choose({ mode: 'off' })
    const { sentences } = await inScope(alex, (db) => getPreview(db, alex, 'two-way'))
    expect(sentences.join(' ')).toContain('The people of 1 entry were invited before')
    expect(sentences.join(' ')).not.toContain('will invite')
  })
})

describe('what the circuit breaker holds back of Outlook’s changes', () => {
  const many = async (): Promise<string[]> => {
    const ids: string[] = []
    for (let at = 0; at < 24; at++) ids.push(await make(`Many ${at}`, 2 + (at % 20)))
    await me.turn()
    await me.outlook.sweep()
    return ids
  }
  const notice = () => inScope(alex, (db) => getPublishingNotice(db, alex))

  it('is called a removal when it is one, in the settings and over the schedule, and names what it is about', async () => {
    for (const id of await many()) await me.outlook.discard((await me.eventOf(id))?.id ?? '')
    await me.sweep()
    const [pause] = (await settings()).pauses
    const said =
      /^24 of \d+ entries would be removed from Tandem or called off at once, because they are gone from Outlook\.$/
    expect(pause).toMatchObject({ direction: 'in', isTwoWay: true, sentence: expect.stringMatching(said) })
    expect(pause?.examples[0]?.title).toMatch(/^Many \d+$/)
    expect((await notice()).notice?.text).toBe(`${pause?.sentence} Nothing happens until you decide.`)
  })

  it('is called a change when some of it is only changed', async () => {
    const ids = await many()
    for (const [at, id] of ids.entries()) {
      const event = (await me.eventOf(id))?.id ?? ''
      if (at === 0) await me.outlook.discard(event)
      else await me.outlook.change(event, { subject: `Moved ${at}` })
    }
    await me.sweep()
    expect((await notice()).notice?.text).toMatch(/would be changed in or removed from Tandem at once/)
  })
})

it('an entry that waits for a word says so, also where changes from Outlook wait for one, too', async () => {
  const id = await make('Held')
  for (const direction of ['in', 'out'] as const)
    await me.outlook.job('live', ({ scope }) =>
      inScope(scope, (db) =>
        mayGoOn(db, scope, { kind: 'calendar', direction, affected: 21, total: 30, examples: [] }),
      ),
    )
  expect((await settings()).pauses.map(({ direction }) => direction)).toEqual(['in', 'out'])
  expect((await inScope(alex, (db) => whyNot(db, alex, id))).sentence).toContain('21 of 30')
})

it('an answer is offered only where it can leave', async () => {
  await world.control('POST', '/users/megan@contoso.test/events', {
    subject: 'Megan asks',
    start: { dateTime: `${day(3)}T09:00:00`, timeZone: 'UTC' },
    end: { dateTime: `${day(3)}T10:00:00`, timeZone: 'UTC' },
    attendees: [{ emailAddress: { name: 'Alex', address: UPN }, type: 'required' }],
  })
  const [copy] = await me.events('Megan asks')
  await me.signal(copy?.id ?? '', 'created')
  const id = (await me.entry('Megan asks'))?.id ?? ''
  const [row] = await me.outlook.rows(copy?.id ?? '')
  const offered = async () => [
    (await me.here.see(id)).mayAnswer,
    (await inScope(alex, (db) => getEvent(db, alex, row?.tandemId ?? '')))?.mayAnswer,
  ]
  expect(await offered()).toEqual([true, true])
  await me.choose({ writes: 'observe' })
  expect(await offered()).toEqual([false, false])
})

describe('large changes and observing', () => {
  it('many deletions in Outlook wait for a word; kept, they go there again', async () => {
    const ids: string[] = []
    for (let at = 0; at < 40; at++) ids.push(await make(`Many ${at}`, 2 + (at % 20)))
    await me.turn()
    for (const id of ids) await me.outlook.discard((await me.eventOf(id))?.id ?? '')
    await me.sweep()
    expect(await me.entry('Many 1')).toMatchObject({ isCancelled: false })
    const [pause] = await inScope(alex, (db) => db.select().from(syncPauses))
    expect(pause).toMatchObject({ direction: 'in', affected: 40 })
    await inScope(alex, (db) => decidePause(db, me.connectionId, pause?.id ?? '', 'keep'))
    await me.sweep()
    expect(await me.events('Many 1')).toHaveLength(1)
    expect(await me.entry('Many 1')).toMatchObject({ isCancelled: false })
  })

  it('observe only: changes of Outlook come in, nothing is written there until it is turned on', async () => {
    const id = await make('Watched')
    await me.turn()
    await me.choose({ writes: 'observe' })
    await me.here.edit(id, { title: 'Not yet' })
    await make('Not there')
    await me.turn()
    const event = (await me.events('Watched'))[0]?.id ?? ''
    await me.changeThere(event, { location: { displayName: 'Seen' } })
    expect(await me.entry('Not yet')).toMatchObject({ location: 'Seen' })
    await me.sweep()
    expect(await me.events('Watched')).toHaveLength(1)
    expect(await me.events('Not there')).toEqual([])
    await me.choose({ writes: 'on' })
    await me.turn({ full: true })
    expect(await me.eventOf(id)).toMatchObject({ subject: 'Not yet', location: 'Seen' })
    expect(await me.events('Not there')).toHaveLength(1)
  })
})
