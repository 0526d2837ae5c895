import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WRONG_ON_PURPOSE } from '../core/listener'
import { CLIENT_ID } from '../defaults'
import { Person, postToken, REDIRECT } from '../testing/person'
import { ADELE, ALEX, calendarWorld, enc, hour, idIn, LEE, listIn, MEGAN, outcome, type Shown } from './world'

let world: Awaited<ReturnType<typeof calendarWorld>>
beforeAll(async () => {
  world = await calendarWorld()
})
beforeEach(() => world.begin())
afterAll(() => world.close())

const WRONG = { [WRONG_ON_PURPOSE]: 'yes' }
const VIEW = 'startDateTime=2027-01-01&endDateTime=2027-02-01'
const calendars = async (path = '/me/calendars?$top=50') => listIn(await world.get(path))
const named = async (name: string) => (await calendars()).find((each) => each.name === name) as Shown

test('calendars are made, read, renamed, found by their marker and deleted with their events', async () => {
  const id = 'String {3f0c6f3e-7d0a-4a55-8f4e-0b8c2d1e7a90} Name Marker'
  const made = await world.post('/me/calendars', {
    name: 'Project',
    color: 'LightBlue',
    singleValueExtendedProperties: [{ id, value: 'p-1' }],
  })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    name: 'Project',
    color: 'lightBlue',
    isDefaultCalendar: false,
    canEdit: true,
    canShare: true,
    canViewPrivateItems: true,
    isRemovable: true,
    isTallyingResponses: false,
    allowedOnlineMeetingProviders: ['teamsForBusiness'],
    owner: { name: 'Alex Wilber', address: ALEX },
  })
  const path = `/me/calendars/${enc(idIn(made))}`
  const filter = `$filter=singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq 'P-1')`
  expect((await calendars(`/me/calendars?${filter}`)).map(({ name }) => name)).toEqual(['Project'])
  const expanded = await world.get(`${path}?$expand=singleValueExtendedProperties($filter=id eq '${id}')`)
  expect(expanded.body.singleValueExtendedProperties).toMatchObject([{ value: 'p-1' }])
  expect((await world.get(path)).body).not.toHaveProperty('singleValueExtendedProperties')
  const renamed = await world.patch(path, { name: 'Project X', hexColor: '#123456' })
  expect(renamed.body).toMatchObject({ name: 'Project X', hexColor: '#123456' })
  expect(renamed.body.changeKey).not.toBe(made.body.changeKey)
  const event = await world.event(hour('2027-01-05'), `${path}/events`)
  expect((await world.remove(path)).status).toBe(204)
  expect(outcome(await world.wrong('GET', path))).toEqual([404, 'ErrorItemNotFound'])
  expect((await world.wrong('GET', `/me/events/${enc(event.id)}`)).status).toBe(404)
})

test('the default calendar is one of them, is renamed and stays', async () => {
  const own = await world.get('/me/calendar')
  expect(own.body).toMatchObject({ name: 'Calendar', isDefaultCalendar: true, isRemovable: false })
  const path = `/me/calendars/${enc(idIn(own))}`
  expect((await world.get(path)).body.id).toBe(own.body.id)
  expect((await world.patch('/me/calendar', { name: 'Diary' })).body.name).toBe('Diary')
  expect((await world.patch(path, { name: 'Mine' })).body.name).toBe('Mine')
  expect(outcome(await world.wrong('DELETE', path))).toEqual([400, 'ErrorDeleteDistinguishedFolder'])
  expect(outcome(await world.wrong('POST', '/me/calendars', { name: 'mine' }))).toEqual([409, 'ErrorFolderExists'])
  expect((await world.wrong('POST', '/me/calendars', { colour: 'red' })).status).toBe(400)
  expect((await world.wrong('PATCH', path, { canEdit: false })).status).toBe(400)
})

test('the list comes in pages and is ordered', async () => {
  const names = (await calendars()).map(({ name }) => String(name))
  expect(names).toEqual(['Calendar', 'Customer visits', 'Adele Vance', 'Demo room'])
  const first = await world.get('/me/calendars?$top=3&$select=name&$orderby=name desc&$count=true')
  expect(first.body['@odata.count']).toBe(4)
  const rest = await world.get(String(first.body['@odata.nextLink']).replace(/^.*\/v1\.0/, ''))
  expect([...listIn(first), ...listIn(rest)].map(({ name }) => name)).toEqual([...names].sort().reverse())
})

