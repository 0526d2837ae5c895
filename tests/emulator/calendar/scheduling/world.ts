// Alex organizes, others are invited: helpers for the tests of this folder.

import ICAL from 'ical.js'
import PostalMime from 'postal-mime'
import type { EmulatorOptions } from '../../server'
import type { Sent } from '../../testing/mail-world'
import { calendarWorld, enc } from '../world'

export const OUTSIDE = 'priya.kaur@halden-medical.example'
export const ROOM = 'room-oak@contoso.test'
const ALL = 'openid User.Read Calendars.ReadWrite Calendars.ReadWrite.Shared Mail.Read'

export const guests = (...addresses: string[]) =>
  addresses.map((address) => ({ emailAddress: { address }, type: 'required' }))

/** A line of GET /_control/users/{upn}/events. */
export interface EventTruth {
  id: string
  changeKey: string
  type: string
  subject: string
  start: string
  end: string
  showAs: string
  isOrganizer: boolean
  isCancelled: boolean
  response: string
  iCalUId: string
  attendees: { name: string; address: string; response: string }[]
  organizer: { address: string }
  joinUrl: string | null
  cancelled?: string[]
  exceptions?: EventTruth[]
}

/** The calendar object in a mail: its method and the properties of its event. */
export async function calendarPart(mail: Sent | undefined) {
  const parsed = await PostalMime.parse(mail?.mime ?? '')
  const part = parsed.attachments.find(({ mimeType }) => mimeType === 'text/calendar')
  const content = part?.content ?? ''
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content)
  const object = new ICAL.Component(ICAL.parse(text))
  const event = new ICAL.Event(object.getFirstSubcomponent('vevent') ?? undefined)
  return { method: object.getFirstPropertyValue('method'), declared: part?.method, object, event, text }
}

export async function meetingWorld(options: EmulatorOptions = {}) {
  const world = await calendarWorld(options)
  return {
    ...world,
    begin: () => world.begin(ALL),
    /** Takes away what the seed put into these calendars. */
    async clear(...upns: string[]): Promise<void> {
      for (const upn of upns) {
        const all = (await world.control('GET', `/users/${upn}/events`)) as EventTruth[]
        for (const { id } of all) await world.control('DELETE', `/users/${upn}/events/${enc(id)}`)
      }
    },
    /** Events of a person whose subject ends so. */
    async events(upn: string, subject: string): Promise<EventTruth[]> {
      const all = (await world.control('GET', `/users/${upn}/events`)) as EventTruth[]
      return all.filter((each) => each.subject.endsWith(subject))
    },
    async eventOf(upn: string, subject: string): Promise<EventTruth> {
      const [found, ...more] = await this.events(upn, subject)
      if (!found || more.length > 0) throw new Error(`${more.length + (found ? 1 : 0)} events of ${upn}: ${subject}`)
      return found
    },
    /** What `run` sends. */
    async sentBy(run: () => Promise<unknown>): Promise<Sent[]> {
      const before = (await world.sent()).length
      await run()
      return (await world.sent()).slice(before)
    },
    respond: (upn: string, id: string, body: object) =>
      world.control('POST', `/users/${upn}/events/${enc(id)}/respond`, body),
    subjects: async (upn: string) => (await world.truth(upn, 'inbox')).map(({ subject }) => subject),
  }
}
