// Message delta of one folder. A first round lists the folder newest first and then reports what changed meanwhile;
// later rounds report the log since the token. All from the present state: an old token sees the newest version once.

import type { DeltaState } from './delta-token'
import type { Folder, Tombstone } from './folders'
import type { Item } from './item'

/** Microsoft Graph: a round with $filter ends after this many messages. */
const FILTERED_LIMIT = 5000

export interface DeltaPage {
  /** A message, or one that left the folder. */
  entries: ({ item: Item } | { stone: Tombstone })[]
  next: DeltaState
  /** True: the round is complete and `next` belongs into the deltaLink. */
  complete: boolean
}

const passes = (item: Item, from: DeltaState['from']) =>
  !from || item.received > from.at || (from.inclusive && item.received === from.at)

/**
 * One page. `visible` is the highest sequence that delta may show yet (fault delta-lag); `immutableIds` decides whether
 * a message that left and came back is news (its rest id changed).
 */
export function deltaPage(
  folder: Folder,
  state: DeltaState,
  size: number,
  visible: number,
  immutableIds: boolean,
): DeltaPage {
  return state.phase === 'initial'
    ? initialPage(folder, state, size, visible)
    : changesPage(folder, state, size, visible, immutableIds)
}

function initialPage(folder: Folder, state: DeltaState, size: number, visible: number): DeltaPage {
  const entries: DeltaPage['entries'] = []
  const page = state.page + 1
  const next: DeltaState = { ...state, page }
  const all = folder.items.all()
  let i = (state.cursor ? folder.items.rank(...state.cursor) : all.length) - 1
  // As Outlook now and then does: a page may be empty, and a page may repeat a message.
  if (page % 16 === 6 && i >= 0) return { entries, next, complete: false }
  const repeated = page % 8 === 3 ? all[i + 1] : undefined
  if (repeated && size > 1 && passes(repeated, state.from)) entries.push({ item: repeated })
  const wanted = state.changeType === null || state.changeType === 'created'
  let ended = !wanted
  while (!ended && i >= 0 && entries.length < size) {
    const item = all[i--]
    if (!item) break
    if (!passes(item, state.from) || (state.from && next.count >= FILTERED_LIMIT)) {
      ended = true
      break
    }
    next.cursor = [item.received, item.n]
    if (item.since > visible) continue
    entries.push({ item })
    next.count++
  }
  if (!ended && i >= 0) return { entries, next, complete: false }
  const changed = folder.log.after(state.done) < folder.log.after(visible)
  const after: DeltaState = { ...next, phase: 'changes', cursor: null, until: changed ? visible : null }
  return { entries, next: after, complete: !changed }
}

function changesPage(
  folder: Folder,
  state: DeltaState,
  size: number,
  visible: number,
  immutableIds: boolean,
): DeltaPage {
  const until = state.until ?? Math.max(state.done, visible)
  const entries: DeltaPage['entries'] = []
  let done = state.done
  let i = folder.log.after(state.done)
  for (;;) {
    const entry = folder.log.at(i)
    if (!entry || entry.seq > until) {
      done = until
      break
    }
    if (entries.length >= size) break
    i++
    done = entry.seq
    const found = folder.read(entry)
    if (!found) continue
    if ('stone' in found) {
      if (state.changeType !== null && state.changeType !== 'deleted') continue
      if (immutableIds && folder.holds(found.stone.n)) continue
    } else {
      const kind = found.item.since > state.base ? 'created' : 'updated'
      if (state.changeType !== null && state.changeType !== kind) continue
      if (!passes(found.item, state.from)) continue
    }
    entries.push(found)
  }
  const complete = done >= until
  const next: DeltaState = complete
    ? { ...state, done, base: done, until: null, page: 0 }
    : { ...state, done, until, page: state.page + 1 }
  return { entries, next, complete }
}
