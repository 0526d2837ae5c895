import { fetchJson } from '@/components/frame/fetch-json'
import { ListStore } from './list-store'
import { ReadMarks } from './read-marks'
import type { MailFilter, MessagePage, MessageRow, SetRead } from './view'

/** Deeds within this time go out together. */
const gather = 120
/** Lists kept for going back and forth. */
const kept = 12

type Hooks = {
  /** The action on the server. */
  setRead: SetRead
  /** Counts in the navigation, at once: by folder, how many more are unread. */
  count: (change: ReadonlyMap<string, number>) => void
  failed: (isRead: boolean) => void
}

/** Reads one page of the list: GET /api/mail/list. */
function fetchPage(folderId: string, filter: MailFilter): (cursor: string | null) => Promise<MessagePage> {
  return (cursor) => {
    const query = new URLSearchParams({ folder: folderId, filter })
    if (cursor !== null) query.set('cursor', cursor)
    return fetchJson<MessagePage>(`/api/mail/list?${query}`)
  }
}

/** The lists of this tab, and the deeds on their messages. */
export class InboxModel {
  private readonly lists = new Map<string, ListStore>()
  private readonly marks = new ReadMarks(() => this.publish())
  private queue = new Map<string, { isRead: boolean; row: MessageRow }>()
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly hooks: () => Hooks) {}

  /** The list of a folder; `initial` is the page that came with the first paint. */
  list(folderId: string, filter: MailFilter, initial?: MessagePage): ListStore {
    const key = `${filter} ${folderId}`
    let list = this.lists.get(key)
    if (list) this.lists.delete(key)
    list ??= new ListStore(fetchPage(folderId, filter), this.marks, filter === 'unread', initial)
    this.lists.set(key, list)
    const oldest = this.lists.keys().next()
    if (this.lists.size > kept && !oldest.done) this.lists.delete(oldest.value)
    return list
  }

  /** Whether a message counts as read now, with deeds that are still on their way. */
  isRead(row: Pick<MessageRow, 'id' | 'isRead'>): boolean {
    return this.marks.stateOf(row)
  }

  /** Marks at once and tells the server soon; if that fails, all is as before and a toast says so. */
  markRead(row: MessageRow, isRead: boolean): void {
    if (this.isRead(row) === isRead) return
    for (const list of this.lists.values()) list.hold([row.id])
    this.marks.set([row.id], isRead)
    this.hooks().count(new Map([[row.folderId, isRead ? -1 : 1]]))
    this.queue.set(row.id, { isRead, row })
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.send(), gather)
  }

  private async send(): Promise<void> {
    const { queue } = this
    this.queue = new Map()
    for (const isRead of [true, false]) {
      const rows = [...queue.values()].filter((deed) => deed.isRead === isRead).map((deed) => deed.row)
      if (rows.length === 0) continue
      const ids = rows.map((row) => row.id)
      try {
        await this.hooks().setRead(ids, isRead)
        for (const list of this.lists.values()) list.patch(ids, isRead)
        this.marks.confirm(ids, isRead)
      } catch {
        this.marks.drop(ids, isRead)
        const back = new Map<string, number>()
        for (const row of rows) back.set(row.folderId, (back.get(row.folderId) ?? 0) + (isRead ? 1 : -1))
        this.hooks().count(back)
        this.hooks().failed(isRead)
      }
    }
  }

  private publish(): void {
    for (const list of this.lists.values()) list.publish()
  }
}