test('events of the default calendar have three addresses, events of others one', async () => {
  const made = await world.event(hour('2027-01-05', 'Mine'), '/me/calendar/events')
  const other = await world.calendar('Other')
  const inOther = await world.event(hour('2027-01-06', 'Other'), `${other}/events`)
  const own = `/me/calendars/${enc(idIn(await world.get('/me/calendar')))}`
  for (const base of ['/me', '/me/calendar', own]) {
    const view = listIn(await world.get(`${base}/calendarView?${VIEW}&$top=100`)).map(({ id }) => id)
    const list = listIn(await world.get(`${base}/events?$filter=subject eq 'Mine'`)).map(({ id }) => id)
    expect([view.includes(made.id), view.includes(inOther.id), list]).toEqual([true, false, [made.id]])
    expect((await world.bytes(`${base}/events/$count`)).length).toBeGreaterThan(0)
  }
  const through = `${other}/events/${enc(inOther.id)}`
  expect((await world.get(through)).body.subject).toBe('Other')
  expect((await world.patch(through, { subject: 'Changed' })).body.subject).toBe('Changed')
  expect((await world.wrong('GET', `${other}/events/${enc(made.id)}`)).status).toBe(404)
  expect((await world.remove(through)).status).toBe(204)
})

describe('a shared calendar', () => {
  test('stands in the list of its reader with an own id and what he may do', async () => {
    const shared = await named('Adele Vance')
    expect(shared).toMatchObject({
      owner: { name: 'Adele Vance', address: ADELE },
      canEdit: true,
      canShare: false,
      canViewPrivateItems: false,
      isDefaultCalendar: false,
      isRemovable: true,
    })
    const adele = await world.tokenOf(ADELE)
    const own = await world.as(adele, 'GET', '/me/calendar')
    expect(shared.id).not.toBe(own.body.id)
  })

  test('shows its events, private ones without details, and takes new ones', async () => {
    const adele = await world.tokenOf(ADELE)
    const secret = {
      ...hour('2027-01-05', 'Secret'),
      sensitivity: 'private',
      body: { contentType: 'text', content: 'x' },
    }
    await world.as(adele, 'POST', '/me/events', { ...secret, location: { displayName: 'Clinic' } })
    const path = `/me/calendars/${enc((await named('Adele Vance')).id)}`
    const find = async () =>
      listIn(await world.get(`${path}/calendarView?${VIEW}&$filter=sensitivity eq 'private'`)).filter(
        ({ start }) => start.dateTime === '2027-01-05T09:00:00.0000000',
      )
    const [masked] = await find()
    expect(masked).toMatchObject({ subject: 'Private Appointment', bodyPreview: '', location: { displayName: '' } })
    const blind = await world.wrong('PATCH', `${path}/events/${enc(masked?.id ?? '')}`, { subject: 'Guess' })
    expect(outcome(blind)).toEqual([403, 'ErrorAccessDenied'])
    const search = `${path}/events?$filter=subject eq 'Secret'`
    expect(listIn(await world.get(search))).toEqual([])
    const made = await world.event(hour('2027-01-07', 'By Alex'), `${path}/events`)
    expect(made.organizer).toMatchObject({ emailAddress: { address: ADELE } })
    expect((await world.as(adele, 'GET', `/me/events/${enc(made.id)}`)).body.subject).toBe('By Alex')
    expect((await world.patch(`${path}/events/${enc(made.id)}`, { subject: 'Changed' })).status).toBe(200)
    expect((await world.wrong('GET', `/me/events/${enc(made.id)}`)).status).toBe(404)
    const delta = await world.get(`${path}/calendarView/delta?${VIEW}`)
    expect(delta.status).toBe(200)
    await world.control('POST', `/users/${ADELE}/calendars/Calendar/share`, { with: ALEX, role: 'delegateWithPrivate' })
    expect((await find())[0]?.subject).toBe('Secret')
  })

  test.each([
    ['freeBusy', 'Busy', '', 403],
    ['limited', 'Plan', '', 403],
    ['read', 'Plan', 'Text', 403],
    ['write', 'Plan', 'Text', 200],
  ])('as %s', async (role, subject, bodyPreview, status) => {
    const adele = await world.tokenOf(ADELE)
    const body = { contentType: 'text', content: 'Text' }
    await world.as(adele, 'POST', '/me/events', { ...hour('2027-01-05', 'Plan'), body })
    await world.control('POST', `/users/${ADELE}/calendars/Calendar/share`, { with: ALEX, role })
    const path = `/me/calendars/${enc((await named('Adele Vance')).id)}`
    const day = 'startDateTime=2027-01-05T09:00:00Z&endDateTime=2027-01-05T09:15:00Z'
    const shown = listIn(await world.get(`${path}/calendarView?${day}&$filter=isAllDay eq false`)).find(
      ({ start }) => start.dateTime === '2027-01-05T09:00:00.0000000',
    )
    expect(shown).toMatchObject({ subject, bodyPreview })
    const change = await world.wrong('PATCH', `${path}/events/${enc(shown?.id ?? '')}`, { showAs: 'busy' })
    expect(change.status).toBe(status)
  })

  test('needs a scope of its own', async () => {
    const path = `/me/calendars/${enc((await named('Adele Vance')).id)}`
    const plain = await world.tokenOf(MEGAN, 'openid Calendars.ReadWrite')
    const room = listIn(await world.as(plain, 'GET', '/me/calendars')).find(({ name }) => name === 'Demo room')
    const foreign = await world.as(plain, 'GET', `/me/calendars/${enc(room?.id ?? '')}/events`, undefined, WRONG)
    expect(outcome(foreign)).toEqual([403, 'ErrorAccessDenied'])
    expect((await world.get(`${path}/events`)).status).toBe(200)
  })

  test('is reached under its owner’s name, others of hers are not', async () => {
    expect((await world.get(`/users/${ADELE}/calendar`)).body.canEdit).toBe(true)
    expect((await world.get(`/users/${ADELE}/events?$top=1`)).status).toBe(200)
    expect((await world.get(`/users/${ADELE}/calendarView?${VIEW}`)).status).toBe(200)
    const list = listIn(await world.get(`/users/${ADELE}/calendars`))
    expect(list.map(({ name }) => name)).toEqual(['Calendar', 'Demo room'])
    expect(outcome(await world.wrong('GET', `/users/${MEGAN}/events`))).toEqual([403, 'ErrorAccessDenied'])
    expect(outcome(await world.wrong('GET', `/users/${MEGAN}/calendar`))).toEqual([403, 'ErrorAccessDenied'])
    expect((await world.wrong('POST', `/users/${ADELE}/calendars`, { name: 'Mine' })).status).toBe(403)
    const [one] = listIn(await world.get(`/users/${ADELE}/events?$top=1&$filter=sensitivity eq 'normal'`))
    expect((await world.get(`/users/${ADELE}/events/${enc(one?.id ?? '')}`)).body.id).toBe(one?.id)
  })

  test('leaves the list when it is not shared any more, or when its reader takes it off', async () => {
    const room = `/me/calendars/${enc((await named('Demo room')).id)}`
    expect((await world.patch(room, { name: 'Demos', color: 'lightRed' })).body.name).toBe('Demos')
    expect((await world.remove(room)).status).toBe(204)
    await world.control('POST', `/users/${ADELE}/calendars/Calendar/share`, { with: ALEX, role: 'none' })
    expect((await calendars()).map(({ name }) => name)).toEqual(['Calendar', 'Customer visits'])
    expect((await world.get(`/users/${ADELE}/calendars`)).body.value).toMatchObject([{ name: 'Demo room' }])
  })
})

