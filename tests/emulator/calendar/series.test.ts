import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { at, calendarWorld, enc, hour, idIn, listIn, outcome, type Shown } from './world'

let world: Awaited<ReturnType<typeof calendarWorld>>
let place: string
let name = 0
beforeAll(async () => {
  world = await calendarWorld()
  await world.begin()
})
beforeEach(async () => {
  place = await world.calendar(`Series ${++name}`)
})
afterAll(() => world.close())

const BERLIN = 'W. Europe Standard Time'
const weekly = (daysOfWeek: string[], startDate: string, more: object = {}) => ({
  pattern: { type: 'weekly', interval: 1, daysOfWeek, firstDayOfWeek: 'monday' },
  range: { type: 'noEnd', startDate, ...more },
})
const view = async (from: string, to: string, more = '') =>
  listIn(
    await world.get(
      `${place}/calendarView?startDateTime=${from}T00:00:00Z&endDateTime=${to}T00:00:00Z&$top=100${more}`,
    ),
  )
const starts = (items: Shown[]) => items.map(({ start }) => start.dateTime.slice(0, 16))
const pathOf = ({ id }: { id: string }) => `/me/events/${enc(id)}`

async function mondays(): Promise<Shown> {
  return world.event(
    { ...hour('2027-01-04', 'Weekly'), recurrence: weekly(['monday'], '2027-01-04') },
    `${place}/events`,
  )
}

test('occurrences keep their wall time over the change of clocks', async () => {
  const made = await world.event(
    {
      subject: 'Morning',
      start: at('2027-03-22T09:00:00', BERLIN),
      end: at('2027-03-22T09:30:00', BERLIN),
      recurrence: weekly(['Monday'], '2027-03-22'),
    },
    `${place}/events`,
  )
  expect(made.type).toBe('seriesMaster')
  expect(made.recurrence).toEqual({
    pattern: {
      type: 'weekly',
      interval: 1,
      month: 0,
      dayOfMonth: 0,
      daysOfWeek: ['monday'],
      firstDayOfWeek: 'monday',
      index: 'first',
    },
    range: {
      type: 'noEnd',
      startDate: '2027-03-22',
      endDate: '0001-01-01',
      recurrenceTimeZone: BERLIN,
      numberOfOccurrences: 0,
    },
  })
  expect(starts(await view('2027-03-20', '2027-04-04'))).toEqual(['2027-03-22T08:00', '2027-03-29T07:00'])
})

test('an occurrence has an id, a uid and an original start of its own, and no recurrence', async () => {
  const master = await mondays()
  const path = `${pathOf(master)}/instances?startDateTime=2027-01-01&endDateTime=2027-02-01&$select=*,originalStart`
  const items = listIn(await world.get(path))
  expect(starts(items)).toEqual(['2027-01-04T09:00', '2027-01-11T09:00', '2027-01-18T09:00', '2027-01-25T09:00'])
  const [, second] = items
  expect(second).toMatchObject({
    type: 'occurrence',
    seriesMasterId: master.id,
    recurrence: null,
    originalStart: '2027-01-11T09:00:00.0000000Z',
  })
  expect(new Set(items.map(({ iCalUId }) => iCalUId)).size).toBe(4)
  expect((await world.get(pathOf(second as Shown))).body).toMatchObject({ subject: 'Weekly', type: 'occurrence' })
  const through = listIn(
    await world.get(
      `${place}/events/${enc(master.id)}/instances?startDateTime=2027-01-01T00:00:00Z&endDateTime=2027-01-10T00:00:00Z`,
    ),
  )
  expect(starts(through)).toEqual(['2027-01-04T09:00'])
  expect(
    outcome(
      await world.wrong('GET', `${pathOf(second as Shown)}/instances?startDateTime=2027-01-01&endDateTime=2027-02-01`),
    ),
  ).toEqual([400, 'ErrorInvalidRequest'])
})

describe('an occurrence that is changed', () => {
  test('becomes an exception with the same id; the master takes the rest along', async () => {
    const master = await mondays()
    const [, second] = await view('2027-01-01', '2027-02-01')
    const changed = await world.patch(pathOf(second as Shown), {
      subject: 'Special',
      start: at('2027-01-12T10:00:00'),
      end: at('2027-01-12T11:00:00'),
    })
    expect(changed.body).toMatchObject({ id: second?.id, type: 'exception', seriesMasterId: master.id })
    await world.patch(pathOf(master), { subject: 'Renamed', location: { displayName: 'Room 2' } })
    const items = await view('2027-01-01', '2027-01-20')
    expect(items.map(({ subject, location }) => [subject, (location as { displayName: string }).displayName])).toEqual([
      ['Renamed', 'Room 2'],
      ['Special', 'Room 2'],
      ['Renamed', 'Room 2'],
    ])
    const expanded = await world.get(
      `${pathOf(master)}?$select=subject&$expand=exceptionOccurrences($select=subject,start)`,
    )
    expect(expanded.body.exceptionOccurrences).toMatchObject([
      { id: second?.id, subject: 'Special', start: { dateTime: '2027-01-12T10:00:00.0000000' } },
    ])
  })

  test('is found by its master, and by no other id', async () => {
    const master = await mondays()
    const [, second] = await view('2027-01-01', '2027-02-01')
    await world.patch(pathOf(second as Shown), { subject: 'Special' })
    const by = async (id: string) =>
      listIn(await world.get(`${place}/events?$filter=${enc(`seriesMasterId eq '${id}'`)}`)).map(
        ({ subject }) => subject,
      )
    expect(await by(master.id)).toEqual(['Special'])
    expect(await by(master.id.toLowerCase())).toEqual([])
    expect(listIn(await world.get(`${place}/events`)).map(({ type }) => type)).toEqual(['seriesMaster'])
  })

  test('cannot reach the day of its neighbours', async () => {
    await mondays()
    const [, second] = await view('2027-01-01', '2027-02-01')
    for (const day of ['2027-01-04', '2027-01-18', '2027-01-19', '2026-12-31']) {
      const answer = await world.wrong('PATCH', pathOf(second as Shown), {
        start: at(`${day}T07:00:00`),
        end: at(`${day}T08:00:00`),
      })
      expect(outcome(answer)).toEqual([400, 'ErrorOccurrenceCrossingBoundary'])
    }
    expect(
      (await world.patch(pathOf(second as Shown), { start: at('2027-01-17T09:00:00'), end: at('2027-01-17T10:00:00') }))
        .status,
    ).toBe(200)
  })

  test('has no recurrence to change', async () => {
    await mondays()
    const [first] = await view('2027-01-01', '2027-02-01')
    const recurrence = weekly(['friday'], '2027-01-04')
    expect((await world.wrong('PATCH', pathOf(first as Shown), { recurrence })).status).toBe(400)
  })
})

