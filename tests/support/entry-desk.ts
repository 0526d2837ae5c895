import { randomUUID } from 'node:crypto'
import type { EntryInput, EntryView, Scope } from '@/components/schedule/view'
import type { Recurrence } from '@/drizzle/schema/schedule'
import { deleteEntry, restoreEntry } from '@/lib/features/schedule/deletion/mutations'
import { getEntry } from '@/lib/features/schedule/entry/queries'
import { moveEntry, type Outcome, saveEntry } from '@/lib/features/schedule/mutations'
import { listItems } from '@/lib/features/schedule/range/queries'
import { deleteInput, moveInput, saveInput } from '@/lib/features/schedule/schema'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'

/** A call of an hour on 25 November 2026, as a form sends it. */
export const form = (more: Partial<EntryInput> = {}): EntryInput => ({
  kind: 'call',
  title: 'Norrvik framework',
  ownerId: null,
  channel: 'phone',
  isAllDay: false,
  start: '2026-11-25T10:00',
  end: '2026-11-25T11:00',
  timeZone: 'Europe/Berlin',
  location: '',
  notes: '',
  isPrivate: false,
  showAs: 'busy',
  reminderMinutes: null,
  isOnline: false,
  recurrence: null,
  attendees: [],
  personIds: [],
  companyIds: [],
  ...more,
})

export const weekly = (
  startDate: string,
  days: Recurrence['pattern']['daysOfWeek'],
  more: Partial<Recurrence['range']> = {},
): Recurrence => ({
  pattern: { type: 'weekly', interval: 1, daysOfWeek: days ?? [] },
  range: { type: 'noEnd', startDate, ...more },
})

/** What one person does to the schedule, as their browser asks for it. */
export function deskOf(scope: UserScope) {
  const done = (outcome: Outcome) => {
    if ('conflict' in outcome) throw new Error('somebody was faster')
    return outcome
  }
  const save = (change: { id: string; version: number | null; on?: string | null; part?: Scope; input: EntryInput }) =>
    inScope(scope, (db) =>
      saveEntry(
        db,
        scope,
        saveInput.parse({
          id: change.id,
          version: change.version,
          occurrenceDate: change.on ?? null,
          scope: change.part ?? 'all',
          input: change.input,
        }),
      ),
    )
  const see = (id: string, on: string | null = null) => inScope(scope, (db) => getEntry(db, scope, id, on))
  return {
    save,
    see,
    /** A new entry of one's own. */
    make: async (more: Partial<EntryInput> = {}, id = randomUUID()) => {
      await save({ id, version: null, input: form({ ownerId: scope.userId, ...more }) })
      return id
    },
    /** Opens the form, types, and saves. */
    edit: async (
      id: string,
      typed: Partial<EntryInput>,
      on: string | null = null,
      part: Scope = on ? 'this' : 'all',
    ) => {
      const view = await see(id, on)
      return done(await save({ id, version: view.version, on, part, input: { ...inputOf(view), ...typed } }))
    },
    move: async (
      id: string,
      on: string | null,
      startsAt: string,
      endsAt: string,
      version?: number,
      part: Scope = on ? 'this' : 'all',
    ) =>
      inScope(scope, async (db) =>
        moveEntry(
          db,
          scope,
          moveInput.parse({
            id,
            version: version ?? (await getEntry(db, scope, id, on)).version,
            occurrenceDate: on,
            scope: part,
            startsAt,
            endsAt,
            isAllDay: false,
            startDate: null,
            endDate: null,
          }),
        ),
      ),
    remove: (id: string, on: string | null = null, part: Scope = on ? 'this' : 'all') =>
      inScope(scope, (db) => deleteEntry(db, scope, deleteInput.parse({ id, occurrenceDate: on, scope: part }))),
    restore: (undo: string) => inScope(scope, (db) => restoreEntry(db, scope, undo)),
    items: (from: string, to: string) =>
      inScope(scope, (db) => listItems(db, scope, new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`))),
  }
}

/** What the form holds of an entry that was opened. */
export const inputOf = (view: EntryView): EntryInput => ({
  kind: view.kind,
  title: view.title,
  ownerId: view.ownerId,
  channel: view.channel,
  isAllDay: view.isAllDay,
  start: view.start,
  end: view.end,
  timeZone: view.timeZone,
  location: view.location,
  notes: view.notes,
  isPrivate: view.isPrivate,
  showAs: view.showAs,
  reminderMinutes: view.reminderMinutes,
  isOnline: view.isOnline,
  recurrence: view.recurrence,
  attendees: view.attendees.map(({ name, address, type }) => ({ name, address, type })),
  personIds: view.personIds,
  companyIds: view.companyIds,
})
