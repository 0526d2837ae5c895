// State tokens of calendarView deltas: everything that a round needs stands in the token, so any token can be replayed.

import { createHash } from 'node:crypto'
import { GraphFault } from '../seam'

export interface DeltaState {
  generation: string
  /** Serial of the calendar. */
  calendar: number
  /** The window, fixed for all rounds; epoch milliseconds. */
  from: number
  to: number
  issued: number
  phase: 'initial' | 'changes'
  /** Changes up to here have been reported (or come with the initial enumeration). */
  done: number
  /** The change phase ends here; null: not begun. */
  until: number | null
  /** The event that the last page ended with: its number in the initial phase, its sequence in the other. */
  at: number
  /** Key of the last item of that event; null: none of it yet. */
  key: string | null
  page: number
}

const seal = (text: string) => createHash('sha256').update(`calendar delta ${text}`).digest('base64url').slice(0, 12)

/** Thirty days by Microsoft's clock; the real life is not fixed (Microsoft Graph: delta token duration). */
const LIFE = 30 * 86_400_000

export function writeToken(state: DeltaState): string {
  const text = Buffer.from(JSON.stringify(state)).toString('base64url')
  return seal(text) + text
}

export const stateLost = () =>
  new GraphFault(410, 'syncStateNotFound', 'The sync state generation is not found; start a new synchronization round.')

/**
 * @throws GraphFault 400 for a token that Graph never wrote, 410 syncStateNotFound for one that is too old, from before
 * a reset or of another calendar
 */
export function readToken(token: string, generation: string, calendar: number, now: number): DeltaState {
  const text = token.slice(12)
  if (seal(text) !== token.slice(0, 12)) throw new GraphFault(400, 'BadRequest', 'Badly formed token.')
  const state = JSON.parse(Buffer.from(text, 'base64url').toString()) as DeltaState
  if (state.calendar !== calendar || state.generation !== generation || now - state.issued > LIFE) throw stateLost()
  return state
}
