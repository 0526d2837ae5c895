import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { GraphAnswer } from '../testing/person'
import { at, calendarWorld, enc, hour, idIn, listIn, outcome, type Shown } from './world'

// calendarView/delta as a client lives it: rounds, pages, tokens, losses.

let world: Awaited<ReturnType<typeof calendarWorld>>
let place: string
beforeAll(async () => {
  world = await calendarWorld()
})
beforeEach(async () => {
  await world.begin()
  place = await world.calendar('Delta')
})
afterAll(() => world.close())

const JANUARY = 'startDateTime=2027-01-01T00:00:00Z&endDateTime=2027-02-01T00:00:00Z'
const tail = (link: unknown) => String(link).replace(/^.*\/v1\.0/, '')

interface Round {
  items: (Shown & { '@removed'?: { reason: string } })[]
  link: string
  pages: number
}

async function round(path: string, size = 50, headers: Record<string, string> = {}): Promise<Round> {
  const found: Round = { items: [], link: '', pages: 0 }
  let next: string | null = path
  while (next) {
    const prefer = [`IdType="ImmutableId", odata.maxpagesize=${size}`, headers.prefer].filter(Boolean).join(', ')
    const answer: GraphAnswer = await world.call('GET', next, undefined, { prefer })
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
    found.items.push(...(listIn(answer) as Round['items']))
    found.pages++
    next = answer.body['@odata.nextLink'] ? tail(answer.body['@odata.nextLink']) : null
    if (!next) found.link = tail(answer.body['@odata.deltaLink'])
  }
  return found
}
const begin = (size = 50) => round(`${place}/calendarView/delta?${JANUARY}`, size)

/** What a client knows that merges every item of a round by its id. */
function merged(known: Map<string, Shown>, { items }: Round): Map<string, Shown> {
  for (const item of items) {
    if (item['@removed']) known.delete(item.id)
    else known.set(item.id, { ...known.get(item.id), ...item })
  }
  return known
}

const DAILY = {
  ...hour('2026-12-28', 'Stand-up'),
  recurrence: {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'numbered', startDate: '2026-12-28', numberOfOccurrences: 10 },
  },
}
const days = (items: Iterable<Shown>) =>
  [...items]
    .filter(({ type }) => type === 'occurrence' || type === 'exception')
    .map(({ start }) => start.dateTime.slice(0, 10))
    .sort()

async function daysInView(): Promise<string[]> {
  return days(listIn(await world.get(`${place}/calendarView?${JANUARY}&$top=100`)))
}

test('a first round gives what touches the window: singles whole, masters, occurrences with a few properties', async () => {
  await world.event(hour('2027-01-05', 'Inside'), `${place}/events`)
  await world.event(hour('2027-02-05', 'Outside'), `${place}/events`)
  await world.event(DAILY, `${place}/events`)
  const { items } = await begin()
  expect(items.map(({ type, subject }) => [type, subject])).toEqual([
    ['singleInstance', 'Inside'],
    ['seriesMaster', 'Stand-up'],
    ...Array.from({ length: 6 }, () => ['occurrence', undefined]),
  ])
  const occurrence = items.find(({ type }) => type === 'occurrence')
  expect(Object.keys(occurrence ?? {}).sort()).toEqual(['@odata.type', 'end', 'id', 'seriesMasterId', 'start', 'type'])
  expect(occurrence?.seriesMasterId).toBe(items.find(({ type }) => type === 'seriesMaster')?.id)

  await world.control('PATCH', '/users/alex@contoso.test/calendarSettings', { wholeOccurrences: true })
  const whole = (await begin()).items.find(({ type }) => type === 'occurrence')
  expect(whole).toMatchObject({ subject: 'Stand-up', showAs: 'busy' })
})

test('later rounds give changes only; a token may be used again', async () => {
  const first = await world.event(hour('2027-01-05', 'One'), `${place}/events`)
  const { link } = await begin()
  expect((await round(link)).items).toEqual([])
  await world.patch(`/me/events/${enc(first.id)}`, { subject: 'Two' })
  const second = await world.event(hour('2027-01-06', 'New'), `${place}/events`)
  const changes = await round(link)
  expect(changes.items.map(({ subject }) => subject)).toEqual(['Two', 'New'])
  expect((await round(link)).items.map(({ subject }) => subject)).toEqual(['Two', 'New'])
  await world.remove(`/me/events/${enc(second.id)}`)
  expect((await round(changes.link)).items).toEqual([
    { '@odata.type': '#microsoft.graph.event', '@removed': { reason: 'deleted' }, id: second.id },
  ])
  const old = await round(link)
  expect(old.items.map((item) => item.subject ?? item['@removed']?.reason)).toEqual(['Two', 'deleted'])
})

