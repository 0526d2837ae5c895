import { afterAll, beforeAll, expect, test } from 'vitest'
import { at, calendarWorld, enc, hour, idIn, listIn, outcome } from './world'

let world: Awaited<ReturnType<typeof calendarWorld>>
let place: string
beforeAll(async () => {
  world = await calendarWorld()
  await world.begin()
  place = await world.calendar('Events')
})
afterAll(() => world.close())

const BERLIN = 'W. Europe Standard Time'

test('an event is made, read, found, changed and deleted', async () => {
  const made = await world.post(`${place}/events`, {
    ...hour('2026-12-01', 'Kick-off'),
    start: at('2026-12-01T09:00:00', BERLIN),
    end: at('2026-12-01T10:00:00', 'Europe/Berlin'),
    body: { contentType: 'HTML', content: '<p>Hello</p>' },
    location: { displayName: 'Room 1' },
    sensitivity: 'Personal',
    categories: ['Red category'],
  })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    '@odata.etag': `W/"${made.body.changeKey}"`,
    subject: 'Kick-off',
    type: 'singleInstance',
    start: { dateTime: '2026-12-01T08:00:00.0000000', timeZone: 'UTC' },
    originalStartTimeZone: BERLIN,
    originalEndTimeZone: 'Europe/Berlin',
    sensitivity: 'personal',
    showAs: 'busy',
    bodyPreview: 'Hello',
    isOrganizer: true,
    responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
    organizer: { emailAddress: { address: 'alex@contoso.test' } },
    location: { displayName: 'Room 1' },
    seriesMasterId: null,
    recurrence: null,
    onlineMeetingUrl: null,
  })
  const path = `/me/events/${enc(idIn(made))}`
  const read = await world.call('GET', path, undefined, {
    prefer: `IdType="ImmutableId", outlook.timezone="${BERLIN}", outlook.body-content-type="text"`,
  })
  expect(read.headers.get('preference-applied')).toBe(`outlook.timezone="${BERLIN}", outlook.body-content-type="text"`)
  expect(read.body).toMatchObject({
    start: { dateTime: '2026-12-01T09:00:00.0000000', timeZone: BERLIN },
    body: { contentType: 'text', content: 'Hello' },
  })
  const changed = await world.patch(path, { subject: 'Kick-off 2' }, { 'if-match': String(made.body['@odata.etag']) })
  expect([changed.status, changed.body.subject]).toEqual([200, 'Kick-off 2'])
  expect(changed.body.changeKey).not.toBe(made.body.changeKey)
  expect(listIn(await world.get(`${place}/events?$select=subject`)).map(({ subject }) => subject)).toEqual([
    'Kick-off 2',
  ])
  expect((await world.remove(path)).status).toBe(204)
  expect(outcome(await world.wrong('GET', path))).toEqual([404, 'ErrorItemNotFound'])
})
