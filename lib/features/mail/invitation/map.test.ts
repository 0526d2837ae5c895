import { expect, it } from 'vitest'
import { toInvitation } from './map'

const mail = { subject: 'Frame review', from: { name: 'Ingrid', address: 'ingrid@norrvik.example' }, html: null }
const request = {
  meetingMessageType: 'meetingRequest',
  startDateTime: { dateTime: '2027-01-01T10:00:00.0000000', timeZone: 'UTC' },
  endDateTime: { dateTime: '2027-01-01T10:30:00.0000000', timeZone: 'UTC' },
  isAllDay: false,
  location: { displayName: 'Room 4' },
}

it('an invitation says when, where and who', () => {
  const link = 'https://teams.microsoft.com/l/meetup-join/19%3a1?context=%7b%7d'
  expect(toInvitation(request, { ...mail, html: `<a href="${link}&amp;x=1">Join</a>` })).toEqual({
    kind: 'request',
    subject: 'Frame review',
    startsAt: '2027-01-01T10:00:00.000Z',
    endsAt: '2027-01-01T10:30:00.000Z',
    isAllDay: false,
    location: 'Room 4',
    organizer: mail.from,
    response: null,
    joinUrl: `${link}&x=1`,
  })
})

it('answers and cancellations are told as such, in Microsoft’s own spelling too', () => {
  expect(toInvitation({ meetingMessageType: 'meetingTenativelyAccepted' }, mail)).toMatchObject({
    kind: 'answer',
    answer: 'tentative',
    startsAt: null,
  })
  expect(toInvitation({ meetingMessageType: 'meetingCancelled' }, mail)?.kind).toBe('cancellation')
})

it('a plain mail, and nonsense, is none', () => {
  expect(toInvitation({}, mail)).toBeNull()
  expect(toInvitation({ ...request, startDateTime: 'tomorrow' }, mail)).toBeNull()
  expect(toInvitation({ ...request, startDateTime: { dateTime: 'x' } }, mail)?.startsAt).toBeNull()
})
