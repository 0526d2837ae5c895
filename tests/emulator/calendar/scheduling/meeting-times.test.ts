import type { MeetingTimeSuggestionsResult } from '@microsoft/microsoft-graph-types'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { ADELE, ALEX, at, hour, MEGAN } from '../world'
import { guests, meetingWorld, OUTSIDE } from './world'

// A Wednesday.
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

const put = (upn: string, from: number, more: object = {}) =>
  world.control('POST', `/users/${upn}/events`, { ...hour(DAY, 'Taken', from), ...more })
const slots = (from: string, until: string, activityDomain = 'work') => ({
  timeConstraint: { activityDomain, timeSlots: [{ start: at(`${DAY}T${from}`), end: at(`${DAY}T${until}`) }] },
})
const find = async (body: object, headers: Record<string, string> = {}) => {
  const answer = await world.post('/me/findMeetingTimes', body, headers)
  expect(answer.status).toBe(200)
  return answer.body as MeetingTimeSuggestionsResult
}
const starts = (found: MeetingTimeSuggestionsResult) =>
  found.meetingTimeSuggestions?.map((each) => each.meetingTimeSlot?.start?.dateTime?.slice(11, 16))

it('suggests times at which the organizer has time, best for the attendees first', async () => {
  await put(ALEX, 9)
  await put(MEGAN, 10)
  const found = await find({
    attendees: guests(MEGAN),
    ...slots('09:00:00', '12:00:00'),
    meetingDuration: 'PT1H',
    minimumAttendeePercentage: 0,
    returnSuggestionReasons: true,
  })
  expect(starts(found)).toEqual(['11:00', '10:00', '10:30'])
  expect(found.meetingTimeSuggestions?.[0]).toMatchObject({
    confidence: 100,
    order: 1,
    organizerAvailability: 'free',
    attendeeAvailability: [{ availability: 'free', attendee: { emailAddress: { address: MEGAN } } }],
  })
  expect(found.meetingTimeSuggestions?.[0]?.suggestionReason).toBeTruthy()
  expect(found.meetingTimeSuggestions?.[1]).toMatchObject({ confidence: 0 })
})

it('averages the chances: free 100, unknown 49, busy 0', async () => {
  await put(ADELE, 10)
  const wanted = { attendees: guests(MEGAN, OUTSIDE, ADELE), ...slots('10:00:00', '11:00:00'), meetingDuration: 'PT1H' }
  expect((await find(wanted)).meetingTimeSuggestions).toEqual([])
  const [only] = (await find({ ...wanted, minimumAttendeePercentage: 49 })).meetingTimeSuggestions ?? []
  expect(only?.confidence).toBeCloseTo(149 / 3)
})

it('says why nothing was found', async () => {
  await put(ALEX, 9)
  await put(MEGAN, 10)
  const wanted = { attendees: guests(MEGAN), meetingDuration: 'PT1H' }
  expect(await find({ ...wanted, ...slots('09:00:00', '10:00:00') })).toMatchObject({
    emptySuggestionsReason: 'organizerUnavailable',
    meetingTimeSuggestions: [],
  })
  expect(await find({ ...wanted, ...slots('10:00:00', '11:00:00') })).toMatchObject({
    emptySuggestionsReason: 'attendeesUnavailable',
  })
  const alone = await find({ ...wanted, ...slots('09:00:00', '10:00:00'), isOrganizerOptional: true })
  expect(alone.emptySuggestionsReason).toBe('')
})

it('keeps to working hours unless told otherwise', async () => {
  const night = { meetingDuration: 'PT2H', ...slots('18:00:00', '20:00:00') }
  expect((await find(night)).meetingTimeSuggestions).toEqual([])
  const free = await find({ ...night, ...slots('18:00:00', '20:00:00', 'unrestricted') })
  expect(starts(free)).toEqual(['18:00'])
})

it('takes numbers and switches as text, as Microsoft’s own sample writes them', async () => {
  const answer = await world.wrong('POST', '/me/findMeetingTimes', {
    attendees: [],
    isOrganizerOptional: 'false',
    meetingDuration: 'PT1H',
    returnSuggestionReasons: 'true',
    minimumAttendeePercentage: '100',
  })
  expect(answer.status).toBe(200)
})

it('answers in the wanted zone, at most maxCandidates', async () => {
  const found = await find(
    { ...slots('09:00:00', '16:00:00'), maxCandidates: 2 },
    { prefer: 'outlook.timezone="W. Europe Standard Time"' },
  )
  expect(starts(found)).toEqual(['10:00', '10:30'])
})

it('needs Calendars.Read.Shared, a work account and a body without mistakes', async () => {
  const plain = await world.tokenOf(MEGAN, 'openid User.Read Calendars.ReadWrite')
  expect((await world.as(plain, 'POST', '/me/findMeetingTimes', {})).status).toBe(403)
  const pat = await world.tokenOf('pat@outlook.test', 'openid User.Read Calendars.ReadWrite')
  expect((await world.as(pat, 'POST', '/me/findMeetingTimes', {})).status).toBe(403)
  for (const body of [{ meetingDuration: 'an hour' }, { wish: 1 }, { minimumAttendeePercentage: 101 }])
    expect((await world.wrong('POST', '/me/findMeetingTimes', body)).status).toBe(400)
})
