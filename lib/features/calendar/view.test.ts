import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CalendarRow, EventRecord } from './rows/queries'
import { type Lookup, toEventView, toScheduleItem } from './view'

const MARKS = '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'
const ANY_MARK = /[\u202a-\u202e\u2066-\u2069]/
const START = new Date('2026-11-25T09:00:00Z')
const MALLORY = 'mallory@elsewhere.example'

/** An event in which every word that its organizer chose is wrapped in `mark`. */
function eventWith(mark: string, more: Partial<EventRecord> = {}): EventRecord {
  const said = (words: string) => `${mark}${words}${mark}`
  return {
    id: 'event',
    workspaceId: 'workspace',
    connectionId: 'connection',
    calendarId: 'calendar',
    externalCalendarEventId: 'graph-id',
    seriesMasterId: null,
    type: 'singleInstance',
    startDatetime: START,
    startTimezone: 'Europe/Berlin',
    originalStartTimezone: null,
    endDatetime: new Date(START.getTime() + 3_600_000),
    endTimezone: 'Europe/Berlin',
    originalEndTimezone: null,
    isAllDay: false,
    startDate: null,
    endDate: null,
    sensitivity: 'normal',
    eventCreatedDatetime: null,
    eventLastModifiedDatetime: null,
    changeKey: 'k',
    showAs: 'busy',
    isCancelled: false,
    responseStatus: 'notResponded',
    isOrganizer: false,
    subject: said('Invoice'),
    location: said('Harbour'),
    bodyPreview: said('Pay here'),
    organizerName: said('Mallory'),
    organizerAddress: MALLORY,
    attendees: [{ name: said('Sam'), address: 'sam@elsewhere.example', type: 'required', response: 'none' }],
    joinUrl: null,
    categories: null,
    importance: null,
    reminderMinutes: null,
    webLink: null,
    iCalUid: null,
    recurrence: null,
    participants: [MALLORY, 'sam@elsewhere.example', 'alex@contoso.test'],
    readAt: START,
    ...more,
  }
}

const nobody: Lookup = { people: new Map(), users: new Map(), isInternal: () => false, me: 'alex@contoso.test' }
const calendar: CalendarRow = {
  id: 'calendar',
  workspaceId: 'workspace',
  connectionId: 'connection',
  ownerId: 'alex',
  externalCalendarId: 'graph-calendar',
  isDefaultCalendar: true,
  title: 'Calendar',
  ownerName: null,
  ownerAddress: null,
  hue: 1,
  role: 'own',
  canEdit: true,
  canViewPrivate: true,
  onlineProvider: null,
  isAdded: true,
  isShown: true,
  isTandems: false,
  windowStart: null,
  windowEnd: null,
  syncedAt: START,
  readAt: START,
}

const shown = (event: EventRecord) => [toScheduleItem(event, nobody), toEventView(event, calendar, nobody, false)]

describe('the words of an organizer', () => {
  it.each([...MARKS].map((mark) => [`U+${mark.charCodeAt(0).toString(16)}`, mark]))(
    'turn nothing around with %s: the block and the pop-over read as without it',
    (_, mark) => {
      expect(shown(eventWith(mark))).toEqual(shown(eventWith('')))
    },
  )

  it('are in title, place, preview and names as they were written otherwise, in either direction', () => {
    const [item, view] = shown(eventWith('', { subject: 'פגישה with Sam', location: 'מרפא' }))
    expect(item).toMatchObject({ title: 'פגישה with Sam', location: 'מרפא', people: ['Mallory', 'Sam'] })
    expect(view).toMatchObject({
      preview: 'Pay here',
      organizer: { name: 'Mallory', address: MALLORY },
      attendees: [{ name: 'Sam' }],
    })
  })

  it('hold no mark wherever one stood', () => {
    const words = fc.array(fc.constantFrom(...MARKS, 'a', 'ש', ' ')).map((letters) => letters.join(''))
    fc.assert(
      fc.property(words, (text) => {
        const names = { subject: text, location: text, bodyPreview: text, organizerName: text }
        expect(JSON.stringify(shown(eventWith('', names)))).not.toMatch(ANY_MARK)
      }),
    )
  })

  it('that are nothing but marks are no title, and no place', () => {
    const [item, view] = shown(eventWith('', { subject: MARKS, location: MARKS, bodyPreview: MARKS }))
    expect(item).toMatchObject({ title: '(No title)', location: null })
    expect(view).toMatchObject({ title: '(No title)', location: null, preview: null })
  })

  it('of a private event are not told at all', () => {
    expect(shown(eventWith('\u202e', { sensitivity: 'private' })).map(({ title }) => title)).toEqual([null, null])
  })
})
