import type { Change } from '@/components/schedule/changes/change'
import { drawInput } from '@/components/schedule/changes/overlay'
import { ChangeStore } from '@/components/schedule/changes/store'
import type { EntryInput, EntryView, ScheduleItem } from '@/components/schedule/view'

export const input: EntryInput = {
  kind: 'call',
  title: 'Ann',
  ownerId: null,
  channel: 'phone',
  isAllDay: false,
  start: '2026-11-25T10:00',
  end: '2026-11-25T10:45',
  timeZone: 'Europe/London',
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
}
export const make = (id: string, title = 'Ann'): Change => ({
  ...{ kind: 'save', id, version: null, occurrenceDate: null, scope: 'all' },
  input: { ...input, title },
})
export const move = (id: string, version: number, hour: number): Change => ({
  ...{ kind: 'move', id, version, occurrenceDate: null, scope: 'all' },
  ...{ isAllDay: false, startDate: null, endDate: null },
  startsAt: `2026-11-25T${hour}:00:00.000Z`,
  endsAt: `2026-11-25T${hour}:30:00.000Z`,
})
export const item = (id: string): ScheduleItem => ({ ...drawInput(id, input, null), version: 1 })
export const how = (id: string, title = 'Ann') => ({ title, key: id, shown: { ...item(id), title } })
export const standing = (id: string, version: number) => ({ ...input, id, version, title: 'Theirs' }) as EntryView

/** A device, and Tandem as it answers: `online` says whether it can be reached. */
export function device() {
  const kept = new Map<string, string>()
  const sent: Change[] = []
  const state = {
    ...{ online: true, full: false, sent, kept, read: Promise.resolve() },
    answer: (change: Change): unknown => ({
      id: change.id,
      version: 'version' in change ? (change.version ?? 0) + 1 : 0,
    }),
  }
  const deed = (kind: Change['kind']) => async (change: object) => {
    if (!state.online) throw new TypeError('Failed to fetch')
    const whole = { kind, ...change } as Change
    sent.push(whole)
    return state.answer(whole) as never
  }
  const storage = {
    length: 0,
    key: () => null,
    clear: () => kept.clear(),
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => {
      if (state.full) throw new DOMException('full', 'QuotaExceededError')
      kept.set(name, value)
    },
    removeItem: (name: string) => void kept.delete(name),
  }
  // Tabs take turns.
  let turn = Promise.resolve()
  const locked = (run: () => Promise<void>) => {
    turn = turn.then(run)
    return turn
  }
  const open = () =>
    new ChangeStore({
      deeds: { saveEntry: deed('save'), moveEntry: deed('move'), deleteEntry: deed('delete') },
      refresh: () => state.read,
      storage,
      isOnline: () => state.online,
      locked,
    })
  return { state, open }
}
