import type { Content, Importance } from './content'
import { type Extended, NO_EXTENDED } from './extended-properties'
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

/** What a message is made of; the rest has a default. */
export interface NewItem {
  content: Content
  folder: Folder
  received: number
  /** Creation in this mailbox; now when absent. */
  created?: number
  isRead: boolean
  isDraft?: boolean
  importance?: Importance
  focused?: boolean
  flag?: Flag
  categories?: readonly string[]
  extended?: Extended
}

/** Exchange keeps whole seconds. */
export const seconds = (ms: number) => Math.floor(ms / 1000) * 1000

/** `place`: what the mailbox gives to the message. */
export function makeItem(given: NewItem, place: Pick<Item, 'n' | 'moves' | 'seq' | 'created'>): Item {
  const created = seconds(place.created)
  return {
    n: place.n,
    folder: given.folder,
    moves: place.moves,
    seq: place.seq,
    since: place.seq,
    received: seconds(given.received),
    created,
    modified: created,
    isRead: given.isRead,
    isDraft: given.isDraft ?? false,
    importance: given.importance ?? 'normal',
    focused: given.focused ?? true,
    flag: given.flag ?? NO_FLAG,
    categories: given.categories ?? NO_CATEGORIES,
    extended: given.extended ?? NO_EXTENDED,
    content: given.content,
  }
}
