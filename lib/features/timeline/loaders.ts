import 'server-only'
import type { SharedMail, TimelineEntry, TimelineFilter, TimelinePage } from '@/components/timeline/view'
import { withUser } from '@/lib/auth/with-user'
import { findSharedSource, readSharedBody } from '@/lib/features/mail/body/queries'
import { listLinkedMails } from '@/lib/features/mail/links/queries'
import { getKnownBehind } from '@/lib/features/people/addresses/queries'
import { hrefOf, listEntriesAbout, type Range, type Viewing } from '@/lib/features/schedule/about/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { isUuid } from '@/lib/platform/uuid'
import { listActivities, listDoneTasks, listOpenTasks, type Subject } from './activities/queries'
import { listMeetingContents, listMeetings } from './events/queries'
import { findMail, listContents, listMails } from './mails/queries'
import { toActivityEntry, toEventEntry, toMailEntry, toScheduleEntry, toTaskEntry, toWho } from './map'
import { findBeginning, getReach } from './queries'
import { byPlace, decodePlace, encodePlace, isBlocked, levelOf, outsideOf, type Place, type Sight } from './rules'
import { timelineInput } from './schema'
import { getSight } from './sight/queries'

const PAGE = 50
/** What is yet to come stands above the rest, a few of it: a weekly meeting must not push everything else down. */
const MOST_UPCOMING = 4

/** A page of a timeline as the address bar asks for it. Throws invalid_input, not_found. */
export async function loadTimelinePage(query: URLSearchParams): Promise<TimelinePage> {
  return withUser((db, scope) => {
    const parsed = timelineInput.safeParse(Object.fromEntries([...query].filter(([, value]) => value !== '')))
    if (!parsed.success) throw new AppError('invalid_input', 'bad timeline query')
    const { person, company, filter, cursor } = parsed.data
    const after = cursor ? decodePlace(cursor) : null
    if (cursor && !after) throw new AppError('invalid_input', 'bad timeline cursor')
    const subject: Subject = person ? { personId: person } : { companyId: company ?? '' }
    return readTimeline(db, scope, subject, { filter, after })
  })
}

/** The newest entries of a person or a company, for the first paint. Throws not_found. */
export async function loadTimeline(subject: Subject, filter: TimelineFilter = 'all'): Promise<TimelinePage> {
  if (!isUuid('personId' in subject ? subject.personId : subject.companyId)) throw new AppError('not_found', 'no id')
  return withUser((db, scope) => readTimeline(db, scope, subject, { filter, after: null }))
}

/** One page of everything about somebody, newest first: each source gives its newest, the newest of all are the page. */
export async function readTimeline(
  db: Db,
  scope: UserScope,
  subject: Subject,
  { filter, after }: { filter: TimelineFilter; after: Place | null },
): Promise<TimelinePage> {
  const beginning = await findBeginning(db, subject)
  if (!beginning) throw new AppError('not_found', 'nobody of this id')
  const some = { after, limit: PAGE + 1 }
  const wants = (kind: TimelineFilter) => filter === 'all' || filter === kind
  const sight = wants('mails') || wants('meetings') ? await getSight(db, scope) : null
  const mails = sight && wants('mails') ? await mailEntries(db, sight, subject, some) : []
  const present = now()
  const meetings =
    sight && wants('meetings') ? await meetingEntries(db, scope, sight, subject, { ...some, until: present }) : []
  const upcoming =
    sight && wants('meetings') && after === null
      ? await meetingEntries(db, scope, sight, subject, { since: present, limit: MOST_UPCOMING })
      : []
  const notes = wants('notes') ? await noteEntries(db, scope, subject, some) : []
  const tasks = wants('tasks') ? await listDoneTasks(db, scope, subject, some) : []
  const created: TimelineEntry = {
    kind: 'created',
    id: beginning.id,
    at: beginning.at.toISOString(),
    by: beginning.by && toWho(beginning.by, scope.userId),
  }
  const isBeyond = after === null || byPlace(after, placeOf(created)) < 0
  const all: TimelineEntry[] = [
    ...mails,
    ...meetings,
    ...notes,
    ...tasks.map((row) => toTaskEntry(row, scope.userId)),
    ...(filter === 'all' && isBeyond ? [created] : []),
  ].sort((a, b) => byPlace(placeOf(a), placeOf(b)))
  const entries = all.slice(0, PAGE)
  const last = entries.at(-1)
  return {
    entries,
    ...(after === null && wants('tasks')
      ? { open: (await listOpenTasks(db, scope, subject)).map((row) => toTaskEntry(row, scope.userId)) }
      : {}),
    ...(upcoming.length > 0 ? { upcoming } : {}),
    nextCursor: all.length > PAGE && last ? encodePlace(placeOf(last)) : null,
  }
}

const placeOf = ({ at, id }: TimelineEntry): Place => ({ at: new Date(at), id })

type Some = { after: Place | null; limit: number }

