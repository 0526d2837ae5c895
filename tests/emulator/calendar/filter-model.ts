// What $filter and $orderby may name on events, with Exchange's view of each property.

import { extendedPropertyPaths } from '../mail/extended-properties-expand'
import { compileFilter, type EntityModel } from '../odata/evaluate'
import { type Expression, parseFilter, propertiesOf } from '../odata/filter'
import { GraphFault } from '../seam'
import { uidOf } from './uid'
import { contentOf, dateOf, idOf, type Shown, type ViewOptions, visible } from './view'

/** Times of the event itself: written as text in $filter, compared as times. */
const TIMES = new Set(['start/dateTime', 'end/dateTime'])

/** Private events of a shared calendar are filtered as they are shown. */
export function eventModel(view: ViewOptions): EntityModel<Shown> {
  const of = (shown: Shown) => visible(contentOf(shown), view.role)
  return {
    type: 'microsoft.graph.event',
    properties: {
      'start/dateTime': { kind: 'date', get: (shown) => of(shown).times.start },
      'end/dateTime': { kind: 'date', get: (shown) => of(shown).times.end },
      createdDateTime: {
        kind: 'date',
        get: ({ event, occurrence }) => occurrence?.exception?.created ?? event.created,
      },
      lastModifiedDateTime: {
        kind: 'date',
        get: ({ event, occurrence }) => occurrence?.exception?.modified ?? event.modified,
      },
      subject: { kind: 'string', get: (shown) => of(shown).subject },
      iCalUId: { kind: 'string', get: (shown) => uidOf(shown.event.uid, dateOf(shown)), sortable: false },
      transactionId: { kind: 'string', get: ({ event }) => event.transactionId, sortable: false, exact: true },
      seriesMasterId: {
        kind: 'string',
        get: ({ event, occurrence }) => (occurrence ? idOf({ event, occurrence: null }, view) : null),
        sortable: false,
        exact: true,
      },
      type: {
        kind: 'enum',
        get: ({ event, occurrence }) =>
          occurrence
            ? occurrence.exception
              ? 'exception'
              : 'occurrence'
            : event.recurrence
              ? 'seriesMaster'
              : 'singleInstance',
        sortable: false,
      },
      isAllDay: { kind: 'boolean', get: (shown) => of(shown).times.isAllDay },
      isCancelled: { kind: 'boolean', get: (shown) => of(shown).isCancelled },
      isOrganizer: { kind: 'boolean', get: (shown) => of(shown).isOrganizer },
      isOnlineMeeting: { kind: 'boolean', get: (shown) => of(shown).isOnlineMeeting },
      isReminderOn: { kind: 'boolean', get: (shown) => of(shown).reminder.on },
      hasAttachments: { kind: 'boolean', get: () => false },
      importance: { kind: 'enum', get: (shown) => of(shown).importance },
      sensitivity: { kind: 'enum', get: (shown) => of(shown).sensitivity },
      showAs: { kind: 'enum', get: (shown) => of(shown).showAs },
      'organizer/emailAddress/address': { kind: 'string', get: (shown) => of(shown).organizer.address },
      'organizer/emailAddress/name': { kind: 'string', get: (shown) => of(shown).organizer.name },
      'location/displayName': { kind: 'string', get: (shown) => of(shown).locations[0]?.displayName ?? '' },
    },
    collections: {
      categories: { paths: [''], elements: (shown) => of(shown).categories.map((name) => ({ '': name })) },
      attendees: {
        paths: ['emailAddress/address', 'emailAddress/name'],
        elements: (shown) =>
          of(shown).attendees.map(({ name, address }) => ({
            'emailAddress/address': address,
            'emailAddress/name': name,
          })),
      },
      singleValueExtendedProperties: {
        ...extendedPropertyPaths,
        elements: (shown) => Object.entries(of(shown).extended).map(([id, value]) => ({ id, value })),
      },
    },
  }
}

/** Text literals of start/dateTime and end/dateTime become times; without an offset they are UTC. */
function withTimes(node: Expression): Expression {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...node, left: withTimes(node.left), right: withTimes(node.right) }
    case 'not':
      return { ...node, inner: withTimes(node.inner) }
    case 'compare': {
      if (!TIMES.has(node.path)) return node
      const { value } = node.value
      const text = typeof value === 'string' ? value : ''
      const at = Date.parse(/T/.test(text) && !/(Z|[+-]\d\d:\d\d)$/i.test(text) ? `${text}Z` : text)
      if (node.value.kind !== 'string' || Number.isNaN(at))
        throw new GraphFault(
          400,
          'BadRequest',
          `Invalid filter clause: '${node.path}' is compared with a time as text.`,
        )
      return { ...node, value: { kind: 'date', value: at } }
    }
    default:
      return node
  }
}

/** @throws GraphFault 400 for what Exchange refuses */
export const eventFilter = (filter: string, model: EntityModel<Shown>): ((shown: Shown) => boolean) =>
  compileFilter(withTimes(parseFilter(filter)), model)

/** Exceptions are in a list of events only when the filter asks for them by their master. */
export const asksForExceptions = (filter: string | null): boolean =>
  filter !== null && propertiesOf(parseFilter(filter)).includes('seriesMasterId')
