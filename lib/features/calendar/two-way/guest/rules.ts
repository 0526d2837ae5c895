import {
  type Base,
  type Change,
  type Content,
  changedFields,
  contentOn,
  type Merged,
  merge,
  type State,
} from '../rules'

/** What of somebody else's meeting is the person's own. */
const OWN_OF_GUEST: readonly string[] = ['isPrivate', 'reminder', 'showAs']

/**
 * Of somebody else's meeting only the mark "private", the reminder and how it shows are the person's own (R34);
 * everything else is as the organiser has it.
 */
export function mergeGuest(...sides: Parameters<typeof merge>): Merged {
  const [base, ours, theirs, later, laterOn = {}] = sides
  const merged = merge(...sides)
  const toOurs: Change = { ...merged.toOurs }
  const toTheirs: Change = {}
  for (const [field, value] of Object.entries(merged.toTheirs)) {
    if (OWN_OF_GUEST.includes(field)) Object.assign(toTheirs, { [field]: value })
    else if (field !== 'exceptions') Object.assign(toOurs, { [field]: theirs[field as keyof State] })
  }
  for (const date of Object.keys({ ...merged.toTheirs.exceptions, ...merged.toOurs.exceptions })) {
    const its = theirs.exceptions[date]
    const { own, isMore } = ownOfDate({ base, ours, theirs, isLater: (laterOn[date] ?? later) === 'ours' }, date)
    if (own) toTheirs.exceptions = { ...toTheirs.exceptions, [date]: own }
    if (isMore || merged.toTheirs.exceptions?.[date] === undefined)
      toOurs.exceptions = { ...toOurs.exceptions, [date]: own ?? (its === undefined ? 'series' : its) }
  }
  return { toOurs, toTheirs, lost: merged.lost }
}

interface Sides {
  base: Base | null
  ours: State
  theirs: State
  /** This side has the later word. */
  isLater: boolean
}

/**
 * What a guest gave one date of their own: it as Outlook has it, with that. Null: nothing, or there is no such date.
 * `isMore`: something else differs here, or came from Outlook.
 */
function ownOfDate({ base, ours, theirs, isLater }: Sides, date: string): { own: Content | null; isMore: boolean } {
  const [mine, its] = [contentOn(ours, date), contentOn(theirs, date)]
  if (!mine || !its) return { own: null, isMore: true }
  const since = (side: State | undefined, now: Content) => changedFields((side && contentOn(side, date)) ?? its, now)
  const changed = since(base?.ours, mine)
  const came = base ? since(base.theirs, its) : isLater ? [] : changed
  const fields = changed.filter((field) => OWN_OF_GUEST.includes(field) && (isLater || !came.includes(field)))
  const own = Object.fromEntries(fields.map((field) => [field, mine[field]]))
  return {
    own: fields.length > 0 ? { ...its, ...own } : null,
    isMore: fields.length === 0 || [...changed, ...came].some((field) => !fields.includes(field)),
  }
}