async function mailEntries(db: Db, sight: Sight, subject: Subject, some: Some): Promise<TimelineEntry[]> {
  const reach = outsideOf(await getReach(db, subject), sight)
  const mails = await listMails(db, sight, reach, some)
  const levels = new Map(mails.map((mail) => [mail.id, levelOf(mail, sight)]))
  const idsOf = (...which: string[]) => mails.map(({ id }) => id).filter((id) => which.includes(levels.get(id) ?? ''))
  const contents = await listContents(db, {
    all: mails.map(({ id }) => id),
    subject: idsOf('own', 'open', 'subject'),
    preview: idsOf('own', 'open'),
  })
  const known = await getKnownBehind(db, [...new Set(mails.flatMap(({ participants }) => participants))])
  const byId = new Map(contents.map((content) => [content.id, content]))
  return mails.flatMap((mail) => {
    const content = byId.get(mail.id)
    return (content && toMailEntry(mail, content, { sight, reach, known })) ?? []
  })
}

/** Events of Outlook and entries of the schedule, in one order. */
async function meetingEntries(
  db: Db,
  scope: UserScope,
  sight: Sight,
  subject: Subject,
  range: Range,
): Promise<TimelineEntry[]> {
  const all = [
    ...(await eventEntries(db, sight, subject, range)),
    ...(await scheduleEntries(db, scope, sight, subject, range)),
  ].sort((a, b) => byPlace(placeOf(a), placeOf(b)))
  return (range.since ? all.reverse() : all).slice(0, range.limit)
}

async function scheduleEntries(
  db: Db,
  scope: UserScope,
  sight: Sight,
  subject: Subject,
  range: Range,
): Promise<TimelineEntry[]> {
  const reach = outsideOf(await getReach(db, subject), sight)
  const keeps = ({ connectionId, addresses }: { connectionId: string; addresses: string[] }) => {
    const mailbox = sight.mailboxes.get(connectionId)
    return mailbox !== undefined && !isBlocked(addresses, mailbox.blocked)
  }
  const rank: Viewing['rank'] = ({ connectionId, owner, takesPart }) => {
    const shown = connectionId === null ? 'everything' : sight.mailboxes.get(connectionId)?.visibility
    if (owner?.id === sight.viewerId) return 3
    return shown === 'everything' || takesPart ? 2 : shown === 'subject' ? 1 : 0
  }
  const found = await listEntriesAbout(db, scope, { ...subject, ...reach }, { ...range, keeps, rank })
  const addresses = found.flatMap(({ attendees }) => attendees.map(({ address }) => address))
  const known = await getKnownBehind(db, [...new Set(addresses)])
  return found.map((each) => toScheduleEntry(each, { sight, reach, known }, hrefOf(each)))
}

async function eventEntries(
  db: Db,
  sight: Sight,
  subject: Subject,
  range: Parameters<typeof listMeetings>[3],
): Promise<TimelineEntry[]> {
  const reach = outsideOf(await getReach(db, subject), sight)
  const meetings = await listMeetings(db, sight, reach, range)
  const levels = new Map(meetings.map((meeting) => [meeting.id, levelOf(meeting, sight)]))
  const idsOf = (...which: string[]) =>
    meetings.map(({ id }) => id).filter((id) => which.includes(levels.get(id) ?? ''))
  const contents = await listMeetingContents(db, {
    all: meetings.map(({ id }) => id),
    subject: idsOf('own', 'open', 'subject'),
    open: idsOf('own', 'open'),
  })
  const known = await getKnownBehind(db, [...new Set(meetings.flatMap(({ participants }) => participants))])
  const byId = new Map(contents.map((content) => [content.id, content]))
  return meetings.flatMap((meeting) => {
    const content = byId.get(meeting.id)
    return (content && toEventEntry(meeting, content, { sight, reach, known })) ?? []
  })
}

async function noteEntries(db: Db, scope: UserScope, subject: Subject, some: Some): Promise<TimelineEntry[]> {
  const rows = await listActivities(db, subject, some)
  const logged = await listLinkedMails(
    db,
    scope,
    'activityId',
    rows.filter(({ kind }) => kind === 'mail').map(({ id }) => id),
  )
  return rows.map((row) => toActivityEntry(row, scope.userId, logged.get(row.id)))
}

/**
 * A colleague's mail that its owner opened to the reader, with its text, read through the owner's connection. Whatever
 * may not be read is not_found.
 */
export async function loadSharedMail(id: string): Promise<SharedMail> {
  if (!isUuid(id)) throw noSuchMail()
  const { source, owner } = await withUser(async (db, scope) => {
    const sight = await getSight(db, scope)
    const mail = await findMail(db, sight, id)
    const mailbox = mail && sight.mailboxes.get(mail.connectionId)
    const level = mail && levelOf(mail, sight)
    if (!mail || !mailbox || (level !== 'open' && level !== 'own')) throw noSuchMail()
    const found = await findSharedSource(db, mail.connectionId, id)
    if (!found) throw noSuchMail()
    return { source: found, owner: toWho(mailbox.owner, scope.userId) }
  })
  return { id, owner, ...(await readSharedBody(source)) }
}

const noSuchMail = () =>
  new AppError('not_found', 'no such mail for this reader', { userMessage: 'This mail cannot be read here.' })
