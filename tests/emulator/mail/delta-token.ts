// State tokens: everything that a delta round needs stands in the token, so any token can be replayed, at any age.

import { createHash } from 'node:crypto'
import { GraphFault } from '../seam'

export interface DeltaState {
  kind: 'messages' | 'folders'
  generation: string
  /** Serial of the folder; 0 for the folder hierarchy. */
  folder: number
  issued: number
  select: string[] | null
  /** $expand as it was asked for. */
  expand: string | null
  changeType: string | null
  from: { at: number; inclusive: boolean } | null
  top: number | null
  phase: 'initial' | 'changes'
  /** Sequence at the start of the round: what is newer than this is "created" for its reader. */
  base: number
  /** Changes up to here have been reported (or come with the initial enumeration). */
  done: number
  /** The change phase ends here; null: not begun. */
  until: number | null
  /** Last message of the initial enumeration. */
  cursor: [received: number, n: number] | null
  count: number
  page: number
}

const seal = (text: string) => createHash('sha256').update(`delta state ${text}`).digest('base64url').slice(0, 12)

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
 * a reset or of another folder.
 */
export function readToken(
  token: string,
  kind: DeltaState['kind'],
  generation: string,
  folder: number,
  now: number,
): DeltaState {
  const text = token.slice(12)
  if (seal(text) !== token.slice(0, 12)) throw new GraphFault(400, 'BadRequest', 'Badly formed token.')
  const state = JSON.parse(Buffer.from(text, 'base64url').toString()) as DeltaState
  if (state.kind !== kind || state.folder !== folder || state.generation !== generation || now - state.issued > LIFE)
    throw stateLost()
  return state
}
