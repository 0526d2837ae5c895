import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADELE, ALEX, at, enc, hour, LEE, MEGAN, outcome, until } from '../world'
import { calendarPart, guests, meetingWorld, OUTSIDE, ROOM } from './world'

let world: Awaited<ReturnType<typeof meetingWorld>>
let megan: string
beforeAll(async () => {
  world = await meetingWorld()
})
beforeEach(async () => {
  await world.begin()
  megan = await world.tokenOf(MEGAN)
})
afterAll(() => world.close())

const path = (id: string) => `/me/events/${enc(id)}`
const plan = (body: object = {}) =>
  world.event({ ...hour('2026-12-01', 'Plan'), attendees: guests(MEGAN, OUTSIDE), ...body })
const copyPath = async (upn = MEGAN) => path((await world.eventOf(upn, 'Plan')).id)
const answersOf = async () =>
  Object.fromEntries((await world.eventOf(ALEX, 'Plan')).attendees.map(({ address, response }) => [address, response]))

describe('an answer through Graph', () => {
  it.each([
    ['accept', 'accepted', 'busy', 'Accepted: Plan', 'ACCEPTED'],
    ['tentativelyAccept', 'tentativelyAccepted', 'tentative', 'Tentative: Plan', 'TENTATIVE'],
  ])('%s is known to both sides and mailed to the organizer', async (action, response, showAs, subject, partstat) => {
    await plan()
    const at = await copyPath()
    const sent = await world.sentBy(async () => {
      const answer = await world.as(megan, 'POST', `${at}/${action}`, { comment: 'Glad to.' })
      expect([answer.status, answer.body]).toEqual([202, {}])
    })
    expect(sent).toMatchObject([{ via: 'invitation', from: MEGAN, to: [ALEX], subject }])
    expect(sent[0]?.mime).toContain('Glad to.')
    const part = await calendarPart(sent[0])
    expect(part.method).toBe('REPLY')
    expect(part.event.attendees[0]?.getParameter('partstat')).toBe(partstat)
    expect(await answersOf()).toEqual({ [MEGAN]: response, [OUTSIDE]: 'none' })
    expect(await world.eventOf(MEGAN, 'Plan')).toMatchObject({ response, showAs })
    const seen = await world.as(megan, 'GET', at)
    expect(seen.body).toMatchObject({ responseStatus: { response } })
    expect(await world.subjects(ALEX)).toContain(subject)
  })

  it('decline takes the meeting out of the attendee’s calendar', async () => {
    await plan()
    const at = await copyPath()
    expect((await world.as(megan, 'POST', `${at}/decline`)).status).toBe(202)
    expect(await world.events(MEGAN, 'Plan')).toEqual([])
    expect(await answersOf()).toMatchObject({ [MEGAN]: 'declined' })
  })

  it('without a response stays with the attendee', async () => {
    await plan()
    const sent = await world.sentBy(async () =>
      world.as(megan, 'POST', `${await copyPath()}/accept`, { sendResponse: false }),
    )
    expect(sent).toEqual([])
    expect(await answersOf()).toMatchObject({ [MEGAN]: 'none' })
    expect((await world.eventOf(MEGAN, 'Plan')).response).toBe('accepted')
  })

  it('may propose another time, if the organizer allows it and is told', async () => {
    await plan()
    const proposedNewTime = { start: at('2026-12-02T09:00:00'), end: at('2026-12-02T10:00:00') }
    const at1 = await copyPath()
    const silent = await world.as(megan, 'POST', `${at1}/decline`, { proposedNewTime, sendResponse: false })
    expect(silent.status).toBe(400)
    const sent = await world.sentBy(() => world.as(megan, 'POST', `${at1}/tentativelyAccept`, { proposedNewTime }))
    expect((await calendarPart(sent[0])).method).toBe('COUNTER')
    const own = await world.get(path((await world.eventOf(ALEX, 'Plan')).id))
    expect(own.body.attendees).toContainEqual(
      expect.objectContaining({
        proposedNewTime: {
          start: { dateTime: '2026-12-02T09:00:00.0000000', timeZone: 'UTC' },
          end: { dateTime: '2026-12-02T10:00:00.0000000', timeZone: 'UTC' },
        },
      }),
    )
    await world.patch(path((await world.eventOf(ALEX, 'Plan')).id), { allowNewTimeProposals: false, subject: 'Plan' })
    await world.patch(path((await world.eventOf(ALEX, 'Plan')).id), { location: { displayName: 'Elsewhere' } })
    expect((await world.as(megan, 'POST', `${at1}/tentativelyAccept`, { proposedNewTime })).status).toBe(400)
  })

  it('is refused to the organizer, when none is wanted, and for a cancelled meeting', async () => {
    const { id } = await plan({ responseRequested: false })
    const own = await world.wrong('POST', `${path(id)}/accept`, {})
    expect(outcome(own)).toEqual([400, 'ErrorInvalidRequest'])
    const at = await copyPath()
    const unwanted = await world.as(megan, 'POST', `${at}/accept`, {})
    expect(unwanted.body.error?.message).toContain("The meeting organizer hasn't requested a response.")
    expect((await world.as(megan, 'POST', `${at}/accept`, { sendResponse: false })).status).toBe(202)
    await world.remove(path(id))
    expect((await world.as(megan, 'POST', `${at}/accept`, { sendResponse: false })).status).toBe(400)
  })

  it('needs Calendars.ReadWrite, a known event and known parameters', async () => {
    await plan()
    const at = await copyPath()
    const reader = await world.tokenOf(LEE, 'openid User.Read Calendars.Read')
    expect((await world.as(reader, 'POST', `${at}/accept`, {})).status).toBe(403)
    expect((await world.as(megan, 'POST', `${at}/accept`, { note: 'x' })).status).toBe(400)
    expect(
      outcome(await world.as(megan, 'POST', `${path((await world.eventOf(ALEX, 'Plan')).id)}/accept`, {}))[0],
    ).not.toBe(202)
  })

  it('to one occurrence is kept for that day', async () => {
    await plan({
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'numbered', startDate: '2026-12-01', numberOfOccurrences: 3 },
      },
    })
    const window = 'startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-05T00:00:00Z'
    const { body } = await world.as(megan, 'GET', `${await copyPath()}/instances?${window}`)
    const [, second] = body.value as { id: string }[]
    expect((await world.as(megan, 'POST', `${path(second?.id ?? '')}/decline`, {})).status).toBe(202)
    const [mine, theirs] = [await world.eventOf(ALEX, 'Plan'), await world.eventOf(MEGAN, 'Plan')]
    expect(theirs.cancelled).toEqual(['2026-12-02'])
    expect(mine.exceptions).toMatchObject([{ start: '2026-12-02T09:00:00.0000000Z' }])
    expect(mine.exceptions?.[0]?.attendees).toContainEqual(
      expect.objectContaining({ address: MEGAN, response: 'declined' }),
    )
    expect(mine.attendees).toContainEqual(expect.objectContaining({ address: MEGAN, response: 'none' }))
  })
})