test('a personal account has no meeting provider and shares nothing here', async () => {
  const pat = await world.tokenOf('pat@outlook.test', 'openid Calendars.ReadWrite')
  const own = await world.as(pat, 'GET', '/me/calendar')
  expect(own.body).toMatchObject({ allowedOnlineMeetingProviders: [], defaultOnlineMeetingProvider: 'unknown' })
  expect(listIn(await world.as(pat, 'GET', '/me/events')).length).toBeGreaterThan(2)
})

test('an application reads and writes every calendar of its tenant, and users without mailbox have none', async () => {
  await world.control('POST', '/app', { permissions: { application: ['Calendars.ReadWrite', 'User.Read.All'] } })
  const token = await appToken()
  const made = await world.as(token, 'POST', `/users/${MEGAN}/events`, hour('2027-01-05', 'By the app'))
  expect(made.body).toMatchObject({ isOrganizer: true, organizer: { emailAddress: { address: MEGAN } } })
  const secondary = await world.as(token, 'POST', `/users/${MEGAN}/calendars`, { name: 'Connector' })
  expect(secondary.status).toBe(201)
  const noma = await world.as(token, 'GET', '/users/noma@contoso.test/events', undefined, WRONG)
  expect(outcome(noma)).toEqual([404, 'MailboxNotEnabledForRESTAPI'])
  const lee = await world.as(token, 'GET', `/users/${LEE}/events`, undefined, WRONG)
  expect(lee.status).toBe(404)
})

async function appToken(): Promise<string> {
  const person = new Person(world.url)
  const query = new URLSearchParams({ client_id: CLIENT_ID, redirect_uri: REDIRECT, state: 's' })
  const picker = await person.open(`/contoso.test/adminconsent?${query}`)
  await person.press(await person.press(picker, ADELE), 'Accept')
  const answer = await postToken(
    world.url,
    { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' },
    'contoso.test',
  )
  return ((await answer.json()) as { access_token: string }).access_token
}
