import type { ScheduleInformation } from '@microsoft/microsoft-graph-types'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADELE, ALEX, at, hour, LEE, MEGAN, outcome } from '../world'
import { guests, meetingWorld, ROOM } from './world'

const DAY = '2031-03-05'

let world: Awaited<ReturnType<typeof meetingWorld>>
beforeAll(async () => {
  world = await meetingWorld()
})
beforeEach(async () => {
  await world.begin()
  await world.clear(ADELE, ALEX, MEGAN)
})
afterAll(() => world.close())

const ask = (schedules: string[], more: object = {}) => ({
  schedules,
  startTime: at(`${DAY}T08:00:00`),
  endTime: at(`${DAY}T12:00:00`),
  availabilityViewInterval: 60,
  ...more,
})
const schedule = async (schedules: string[], more: object = {}, headers: Record<string, string> = {}) => {
  const answer = await world.post('/me/calendar/getSchedule', ask(schedules, more), headers)
  expect(answer.status).toBe(200)
  return answer.body.value as ScheduleInformation[]
}
const put = (upn: string, subject: string, from: number, more: object = {}) =>
  world.control('POST', `/users/${upn}/events`, { ...hour(DAY, subject, from), ...more })

describe('getSchedule', () => {
  it('writes a digit for each interval: the strongest wins, elsewhere is free', async () => {
    await put(MEGAN, 'Busy', 8)
    await put(MEGAN, 'Maybe', 8, { showAs: 'tentative' })
    await put(MEGAN, 'Maybe 2', 9, { showAs: 'tentative' })
    await put(MEGAN, 'Away', 10, { showAs: 'oof' })
    await put(MEGAN, 'Home', 11, { showAs: 'workingElsewhere' })
    await put(MEGAN, 'Nothing', 11, { showAs: 'free' })
    const [found] = await schedule([MEGAN])
    expect(found?.availabilityView).toBe('2130')
    expect((await schedule([MEGAN], { availabilityViewInterval: 30 }))[0]?.availabilityView).toBe('22113300')
    expect(found?.scheduleItems?.map(({ status }) => status)).toEqual([
      'busy',
      'tentative',
      'tentative',
      'oof',
      'workingElsewhere',
      'free',
    ])
    expect(found?.workingHours).toMatchObject({
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '08:00:00.0000000',
      timeZone: { name: 'W. Europe Standard Time' },
    })
  })

  it('answers in the order of the addresses, in the wanted zone, with an error for each stranger', async () => {
    await put(MEGAN, 'Busy', 9)
    const found = await schedule(
      ['nobody@contoso.test', LEE, MEGAN.toUpperCase()],
      {},
      {
        prefer: 'outlook.timezone="W. Europe Standard Time"',
      },
    )
    expect(found.map(({ scheduleId }) => scheduleId)).toEqual(['nobody@contoso.test', LEE, MEGAN.toUpperCase()])
    for (const stranger of found.slice(0, 2))
      expect(stranger).toMatchObject({
        availabilityView: '',
        scheduleItems: [],
        error: { responseCode: 'ErrorMailRecipientNotFound' },
      })
    expect(found[2]?.error).toBeUndefined()
    expect(found[2]?.scheduleItems?.[0]?.start).toEqual({
      dateTime: `${DAY}T10:00:00.0000000`,
      timeZone: 'W. Europe Standard Time',
    })
  })

  it('tells others times only; subject and place to whom the calendar is shared, private ones not', async () => {
    await put(MEGAN, 'Salary round', 8, { location: { displayName: 'Her office' } })
    await put(MEGAN, 'Dentist', 9, { sensitivity: 'private' })
    const [before] = await schedule([MEGAN])
    for (const item of before?.scheduleItems ?? []) expect(Object.keys(item).sort()).toEqual(['end', 'start', 'status'])
    const calendars = (await world.control('GET', `/users/${MEGAN}/calendars`)) as { id: string; isDefault?: boolean }[]
    const own = calendars.find((each) => each.isDefault) ?? calendars[0]
    await world.control('POST', `/users/${MEGAN}/calendars/${encodeURIComponent(own?.id ?? '')}/share`, {
      with: ALEX,
      role: 'read',
    })
    const [after] = await schedule([MEGAN])
    expect(after?.scheduleItems).toMatchObject([
      { isPrivate: false, subject: 'Salary round', location: 'Her office' },
      { isPrivate: true, status: 'busy' },
    ])
    expect(after?.scheduleItems?.[1]).not.toHaveProperty('subject')
  })

  it('expands series, honours deleted occurrences and reads cancelled meetings as free', async () => {
    const made = await world.event({
      ...hour('2031-03-03', 'Daily'),
      attendees: guests(MEGAN),
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'numbered', startDate: '2031-03-03', numberOfOccurrences: 5 },
      },
    })
    expect((await schedule([ALEX]))[0]?.availabilityView).toBe('0200')
    // An invitation without an answer is tentative.
    expect((await schedule([MEGAN]))[0]?.availabilityView).toBe('0100')
    const window = `startDateTime=${DAY}T00:00:00Z&endDateTime=${DAY}T23:00:00Z`
    const { body } = await world.get(`/me/events/${encodeURIComponent(made.id)}/instances?${window}`)
    const [third] = body.value as { id: string }[]
    await world.remove(`/me/events/${encodeURIComponent(third?.id ?? '')}`)
    expect((await schedule([ALEX, MEGAN])).map((each) => each.availabilityView)).toEqual(['0000', '0000'])
  })

  it('merges a group into one view, and knows what rooms have accepted', async () => {
    await put(ADELE, 'A', 8)
    await put(MEGAN, 'M', 10)
    const [group] = await schedule(['sales@contoso.test'])
    expect(group).toMatchObject({ availabilityView: '2020', scheduleItems: [] })
    await world.event({
      ...hour(DAY, 'In the oak', 9),
      attendees: [{ emailAddress: { address: ROOM }, type: 'resource' }],
    })
    await world.control('POST', '/clock', { advanceSeconds: 2 })
    await world.get('/me/events?$top=1')
    expect((await schedule([ROOM]))[0]?.availabilityView).toBe('0200')
  })

  it('takes Microsoft’s spelling of its own samples', async () => {
    const { startTime, endTime } = ask([])
    const answer = await world.wrong('POST', '/me/calendar/getschedule', {
      Schedules: [MEGAN],
      StartTime: startTime,
      EndTime: endTime,
      availabilityViewInterval: '60',
    })
    expect(answer.status).toBe(200)
  })

  it.each<[string, object]>([
    ['more than 20 addresses', { schedules: Array.from({ length: 21 }, (_, n) => `p${n}@contoso.test`) }],
    ['no address', { schedules: [] }],
    ['more than 62 days', { endTime: at('2031-05-08T08:00:00') }],
    ['an end before its start', { endTime: at(`${DAY}T07:00:00`) }],
    ['an interval below 5', { availabilityViewInterval: 4 }],
    ['an interval above a day', { availabilityViewInterval: 1441 }],
    ['an unknown zone', { startTime: at(`${DAY}T08:00:00`, 'Mars') }],
    ['an unknown parameter', { zone: 'UTC' }],
  ])('refuses %s', async (_, more) => {
    expect((await world.wrong('POST', '/me/calendar/getSchedule', ask([MEGAN], more))).status).toBe(400)
  })

  it('more than 1,000 entries are an error of that calendar', async () => {
    await world.control('POST', `/users/${MEGAN}/events`, { count: 1200, spreadDays: 20, seed: 4 })
    const now = (await world.control('GET', '/clock')) as { now: string }
    const day = (n: number) => new Date(Date.parse(now.now) + n * 86_400_000).toISOString().slice(0, 19)
    const [found] = await schedule([MEGAN], { startTime: at(day(-30)), endTime: at(day(30)) })
    expect(found?.error).toMatchObject({ responseCode: '5006' })
  })

  it('is not for personal accounts', async () => {
    const pat = await world.tokenOf('pat@outlook.test', 'openid User.Read Calendars.ReadWrite')
    expect(outcome(await world.as(pat, 'POST', '/me/calendar/getSchedule', ask([ALEX])))[0]).toBe(403)
  })
})
