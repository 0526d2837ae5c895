import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADELE, ALEX, at, enc, hour, idIn, LEE, MEGAN, outcome } from '../world'
import { calendarPart, guests, meetingWorld, OUTSIDE } from './world'

let world: Awaited<ReturnType<typeof meetingWorld>>
beforeAll(async () => {
  world = await meetingWorld()
})
beforeEach(() => world.begin())
afterAll(() => world.close())

const meeting = (subject: string, ...addresses: string[]) => ({
  ...hour('2026-12-01', subject),
  location: { displayName: 'Room 4' },
  body: { contentType: 'html', content: '<p>Bring the plan.</p>' },
  attendees: guests(...addresses),
})
const path = (id: string) => `/me/events/${enc(id)}`

describe('a meeting', () => {
  it('comes into the calendar and the inbox of everybody inside, and leaves as one mail to all', async () => {
    const sent = await world.sentBy(() => world.event(meeting('Plan', MEGAN, LEE, OUTSIDE)))
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ via: 'invitation', from: ALEX, to: [MEGAN, LEE, OUTSIDE], subject: 'Plan' })
    const part = await calendarPart(sent[0])
    expect([part.method, part.declared]).toEqual(['REQUEST', 'REQUEST'])
    expect(part.event.summary).toBe('Plan')
    expect(part.event.location).toBe('Room 4')
    expect(part.event.startDate.toJSDate()).toEqual(new Date('2026-12-01T09:00:00Z'))
    expect(part.event.attendees).toHaveLength(3)
    const own = await world.eventOf(ALEX, 'Plan')
    for (const upn of [MEGAN, LEE]) {
      const copy = await world.eventOf(upn, 'Plan')
      expect(copy).toMatchObject({
        isOrganizer: false,
        response: 'notResponded',
        showAs: 'tentative',
        iCalUId: own.iCalUId,
        organizer: { address: ALEX },
        start: own.start,
      })
      expect(copy.id).not.toBe(own.id)
      expect(await world.subjects(upn)).toContain('Plan')
    }
    expect(own.attendees.map(({ response }) => response)).toEqual(['none', 'none', 'none'])
  })

  it('shows in the inbox as an invitation and in the calendar with the attendee’s own status', async () => {
    await world.event(meeting('Plan', MEGAN))
    const token = await world.tokenOf(MEGAN, 'openid User.Read Calendars.ReadWrite Mail.Read')
    const { body } = await world.as(token, 'GET', '/me/mailFolders/inbox/messages?$top=1')
    expect(body.value).toMatchObject([
      { '@odata.type': '#microsoft.graph.eventMessageRequest', subject: 'Plan', meetingMessageType: 'meetingRequest' },
    ])
    const copy = await world.eventOf(MEGAN, 'Plan')
    const seen = await world.as(token, 'GET', path(copy.id))
    expect(seen.body).toMatchObject({
      isOrganizer: false,
      responseRequested: true,
      responseStatus: { response: 'notResponded', time: '0001-01-01T00:00:00Z' },
      organizer: { emailAddress: { address: ALEX } },
    })
  })

  it('reaches the members of a group, and nobody twice', async () => {
    await world.event(meeting('All hands', 'sales@contoso.test', MEGAN))
    for (const upn of [ADELE, MEGAN]) expect(await world.events(upn, 'All hands'), upn).toHaveLength(1)
    expect(await world.events(ALEX, 'All hands')).toHaveLength(1)
  })

  it('tells an unknown address of the own organisation back to the organizer', async () => {
    await world.event(meeting('Plan', 'nobody@contoso.test'))
    expect(await world.subjects(ALEX)).toContain('Undeliverable: Plan')
  })

  it('without attendees, or with the organizer alone, mails nobody', async () => {
    expect(await world.sentBy(() => world.event(meeting('Alone')))).toEqual([])
    expect(await world.sentBy(() => world.event(meeting('Alone 2', ALEX)))).toEqual([])
  })

  it('that hides its attendees shows each person only themselves', async () => {
    await world.event({ ...meeting('Quiet', MEGAN, ADELE), hideAttendees: true })
    expect((await world.eventOf(MEGAN, 'Quiet')).attendees.map(({ address }) => address)).toEqual([MEGAN])
    expect((await world.eventOf(ALEX, 'Quiet')).attendees).toHaveLength(2)
  })
})

