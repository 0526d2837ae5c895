import type { LedgerLine } from './view'

type Said = Pick<LedgerLine, 'kind' | 'what' | 'why' | 'count' | 'result'>

const counted = (count: number, one: string, many: string, locale: string) =>
  count === 1 ? one : `${count.toLocaleString(locale)} ${many}`

type Forms = (count: number, locale: string) => string

const both =
  (one: string, many: string): Forms =>
  (count, locale) =>
    counted(count, one, many, locale)

const always =
  (text: string): Forms =>
  () =>
    text

const done: Record<string, Forms> = {
  'mail created': both('New message came in', 'new messages came in'),
  'mail updated': both('Message changed in Outlook', 'messages changed in Outlook'),
  'mail deleted': both('Message left Outlook', 'messages left Outlook'),
  'mail imported': both('1 message imported', 'messages imported'),
  'mail compared': both('1 message compared with Outlook', 'messages compared with Outlook'),
  'mail compare': always('Compared with Outlook'),
  'mail marked read': always('Marked read in Outlook'),
  'mail marked unread': always('Marked unread in Outlook'),
  'mail flagged': always('Flagged in Outlook'),
  'mail unflagged': always('Flag removed in Outlook'),
  'mail moved': always('Moved in Outlook'),
  'mail erased': always('Deleted for good in Outlook'),
  'folder updated': both('Folder changed in Outlook', 'folders changed in Outlook'),
  'folder deleted': both('Folder left Outlook', 'folders left Outlook'),
  'folder imported': both('1 folder imported', 'folders imported'),
  'folder compared': both('1 folder compared with Outlook', 'folders compared with Outlook'),
  'folder compare': always('Compared folders with Outlook'),
  'event created': both('New event came in', 'new events came in'),
  'event updated': both('Event changed in Outlook', 'events changed in Outlook'),
  'event deleted': both('Event left the schedule in Outlook', 'events left the schedule in Outlook'),
  'event imported': both('1 event imported', 'events imported'),
  'event compared': both('1 event compared with Outlook', 'events compared with Outlook'),
  'event compare': always('Compared events with Outlook'),
  'calendar added': both('Calendar came in', 'calendars came in'),
  'calendar created': always('Tandem’s own calendar made in Outlook'),
  'calendar linked': always('Tandem’s own calendar found again in Outlook'),
  'calendar updated': both('Calendar renamed in Outlook', 'calendars renamed in Outlook'),
  'calendar deleted': both('Calendar left Outlook', 'calendars left Outlook'),
  'entry created': both('Entry written to Outlook', 'entries written to Outlook'),
  'entry updated': both('Entry changed in Outlook', 'entries changed in Outlook'),
  'entry deleted': both('Entry removed from Outlook', 'entries removed from Outlook'),
  'signals subscribed': always('Signals turned on'),
  'signals renewed': always('Signals renewed'),
}

const failed: Record<string, string> = {
  'mail marked read': 'Not marked read in Outlook',
  'mail marked unread': 'Not marked unread in Outlook',
  'mail flagged': 'Not flagged in Outlook',
  'mail unflagged': 'Flag not removed in Outlook',
  'mail moved': 'Not moved in Outlook',
  'mail erased': 'Not deleted in Outlook',
  'entry updated': 'Entry refused by Outlook',
  'signals subscribed': 'Signals could not be turned on',
  'signals renewed': 'Signals could not be renewed',
}

const causes: Record<string, string> = {
  signal: 'Microsoft’s signal',
  import: 'First import',
  sweep: 'Regular comparison, no signal had come',
  poll: 'Somebody looked at it; others’ calendars send no signals',
  missed: 'Signals were missed',
  reconnected: 'Microsoft was reconnected',
  asked: 'Somebody asked for it',
  resync: 'Microsoft lost its place',
  person: 'Done in Tandem',
  publishing: 'Entries are published to Outlook',
  upkeep: 'They end after a few days',
}

/** What happened, in plain words: "412 messages imported". */
export function whatOf({ kind, what, count, result }: Said, locale: string): string {
  const key = `${kind} ${what}`
  const known = (result === 'failed' && failed[key]) || done[key]?.(count, locale)
  // A kind of entry younger than these words still says what it is.
  return (
    known || `${key.charAt(0).toUpperCase()}${key.slice(1)}${count > 1 ? ` (${count.toLocaleString(locale)})` : ''}`
  )
}

/** Why it happened: "Microsoft’s signal". */
export function whyOf({ kind, what, why, result }: Said): string {
  if (result === 'failed' && why === 'person') return 'Outlook refused it, so Tandem shows Outlook’s state'
  if (kind === 'signals' && what === 'subscribed') return 'So that changes arrive at once'
  return causes[why] ?? why
}