test('a change outside the window is reported as a removal, whether the client knew the event or not', async () => {
  const inside = await world.event(hour('2027-01-05'), `${place}/events`)
  const outside = await world.event(hour('2027-03-05'), `${place}/events`)
  const { link } = await begin()
  await world.patch(`/me/events/${enc(outside.id)}`, { subject: 'Never seen' })
  await world.patch(`/me/events/${enc(inside.id)}`, hour('2027-04-01'))
  const { items } = await round(link)
  expect(items.map((item) => [item.id, item['@removed']?.reason])).toEqual([
    [outside.id, 'deleted'],
    [inside.id, 'deleted'],
  ])
})

describe('a series', () => {
  test('an exception, a deleted occurrence and a moved one arrive by themselves', async () => {
    const master = await world.event(DAILY, `${place}/events`)
    const initial = await begin()
    const known = merged(new Map(), initial)
    const ids = initial.items.filter(({ type }) => type === 'occurrence').map(({ id }) => enc(id))
    await world.patch(`/me/events/${ids[0]}`, { subject: 'Special' })
    await world.remove(`/me/events/${ids[2]}`)
    const changes = await round(initial.link)
    expect(changes.items.map((item) => item['@removed']?.reason ?? item.type)).toEqual([
      'seriesMaster',
      'exception',
      'deleted',
    ])
    expect(changes.items[1]).toMatchObject({ subject: 'Special', seriesMasterId: master.id })
    expect(days(merged(known, changes).values())).toEqual(await daysInView())
  })

  test('with another pattern its old days are removed and the new ones come', async () => {
    const master = await world.event(DAILY, `${place}/events`)
    const initial = await begin()
    const known = merged(new Map(), initial)
    const [first] = initial.items.filter(({ type }) => type === 'occurrence')
    await world.patch(`/me/events/${enc(first?.id ?? '')}`, { subject: 'Exception' })
    const pattern = { type: 'weekly', interval: 1, daysOfWeek: ['monday', 'friday'], firstDayOfWeek: 'monday' }
    await world.patch(`/me/events/${enc(master.id)}`, {
      recurrence: { pattern, range: { type: 'endDate', startDate: '2026-12-28', endDate: '2027-01-31' } },
    })
    merged(known, await round(initial.link))
    expect(days(known.values())).toEqual(await daysInView())
    expect([...known.values()].filter(({ type }) => type === 'exception')).toEqual([])
  })

  test('that is deleted takes its occurrences along', async () => {
    const master = await world.event(DAILY, `${place}/events`)
    const initial = await begin()
    const known = merged(new Map(), initial)
    await world.remove(`/me/events/${enc(master.id)}`)
    expect([...merged(known, await round(initial.link)).keys()]).toEqual([])
  })

  test('is cut anywhere by pages, and a change between two pages is not lost', async () => {
    await world.event(DAILY, `${place}/events`)
    await world.event(hour('2027-01-20'), `${place}/events`)
    const small = await begin(3)
    expect(small.pages).toBeGreaterThan(2)
    expect(days(merged(new Map(), small).values())).toEqual(await daysInView())

    const headers = { prefer: 'IdType="ImmutableId", odata.maxpagesize=3' }
    const page = await world.call('GET', `${place}/calendarView/delta?${JANUARY}`, undefined, headers)
    const known = merged(new Map(), { items: listIn(page), link: '', pages: 1 })
    const occurrence = [...known.values()].find(({ type }) => type === 'occurrence')
    await world.remove(`/me/events/${enc(occurrence?.id ?? '')}`)
    const rest = await round(tail(page.body['@odata.nextLink']), 3)
    merged(known, rest)
    merged(known, await round(rest.link, 3))
    expect(days(known.values())).toEqual(await daysInView())
  })
})