test('deleted occurrences are gone from views, and the master names them when asked', async () => {
  const master = await mondays()
  const [, second] = await view('2027-01-01', '2027-02-01')
  expect((await world.remove(pathOf(second as Shown))).status).toBe(204)
  expect(outcome(await world.wrong('GET', pathOf(second as Shown)))).toEqual([404, 'ErrorItemNotFound'])
  expect(starts(await view('2027-01-01', '2027-01-20'))).toEqual(['2027-01-04T09:00', '2027-01-18T09:00'])
  expect((await world.get(pathOf(master))).body).not.toHaveProperty('cancelledOccurrences')
  expect((await world.get(`${pathOf(master)}?$select=cancelledOccurrences`)).body.cancelledOccurrences).toEqual([
    `OID.${master.id}.2027-01-11`,
  ])
})

describe('a master that is changed', () => {
  test('keeps its exceptions with the same pattern, and drops them with another', async () => {
    const master = await mondays()
    const [first, second] = await view('2027-01-01', '2027-02-01')
    await world.patch(pathOf(first as Shown), { subject: 'Exception' })
    await world.remove(pathOf(second as Shown))
    await world.patch(pathOf(master), { subject: 'Same', recurrence: master.recurrence })
    expect((await view('2027-01-01', '2027-01-20')).map(({ subject }) => subject)).toEqual(['Exception', 'Same'])
    await world.patch(pathOf(master), { recurrence: weekly(['monday', 'wednesday'], '2027-01-04') })
    expect((await view('2027-01-01', '2027-01-14')).map(({ subject }) => subject)).toEqual(
      Array.from({ length: 4 }, () => 'Same'),
    )
  })

  test('moves with its start, and becomes a single event without recurrence', async () => {
    const master = await mondays()
    const moved = await world.patch(pathOf(master), hour('2027-01-11', 'Later', 15))
    expect(moved.body).toMatchObject({ recurrence: { range: { startDate: '2027-01-11' } } })
    expect(starts(await view('2027-01-01', '2027-01-20'))).toEqual(['2027-01-11T15:00', '2027-01-18T15:00'])
    const single = await world.patch(pathOf(master), { recurrence: null })
    expect(single.body).toMatchObject({ id: master.id, type: 'singleInstance', recurrence: null })
    expect(starts(await view('2027-01-01', '2027-03-20'))).toEqual(['2027-01-11T15:00'])
  })

  test('and deleted takes all occurrences with it', async () => {
    const master = await mondays()
    const [first] = await view('2027-01-01', '2027-02-01')
    await world.patch(pathOf(first as Shown), { subject: 'Exception' })
    await world.remove(pathOf(master))
    expect(await view('2027-01-01', '2027-03-01')).toEqual([])
    expect((await world.wrong('GET', pathOf(first as Shown))).status).toBe(404)
  })
})

test.each([
  ['a wrong pattern', { pattern: { type: 'weekly', interval: 0, daysOfWeek: ['monday'] } }],
  ['no days', { pattern: { type: 'weekly', interval: 1 } }],
  ['a range of another day', { range: { type: 'noEnd', startDate: '2027-01-05' } }],
  ['an end before the start', { range: { type: 'endDate', startDate: '2027-01-04', endDate: '2026-12-01' } }],
])('a series with %s is refused', async (_, part) => {
  const recurrence = { ...weekly(['monday'], '2027-01-04'), ...part }
  expect((await world.wrong('POST', `${place}/events`, { ...hour('2027-01-04'), recurrence })).status).toBe(400)
})

test('ids of both kinds name the same occurrence', async () => {
  await mondays()
  const [first] = await view('2027-01-01', '2027-02-01')
  const plain = await world.call('GET', pathOf(first as Shown), undefined, { prefer: 'outlook.timezone="UTC"' })
  expect(idIn(plain)).not.toBe(first?.id)
  const back = await world.get(`/me/events/${enc(idIn(plain))}`)
  expect(back.body.id).toBe(first?.id)
})
