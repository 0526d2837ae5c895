import type { AttendeeView, EntryView } from '@/components/schedule/view'
import type { Known } from '@/lib/features/people/addresses/queries'
import type { Standing } from './entry/queries'
import { type Entry, saidOf } from './rules'
import type { AttendeeRow, LinkRow } from './ties/queries'

type People = ReadonlyMap<string, Pick<Known, 'personId' | 'name' | 'company'>>

const toAttendeeView = (row: AttendeeRow, known: People): AttendeeView => {
  const person = known.get(row.address)
  return {
    name: row.name || person?.name || row.address,
    address: row.address,
    type: row.type,
    response: row.response,
    personId: person?.personId ?? null,
    userId: row.userId,
    company: person?.company ?? null,
  }
}

/** An entry with everything that its owner sees of it. */
export function toEntryView(input: {
  standing: Standing
  parent: { entry: Entry; ownerName: string } | null
  owner: { id: string; name: string } | null
  attendees: AttendeeRow[]
  links: LinkRow[]
  known: People
  outlook: EntryView['outlook']
  /** The event that it is one with. */
  event: { webLink: string | null } | null
  mayChange: boolean
  mayAnswer: boolean
}): EntryView {
  const { standing, parent, owner, attendees, links, known, outlook, event } = input
  const { head, exception, entry, occurrenceDate } = standing
  const people = links.flatMap(({ personId, personName, personCompany }) =>
    personId ? [{ id: personId, name: personName ?? '', company: personCompany }] : [],
  )
  const companies = links.flatMap(({ companyId, companyName }) =>
    companyId ? [{ id: companyId, name: companyName ?? '' }] : [],
  )
  return {
    ...saidOf(entry),
    id: head.id,
    version: (exception ?? head).version,
    source: event ? 'both' : 'tandem',
    occurrenceDate,
    seriesId: head.recurrence ? head.id : null,
    kind: entry.kind,
    title: entry.title,
    ownerId: head.ownerId,
    owner,
    channel: entry.channel,
    location: entry.location,
    notes: parent?.entry.notes ?? entry.notes,
    isPrivate: entry.isPrivate,
    showAs: entry.showAs,
    reminderMinutes: entry.reminderMinutes,
    isOnline: entry.isOnline,
    recurrence: head.recurrence,
    attendees: attendees.map((row) => toAttendeeView(row, known)),
    people,
    personIds: people.map(({ id }) => id),
    companies,
    companyIds: companies.map(({ id }) => id),
    organizer: entry.organizerAddress
      ? { name: entry.organizerName ?? entry.organizerAddress, address: entry.organizerAddress }
      : null,
    response: entry.responseStatus,
    isCancelled: entry.isCancelled,
    joinUrl: entry.joinUrl ?? head.joinUrl,
    mayChange: input.mayChange,
    mayAnswer: input.mayAnswer,
    parent: parent && { id: parent.entry.seriesId ?? parent.entry.id, ownerName: parent.ownerName },
    outlook,
    webLink: event?.webLink ?? null,
  }
}

/** What a colleague sees whom an entry does not concern: that its owner is busy, and when. */
export function busyView(
  { head, exception, entry, occurrenceDate }: Standing,
  owner: { id: string; name: string } | null,
  withTitle: boolean,
): EntryView {
  return {
    ...saidOf(entry),
    id: head.id,
    version: (exception ?? head).version,
    source: 'tandem',
    occurrenceDate,
    seriesId: null,
    kind: withTitle ? entry.kind : 'meeting',
    title: withTitle ? entry.title : entry.isPrivate ? 'Private' : 'Busy',
    ownerId: head.ownerId,
    owner,
    channel: null,
    location: '',
    notes: '',
    isPrivate: entry.isPrivate,
    showAs: entry.showAs,
    reminderMinutes: null,
    isOnline: false,
    recurrence: null,
    attendees: [],
    people: [],
    personIds: [],
    companies: [],
    companyIds: [],
    organizer: null,
    response: 'none',
    isCancelled: entry.isCancelled,
    joinUrl: null,
    mayChange: false,
    mayAnswer: false,
    parent: null,
    outlook: { state: 'off', sentence: '', fix: null },
    webLink: null,
  }
}
