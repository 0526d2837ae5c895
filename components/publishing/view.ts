/** Settings → Calendar: how entries go to Outlook (R31–R34, R54, R60). */

export type PublishingMode = 'off' | 'separate' | 'two-way'

/** An entry by name and day. */
export type Dated = {
  title: string
  /** Instant, date, or nothing. Of a series the next that is not over, or the last. */
  when: string
  repeats?: boolean
}

export type PublishingView = {
  /** The person's calendar is connected and may be written to; else what to do. */
  state: 'ready' | 'not-connected' | 'needs-permission' | 'reconnect'
  mode: PublishingMode
  writes: 'observe' | 'on'
  reminderMinutes: number | null
  /** Name of Tandem's own calendar, as it will be or is called. */
  calendarName: string
  /** In Outlook now, on their way, refused, and beyond the 10,000 of one push. */
  counts: { inOutlook: number; waiting: number; refused: number; later: number }
  /** Entries that Outlook refused, newest first, ten at most; opened, each says why. */
  refusals: ({ entryId: string } & Dated)[]
  lastPushAt: string | null
  problem: { text: string; label: string; href: string | null; deed: 'recreate' | 'resume' | null } | null
  /** What waits for the person's word (the circuit breaker). */
  pauses: PauseView[]
}

export type PauseView = {
  id: string
  direction: 'in' | 'out'
  affected: number
  total: number
  /** What is kept as it is means something else for copies. */
  isTwoWay: boolean
  /** "Changes" or "deletes" as a sentence with figures. */
  sentence: string
  examples: Dated[]
  at: string
}

/** Before a change of mode: what will happen, by figures. Nothing has happened yet. */
export type PublishingPreview = {
  mode: PublishingMode
  /** Entries that will be added to Outlook, changed, removed from it; meetings that will come in. */
  add: number
  change: number
  remove: number
  takeIn: number
  /** "12 entries will be added to Outlook; no one will be mailed." */
  sentences: string[]
  examples: (Dated & { what: 'add' | 'change' | 'remove' | 'take-in' })[]
}

/** What observe-only would have written, newest first. */
export type ObservedWrite = Dated & {
  id: string
  at: string
  what: 'create' | 'change' | 'delete'
}

export type Refusal = { error: string }
export type PublishingActions = {
  /** `writes`: as it would be; left out, as it is. */
  preview: (mode: PublishingMode, writes?: 'observe' | 'on') => Promise<PublishingPreview | Refusal>
  setPublishing: (input: {
    mode: PublishingMode
    writes: 'observe' | 'on'
    reminderMinutes: number | null
  }) => Promise<Refusal | undefined>
  decidePause: (id: string, decision: 'apply' | 'keep') => Promise<Refusal | undefined>
  recreateCalendar: () => Promise<Refusal | undefined>
  listObserved: () => Promise<ObservedWrite[] | Refusal>
}

/** Admin: optional fields of Outlook events that are pulled (R31). */
export type CalendarFieldsView = { fields: { id: string; name: string; isOn: boolean }[] }
export type SetCalendarFields = (ids: string[]) => Promise<Refusal | undefined>
