/** How a draft stands to what is saved: a pure machine, so that no order of events loses a word. */

export type SaveState = {
  /** The version that the next save builds on. */
  version: number
  /** Something was typed that no save under way carries. */
  dirty: boolean
  saving: boolean
  /** Why the last save failed, in words; cleared by the next that succeeds. */
  problem: string | null
  /** Saves that failed one after the other. */
  failures: number
  /** ISO 8601; null: never saved. */
  savedAt: string | null
  inOutlook: boolean
  /** Another tab or device saved first: the person chooses before anything more is saved. */
  behind: boolean
}

export type SaveEvent =
  | { type: 'edited' }
  | { type: 'began' }
  | { type: 'saved'; version: number; savedAt: string }
  | { type: 'refused'; problem: string }
  | { type: 'behind' }
  | { type: 'adopted'; version: number; savedAt: string; inOutlook: boolean; dirty: boolean }
  | { type: 'outlook'; version: number; inOutlook: boolean }

export function firstState(version: number, savedAt: string | null, inOutlook: boolean): SaveState {
  return { version, dirty: false, saving: false, problem: null, failures: 0, savedAt, inOutlook, behind: false }
}

export function step(state: SaveState, event: SaveEvent): SaveState {
  switch (event.type) {
    case 'edited':
      return { ...state, dirty: true }
    case 'began':
      return { ...state, dirty: false, saving: true }
    case 'saved':
      return {
        ...state,
        version: event.version,
        savedAt: event.savedAt,
        saving: false,
        problem: null,
        failures: 0,
        inOutlook: false,
      }
    case 'refused':
      // What the failed save carried is unsaved again.
      return { ...state, dirty: true, saving: false, problem: event.problem, failures: state.failures + 1 }
    case 'behind':
      return { ...state, dirty: true, saving: false, behind: true }
    case 'adopted':
      return { ...firstState(event.version, event.savedAt, event.inOutlook), dirty: event.dirty }
    case 'outlook':
      return event.version === state.version && !state.dirty && !state.saving
        ? { ...state, inOutlook: event.inOutlook }
        : state
  }
}

/** True if a save should begin now. */
export const wantsSave = (state: SaveState) => state.dirty && !state.saving && !state.behind

/** Milliseconds to the next try: 1 s after typing, then 2, 4 … 30 s while saves fail. */
export const saveDelay = (state: SaveState) =>
  state.failures === 0 ? 1000 : Math.min(30_000, 1000 * 2 ** state.failures)

/** Everything that was typed is safe on the server. */
export const isSafe = (state: SaveState) => !state.dirty && !state.saving
