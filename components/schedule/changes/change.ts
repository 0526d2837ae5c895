import type { DeleteEntry, EntryView, MoveEntry, SaveEntry, ScheduleItem } from '../view'

export type SaveChange = { kind: 'save' } & Parameters<SaveEntry>[0]
export type MoveChange = { kind: 'move' } & Parameters<MoveEntry>[0]
export type DeleteChange = { kind: 'delete' } & Parameters<DeleteEntry>[0]
export type Change = SaveChange | MoveChange | DeleteChange

/** Why a change did not go through; what stands there now is null if it was deleted. */
export type Trouble = { kind: 'refused'; error: string } | { kind: 'conflict'; now: EntryView | null }

/** A change on its way to Tandem, as this device keeps it. */
export type Kept = {
  opId: string
  /** When it was made, ms. */
  at: number
  change: Change
  /** For sentences about it. */
  title: string
  /** What is drawn meanwhile; null for a deletion. */
  shown: ScheduleItem | null
  /** Key of what it changes in the schedule; for a new entry its own. */
  key: string
  /** It could not be sent at least once. */
  unsent: boolean
  /** It was sent, and if no answer came Tandem may have it all the same: it is what it is, and later changes follow it. */
  tried: boolean
  /** Tries that failed although the browser said it was online. */
  failures: number
  trouble: Trouble | null
}

/** The changes that may be sent now: in order, and none past an earlier one of the same entry that is in trouble. */
export function nextToSend(kept: readonly Kept[]): Kept | null {
  const blocked = new Set<string>()
  for (const op of kept) {
    if (op.trouble) blocked.add(op.change.id)
    else if (!blocked.has(op.change.id)) return op
  }
  return null
}

/** After one was accepted: later ones of the same entry, or of the same date of a series, build on the version that it made. */
export function rebase(kept: readonly Kept[], key: string, version: number): Kept[] {
  return kept.map((op) =>
    op.key === key && op.change.kind !== 'delete' ? { ...op, change: { ...op.change, version } } : op,
  )
}

/**
 * Adds a change. A new entry that was never sent, from any tab, takes later changes into itself, and one that is deleted
 * before it was sent never was.
 */
export function enqueue(kept: readonly Kept[], op: Kept): Kept[] {
  const born = kept.find(
    (each) =>
      each.change.id === op.change.id &&
      each.change.kind === 'save' &&
      each.change.version === null &&
      each.unsent &&
      !each.tried,
  )
  if (born?.change.kind !== 'save') return [...kept, op]
  if (op.change.kind === 'delete' && op.change.scope !== 'this' && op.change.scope !== 'following')
    return kept.filter((each) => each.change.id !== op.change.id)
  if (op.change.kind === 'save' && op.change.scope === 'all')
    return kept.map((each) =>
      each === born && born.change.kind === 'save' && op.change.kind === 'save'
        ? {
            ...each,
            title: op.title,
            shown: op.shown,
            trouble: null,
            change: { ...born.change, input: op.change.input },
          }
        : each,
    )
  return [...kept, op]
}

/** Whether what stands there is what was wanted: then only the answer got lost. */
export function isDone(change: Change, now: EntryView | null): boolean {
  if (change.kind === 'delete') return now === null
  if (!now) return false
  if (change.kind === 'save') {
    const { input } = change
    return (Object.keys(input) as (keyof typeof input)[]).every((field) =>
      field === 'attendees'
        ? input.attendees.map(({ address }) => address).join() === now.attendees.map(({ address }) => address).join()
        : JSON.stringify(input[field]) === JSON.stringify(now[field]),
    )
  }
  return false
}