describe('an answer in Outlook', () => {
  it('of somebody inside, and of a guest from outside by mail', async () => {
    const { id } = await plan()
    await world.respond(MEGAN, (await world.eventOf(MEGAN, 'Plan')).id, { response: 'declined', comment: 'Sorry' })
    const sent = await world.sentBy(() =>
      world.respond(ALEX, id, { response: 'accepted', attendee: OUTSIDE, comment: 'See you' }),
    )
    // It came from outside: nothing left Microsoft 365.
    expect(sent).toEqual([])
    expect(await answersOf()).toEqual({ [MEGAN]: 'declined', [OUTSIDE]: 'accepted' })
    expect(await world.subjects(ALEX)).toEqual(expect.arrayContaining(['Declined: Plan', 'Accepted: Plan']))
  })

  it('is refused by name of what is wrong', async () => {
    const { id } = await plan()
    await expect(world.respond(ALEX, id, { response: 'perhaps' })).rejects.toThrow(/response must be one of/)
    await expect(world.respond(ALEX, id, { response: 'accepted', attendee: 'x@y.example' })).rejects.toThrow(
      /not invited/,
    )
    await expect(world.respond(ALEX, 'nothing', { response: 'accepted' })).rejects.toThrow(/no such event/)
  })

  it('of a member of a group adds the member to the list', async () => {
    await plan({ attendees: guests('sales@contoso.test') })
    await world.respond(MEGAN, (await world.eventOf(MEGAN, 'Plan')).id, { response: 'accepted' })
    expect(await answersOf()).toEqual({ 'sales@contoso.test': 'none', [MEGAN]: 'accepted' })
  })
})

describe('a room', () => {
  it('accepts a free time and declines a taken one, a moment later', async () => {
    const book = (subject: string, from: number) =>
      world.event({
        ...hour('2026-12-01', subject, from),
        attendees: [{ emailAddress: { address: ROOM }, type: 'resource' }],
      })
    const answer = (subject: string) =>
      until(async () => {
        const found = (await world.eventOf(ALEX, subject)).attendees[0]?.response
        return found === 'none' ? undefined : found
      })
    const first = await book('First', 9)
    expect((first.attendees as { status: { response: string } }[])[0]?.status.response).toBe('none')
    await world.control('POST', '/clock', { advanceSeconds: 2 })
    expect(await answer('First')).toBe('accepted')
    await book('Second', 9)
    await book('Third', 10)
    await world.control('POST', '/clock', { advanceSeconds: 2 })
    expect(await answer('Second')).toBe('declined')
    expect(await answer('Third')).toBe('accepted')
  })
})

describe('forwarding', () => {
  it('by the organizer invites the new people', async () => {
    const { id } = await plan()
    const sent = await world.sentBy(() =>
      world.wrong('POST', `${path(id)}/forward`, {
        ToRecipients: [{ EmailAddress: { Address: ADELE, Name: 'Adele' } }],
        Comment: 'Join us.',
      }),
    )
    expect(sent).toMatchObject([{ subject: 'FW: Plan', to: [ADELE], from: ALEX }])
    expect(await answersOf()).toMatchObject({ [ADELE]: 'none' })
    expect((await world.eventOf(ADELE, 'Plan')).response).toBe('notResponded')
  })

  it('by an attendee adds them to the organizer’s list and tells the organizer', async () => {
    await plan()
    const sent = await world.sentBy(async () => {
      const toRecipients = [{ emailAddress: { address: LEE } }]
      const answer = await world.as(megan, 'POST', `${await copyPath()}/forward`, { toRecipients, comment: '' })
      expect(answer.status).toBe(202)
    })
    expect(sent.map(({ subject, to }) => [subject, to])).toEqual([
      ['FW: Plan', [LEE]],
      ['Meeting Forward Notification: Plan', [ALEX]],
    ])
    expect(await answersOf()).toMatchObject({ [LEE]: 'none' })
    expect((await world.eventOf(LEE, 'Plan')).organizer.address).toBe(ALEX)
  })
})
