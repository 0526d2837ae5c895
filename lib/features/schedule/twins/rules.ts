/** One of several entries that are the same meeting: colleagues hold it, each in a mailbox of their own. */
export interface Twin {
  id: string
  /** What the meeting is called in all calendars, and by whom it was called; null: nobody else can hold it. */
  name: string | null
  /** How much the viewer sees of it: the most counts. */
  rank: number
  /** Null: somebody entered it here. */
  connectionId: string | null
  createdAt: Date
}

const isBetter = (a: Twin, b: Twin): boolean => {
  const more =
    a.rank - b.rank ||
    Number(b.connectionId !== null) - Number(a.connectionId !== null) ||
    b.createdAt.getTime() - a.createdAt.getTime()
  return more > 0 || (more === 0 && a.id < b.id)
}

/**
 * Ids of those that are shown: of each meeting the one that shows the viewer most, then the one that was entered here,
 * then the one that was there first, so that nothing which comes later takes its place.
 */
export function firstOfTwins(all: readonly Twin[]): Set<string> {
  const best = new Map<string, Twin>()
  for (const each of all) {
    const name = each.name ?? each.id
    const known = best.get(name)
    if (!known || isBetter(each, known)) best.set(name, each)
  }
  return new Set([...best.values()].map(({ id }) => id))
}