test('many changes of many kinds, read in small pages from old tokens, lead to the present state', async () => {
  const master = await world.event(DAILY, `${place}/events`)
  const initial = await begin(4)
  const known = merged(new Map(), initial)
  const singles: Shown[] = []
  for (let day = 1; day <= 9; day++) {
    singles.push(await world.event(hour(`2027-01-0${day}`, `Day ${day}`), `${place}/events`))
    if (day % 3 === 0) await world.remove(`/me/events/${enc(singles[day - 3]?.id ?? '')}`)
    if (day % 4 === 0) await world.patch(`/me/events/${enc(master.id)}`, { subject: `Stand-up ${day}` })
    if (day === 5) {
      const [, , third] = listIn(await world.get(`${place}/calendarView?${JANUARY}&$filter=type eq 'occurrence'`))
      await world.remove(`/me/events/${enc(third?.id ?? '')}`)
    }
  }
  merged(known, await round(initial.link, 2))
  const view = listIn(await world.get(`${place}/calendarView?${JANUARY}&$top=100`))
  expect(
    [...known.values()]
      .filter(({ type }) => type !== 'seriesMaster')
      .map(({ id }) => id)
      .sort(),
  ).toEqual(view.map(({ id }) => id).sort())
})

test('query options are refused, links carry the window, the zone is that of each request', async () => {
  const wrong = await world.wrong('GET', `${place}/calendarView/delta?${JANUARY}&$select=subject`)
  expect(outcome(wrong)).toEqual([400, 'ErrorInvalidUrlQuery'])
  expect(outcome(await world.wrong('GET', `${place}/calendarView/delta`))).toEqual([400, 'ErrorInvalidParameter'])
  await world.event(hour('2027-01-05'), `${place}/events`)
  const zone = 'Tokyo Standard Time'
  const { items, link } = await round(`/me${place.slice(3)}/calendarView/delta?${JANUARY}`, 50, {
    prefer: `outlook.timezone="${zone}"`,
  })
  expect(items[0]?.start).toEqual({ dateTime: '2027-01-05T18:00:00.0000000', timeZone: zone })
  expect(link).not.toContain('startDateTime')
  const repeated = await world.wrong('GET', `${link}&${JANUARY}`)
  expect(repeated.status).toBe(400)
})

test('a token is lost by reset, by age, by fault and for another calendar', async () => {
  const { link } = await begin()
  const other = await world.calendar('Other')
  const token = link.split('?')[1]
  expect(outcome(await world.wrong('GET', `${other}/calendarView/delta?${token}`))).toEqual([410, 'syncStateNotFound'])
  expect((await world.wrong('GET', `${place}/calendarView/delta?$deltatoken=rubbish`)).status).toBe(400)
  await world.control('POST', '/faults', {
    match: { path: '/v1.0/me/calendars/*/calendarView/delta' },
    kind: 'delta-reset',
  })
  expect(outcome(await world.wrong('GET', link))).toEqual([410, 'syncStateNotFound'])
  expect((await world.get(link)).status).toBe(200)
  await world.control('POST', '/clock', { advanceSeconds: 31 * 86_400 })
  await world.signIn('openid Calendars.ReadWrite')
  expect(outcome(await world.wrong('GET', link))).toEqual([410, 'syncStateNotFound'])
})

test('delta may lag behind (fault delta-lag), and what it held back comes later', async () => {
  const { link } = await begin()
  await world.control('POST', '/faults', {
    match: { path: '/v1.0/me/calendars/*/calendarView/delta' },
    kind: 'delta-lag',
    delayMs: 60_000,
  })
  await world.event(hour('2027-01-05', 'Late'), `${place}/events`)
  const first = await round(link)
  expect(first.items).toEqual([])
  expect((await round(first.link)).items.map(({ subject }) => subject)).toEqual(['Late'])
})

test('the default calendar has a delta of its own, without the secondary ones', async () => {
  const made = await world.post('/me/events', { ...hour('2027-01-05', 'Mine'), start: at('2027-01-05T09:00:00') })
  await world.event(hour('2027-01-06', 'Elsewhere'), `${place}/events`)
  const { items } = await round(`/me/calendarView/delta?${JANUARY}`)
  expect(items.map(({ id }) => id)).toContain(idIn(made))
  expect(items.map(({ subject }) => subject)).not.toContain('Elsewhere')
})
