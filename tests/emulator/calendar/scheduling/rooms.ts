// Rooms answer by themselves: they accept a time that nobody has, and decline any other. Nobody signs in as a room, so
// its calendar is what the organizers of its tenant have booked.

import type { Attendee, CalendarMailbox, EventContent, StoredEvent } from '../model'
import { noteAnswer } from './answers'
import { roomOf, same, type World } from './people'

export interface Booked {
  uid: string
  content: EventContent
}

/** Meetings that a room has accepted and that touch [from, to), in order of start. */
export function bookingsOf(world: World, address: string, from: number, to: number): Booked[] {
  const found: Booked[] = []
  for (const user of world.core.users()) {
    if (!user.hasMailbox) continue
    const mailbox = world.open(user)
    for (const event of mailbox.events()) {
      const contents = event.recurrence
        ? mailbox.occurrences(event, from, to).map((each) => each.content)
        : [event.content].filter(({ times }) => times.start < to && times.end > from)
      for (const content of contents) {
        const has = content.attendees.some((each) => same(each.address, address) && each.status.response === 'accepted')
        if (content.isOrganizer && has && !content.isCancelled) found.push({ uid: event.uid, content })
      }
    }
  }
  return found.sort((a, b) => a.content.times.start - b.content.times.start)
}

/** The answers of the rooms among these people. A series is accepted if its first year is free. */
export function answerForRooms(
  world: World,
  mailbox: CalendarMailbox,
  event: StoredEvent,
  date: string | null,
  people: readonly Attendee[],
): void {
  const year = 366 * 86_400_000
  for (const room of people) {
    if (!roomOf(room.address)) continue
    const own = date === null ? event.content : mailbox.occurrence(event, date)?.content
    if (!own) continue
    const wanted =
      date === null && event.recurrence
        ? mailbox.occurrences(event, own.times.start, own.times.start + year).map((each) => each.content.times)
        : [own.times]
    const [first, last] = [wanted[0]?.start ?? 0, wanted.at(-1)?.end ?? 0]
    const taken = bookingsOf(world, room.address, first, last).filter(({ uid }) => uid !== event.uid)
    const free = !taken.some(({ content }) =>
      wanted.some(({ start, end }) => content.times.start < end && content.times.end > start),
    )
    const response = free ? ('accepted' as const) : ('declined' as const)
    noteAnswer(mailbox, { event, date }, room, { response, time: world.core.now() }, null)
  }
}