describe('a change', () => {
  it('of time or place is told to all, and answers are void when the time moves', async () => {
    const { id } = await world.event(meeting('Plan', MEGAN, OUTSIDE))
    await world.respond(MEGAN, (await world.eventOf(MEGAN, 'Plan')).id, { response: 'accepted' })
    const placed = await world.sentBy(() => world.patch(path(id), { location: { displayName: 'Room 9' } }))
    expect(placed.map(({ to }) => to)).toEqual([[MEGAN, OUTSIDE]])
    expect((await calendarPart(placed[0])).event.location).toBe('Room 9')
    expect((await world.eventOf(MEGAN, 'Plan')).response).toBe('accepted')
    const moved = await world.sentBy(() =>
      world.patch(path(id), { start: at('2026-12-01T11:00:00'), end: at('2026-12-01T12:00:00') }),
    )
    expect(moved).toHaveLength(1)
    expect(await world.eventOf(MEGAN, 'Plan')).toMatchObject({
      response: 'notResponded',
      showAs: 'tentative',
      start: '2026-12-01T11:00:00.0000000Z',
    })
    expect((await world.eventOf(ALEX, 'Plan')).attendees.map(({ response }) => response)).toEqual(['none', 'none'])
  })

  it('of attendees alone is told to those who came or went only', async () => {
    const { id } = await world.event(meeting('Plan', MEGAN, OUTSIDE))
    const sent = await world.sentBy(() => world.patch(path(id), { attendees: guests(OUTSIDE, ADELE) }))
    expect(sent.map(({ to, subject }) => [subject, to])).toEqual([
      ['Canceled: Plan', [MEGAN]],
      ['Plan', [ADELE]],
    ])
    expect((await calendarPart(sent[0])).method).toBe('CANCEL')
    expect(await world.eventOf(MEGAN, 'Plan')).toMatchObject({
      isCancelled: true,
      subject: 'Canceled: Plan',
      showAs: 'free',
    })
    expect((await world.eventOf(ADELE, 'Plan')).response).toBe('notResponded')
  })

  it('that is the organizer’s own affair mails nobody and leaves copies as they are', async () => {
    const { id } = await world.event(meeting('Plan', MEGAN))
    const copy = await world.eventOf(MEGAN, 'Plan')
    const sent = await world.sentBy(() =>
      world.patch(path(id), {
        isReminderOn: false,
        reminderMinutesBeforeStart: 5,
        categories: ['Red category'],
        showAs: 'oof',
        sensitivity: 'private',
        singleValueExtendedProperties: [{ id: 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Mark', value: '1' }],
      }),
    )
    expect(sent).toEqual([])
    expect(await world.eventOf(MEGAN, 'Plan')).toEqual(copy)
    expect(await world.sentBy(() => world.patch(path(id), { subject: 'Plan' }))).toEqual([])
  })

  it('leaves to attendees what is theirs: reminder, categories, answer', async () => {
    const { id } = await world.event(meeting('Plan', MEGAN))
    const copy = await world.eventOf(MEGAN, 'Plan')
    await world.control('PATCH', `/users/${MEGAN}/events/${enc(copy.id)}`, {
      categories: ['Mine'],
      isReminderOn: false,
    })
    await world.patch(path(id), { subject: 'New plan' })
    expect(await world.eventOf(MEGAN, 'New plan')).toMatchObject({ categories: ['Mine'], reminder: { on: false } })
  })

  it('by an attendee in the own copy is told to nobody', async () => {
    await world.event(meeting('Plan', MEGAN))
    const copy = await world.eventOf(MEGAN, 'Plan')
    const sent = await world.sentBy(() =>
      world.control('PATCH', `/users/${MEGAN}/events/${enc(copy.id)}`, { location: { displayName: 'My desk' } }),
    )
    expect(sent).toEqual([])
  })
})

describe('the end of a meeting', () => {
  it('deleting it, and cancelling it with a comment, tells all; it leaves the organizer’s calendar', async () => {
    const first = await world.event(meeting('Plan', MEGAN, OUTSIDE))
    const deleted = await world.sentBy(() => world.remove(path(first.id)))
    expect(deleted).toMatchObject([{ subject: 'Canceled: Plan', to: [MEGAN, OUTSIDE], via: 'invitation' }])
    expect(await world.events(ALEX, 'Plan')).toEqual([])
    expect((await world.eventOf(MEGAN, 'Plan')).isCancelled).toBe(true)

    const second = await world.event(meeting('Show', MEGAN))
    const cancelled = await world.sentBy(async () => {
      const answer = await world.post(`${path(second.id)}/cancel`, { Comment: 'The hall is flooded.' })
      expect(answer.status).toBe(202)
    })
    expect(cancelled).toHaveLength(1)
    expect(cancelled[0]?.mime).toContain('The hall is flooded.')
    expect(outcome(await world.wrong('GET', path(second.id)))).toEqual([404, 'ErrorItemNotFound'])
    expect(await world.subjects(MEGAN)).toEqual(expect.arrayContaining(['Canceled: Plan', 'Canceled: Show']))
  })

  it('only the organizer may cancel; an attendee who deletes the copy tells nobody', async () => {
    await world.event(meeting('Plan', MEGAN))
    const token = await world.tokenOf(MEGAN)
    const copy = await world.eventOf(MEGAN, 'Plan')
    const refused = await world.as(token, 'POST', `${path(copy.id)}/cancel`, { Comment: 'No.' })
    expect(outcome(refused)).toEqual([400, 'ErrorInvalidRequest'])
    expect(refused.body.error?.message).toContain('You need to be an organizer to cancel a meeting.')
    const sent = await world.sentBy(() => world.as(token, 'DELETE', path(copy.id)))
    expect(sent).toEqual([])
    expect((await world.eventOf(ALEX, 'Plan')).attendees[0]?.response).toBe('none')
  })
})

describe('a series', () => {
  const weekly = (subject: string, ...addresses: string[]) => ({
    ...meeting(subject, ...addresses),
    recurrence: {
      pattern: { type: 'weekly', interval: 1, daysOfWeek: ['tuesday'] },
      range: { type: 'numbered', startDate: '2026-12-01', numberOfOccurrences: 4 },
    },
  })
  const occurrences = async (id: string) => {
    const window = 'startDateTime=2026-11-01T00:00:00Z&endDateTime=2027-02-01T00:00:00Z'
    const { body } = await world.get(`${path(id)}/instances?${window}`)
    return body.value as { id: string; start: { dateTime: string } }[]
  }

  it('is one invitation with its rule; a changed occurrence is told by itself', async () => {
    const sent = await world.sentBy(() => world.event(weekly('Weekly', MEGAN)))
    expect(sent).toHaveLength(1)
    const part = await calendarPart(sent[0])
    expect(part.event.isRecurring()).toBe(true)
    const master = await world.eventOf(ALEX, 'Weekly')
    const copy = await world.eventOf(MEGAN, 'Weekly')
    expect([copy.type, copy.iCalUId]).toEqual(['seriesMaster', master.iCalUId])

    const second = (await occurrences(master.id))[1]
    const moved = await world.sentBy(() =>
      world.patch(path(second?.id ?? ''), { start: at('2026-12-08T15:00:00'), end: at('2026-12-08T16:00:00') }),
    )
    expect(moved).toHaveLength(1)
    const told = await calendarPart(moved[0])
    expect(told.event.isRecurrenceException()).toBe(true)
    expect(told.event.recurrenceId.toJSDate()).toEqual(new Date('2026-12-08T09:00:00Z'))
    expect((await world.eventOf(MEGAN, 'Weekly')).exceptions).toMatchObject([
      { start: '2026-12-08T15:00:00.0000000Z', isOrganizer: false },
    ])
  })

  it('a deleted occurrence is cancelled for that day; the rest stays', async () => {
    await world.event(weekly('Weekly', MEGAN))
    const master = await world.eventOf(ALEX, 'Weekly')
    const third = (await occurrences(master.id))[2]
    const sent = await world.sentBy(() => world.post(`${path(third?.id ?? '')}/cancel`, { comment: 'Holiday' }))
    expect(sent).toMatchObject([{ subject: 'Canceled: Weekly' }])
    expect((await world.eventOf(ALEX, 'Weekly')).cancelled).toEqual(['2026-12-15'])
    expect((await world.eventOf(MEGAN, 'Weekly')).exceptions).toMatchObject([
      { isCancelled: true, start: '2026-12-15T09:00:00.0000000Z' },
    ])
  })

  it('somebody invited to one occurrence gets that one alone', async () => {
    await world.event(weekly('Weekly', MEGAN))
    const master = await world.eventOf(ALEX, 'Weekly')
    const second = (await occurrences(master.id))[1]
    const sent = await world.sentBy(() => world.patch(path(second?.id ?? ''), { attendees: guests(MEGAN, ADELE) }))
    expect(sent.map(({ to }) => to)).toEqual([[ADELE]])
    const single = await world.eventOf(ADELE, 'Weekly')
    expect(single).toMatchObject({ type: 'singleInstance', start: '2026-12-08T09:00:00.0000000Z' })
    await world.respond(ADELE, single.id, { response: 'accepted' })
    expect((await world.eventOf(ALEX, 'Weekly')).exceptions?.[0]?.attendees).toContainEqual(
      expect.objectContaining({ address: ADELE, response: 'accepted' }),
    )
  })

  it('another pattern brings all copies to it, without exceptions', async () => {
    await world.event(weekly('Weekly', MEGAN))
    const master = await world.eventOf(ALEX, 'Weekly')
    const second = (await occurrences(master.id))[1]
    await world.patch(path(second?.id ?? ''), { subject: 'Weekly special' })
    await world.patch(path(master.id), {
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'numbered', startDate: '2026-12-01', numberOfOccurrences: 3 },
      },
    })
    const [mine, theirs] = [await world.eventOf(ALEX, 'Weekly'), await world.eventOf(MEGAN, 'Weekly')]
    expect(mine).toMatchObject({ exceptions: [], recurrence: { pattern: { type: 'daily' } } })
    expect(theirs).toMatchObject({ exceptions: [], recurrence: { pattern: { type: 'daily' } } })
  })
})

it('a program that makes an event twice by one transactionId invites once', async () => {
  const body = { ...meeting('Once', MEGAN), transactionId: 'a-1' }
  const sent = await world.sentBy(async () => {
    const first = await world.post('/me/events', body)
    const second = await world.post('/me/events', body)
    expect(idIn(first)).toBe(idIn(second))
  })
  expect(sent).toHaveLength(1)
})
