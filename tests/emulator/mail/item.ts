import type { Content, Importance } from './content'
import type { Extended } from './extended-properties'
import type { Folder } from './folders'

export interface Flag {
  status: 'notFlagged' | 'flagged' | 'complete'
  start: string | null
  due: string | null
  completed: string | null
}

export const NO_FLAG: Flag = { status: 'notFlagged', start: null, due: null, completed: null }
export const NO_CATEGORIES: readonly string[] = []

/** One message in a mailbox. Times are epoch milliseconds, whole seconds. */
export interface Item {
  readonly n: number
  folder: Folder
  /** Number of moves so far: part of the rest id. */
  moves: number
  /** Last change, in the mailbox's own count: change key and place in the log. */
  seq: number
  /** When it came into its folder: tells created from updated. */
  since: number
  readonly received: number
  readonly created: number
  modified: number
  isRead: boolean
  isDraft: boolean
  importance: Importance
  focused: boolean
  flag: Flag
  categories: readonly string[]
  /** Extended properties by canonical id; replaced, never changed in place. */
  extended: Extended
  content: Content
}
