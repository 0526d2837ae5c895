// One mail folder: its messages in the order of arrival and its log of changes.

import { ChangeLog, type LogEntry } from './change-log'
import type { Item } from './item'
import { SortedItems } from './sorted-items'

/** What is left of a message after it went: enough to report it to anyone who still knows it by its old rest id. */
export interface Tombstone {
  n: number
  /** Move count at that time: with the folder's serial it makes up the old rest id. */
  moves: number
  seq: number
  at: number
}

const goneKey = (n: number, moves: number) => `${n}.${moves}`

export class Folder {
  readonly items = new SortedItems()
  readonly log = new ChangeLog()
  readonly gone = new Map<string, Tombstone>()
  total = 0
  unread = 0
  /** Last change of the folder itself or of its counts. */
  seq = 0

  constructor(
    readonly serial: number,
    readonly id: string,
    /** 'inbox', …; null for folders that a person made. */
    readonly wellKnown: string | null,
    public displayName: string,
    public parent: Folder | null,
    public hidden: boolean,
    /** Finds a message of the mailbox by its number. */
    private readonly find: (n: number) => Item | undefined,
  ) {}

  /** Notes that a message came or changed. */
  record(item: Item, at: number): void {
    this.log.push(item.n, -1, item.seq, at)
    this.compact()
  }

  /** Notes that a message left. */
  bury(stone: Tombstone): void {
    this.gone.set(goneKey(stone.n, stone.moves), stone)
    this.log.push(stone.n, stone.moves, stone.seq, stone.at)
    this.compact()
  }

  /** The message that an entry is the newest news of; null for an entry that a later one overtook. */
  read(entry: LogEntry): { item: Item } | { stone: Tombstone } | null {
    if (entry.left < 0) {
      const item = this.find(entry.n)
      return item && item.folder === this && item.seq === entry.seq ? { item } : null
    }
    const stone = this.gone.get(goneKey(entry.n, entry.left))
    return stone && stone.seq === entry.seq ? { stone } : null
  }

  holds(n: number): boolean {
    return this.find(n)?.folder === this
  }

  private compact(): void {
    if (this.log.length > 2 * (this.total + this.gone.size) + 1000) this.log.keep((entry) => this.read(entry) !== null)
  }
}

/** Folders that every mailbox has, in Outlook's order; the second name is for a German mailbox. */
export const WELL_KNOWN: readonly { name: string; en: string; de: string }[] = [
  { name: 'archive', en: 'Archive', de: 'Archiv' },
  { name: 'deleteditems', en: 'Deleted Items', de: 'Gelöschte Elemente' },
  { name: 'drafts', en: 'Drafts', de: 'Entwürfe' },
  { name: 'inbox', en: 'Inbox', de: 'Posteingang' },
  { name: 'junkemail', en: 'Junk Email', de: 'Junk-E-Mail' },
  { name: 'outbox', en: 'Outbox', de: 'Postausgang' },
  { name: 'sentitems', en: 'Sent Items', de: 'Gesendete Elemente' },
  { name: 'conversationhistory', en: 'Conversation History', de: 'Aufgezeichnete Unterhaltungen' },
]
