import { fetchJson } from '@/components/frame/fetch-json'
import { leaves } from './deeds'
import { Leaving } from './leaving'
import { ListStore } from './list-store'
import { Marks, settle } from './marks'
import { UndoStack } from './undo-stack'
import type { Deed, MailActions, MailFilter, MessagePage, MessageRow, SearchPage, UndoToken } from './view'

/** Marks within this time go out together. */
const gather = 120
/** Lists kept for going back and forth. */
const kept = 12
/** As many messages as one call takes. */
const portion = 500

export type CountChange = { unread: number; total: number }

type Hooks = Pick<MailActions, 'doDeed' | 'undoDeed'> & {
  /** Counts in the navigation, at once: by folder, how many more. */
  count: (change: ReadonlyMap<string, CountChange>) => void
  /** A deed was done; `undo` takes it back, once. */
  done: (deed: Deed, rows: readonly MessageRow[], conversations: boolean, undo: () => void) => void
  /** A deed was refused, or could not be told; all is as before. */
  refused: (deed: Deed, why: string | undefined) => void
  undone: (deed: Deed) => void
}

/** A deed on its way. */
type Way = {
  /** As they were before. */
  rows: readonly MessageRow[]
  deed: Deed
  conversations: boolean
  /** The folder they go to, if it is known here. */
  target: string | undefined
  undone: boolean
  /** What lists gave up once the server had it. */
  removed: Map<ListStore, MessageRow[]>
}

/** Which list: a folder with a filter, or what a search found. */
export type ListPlace =
  | { kind: 'folder'; folderId: string; filter: MailFilter; grouped: boolean }
  | { kind: 'search'; query: string }

function fetcher(place: ListPlace): (cursor: string | null) => Promise<MessagePage> {
  return async (cursor) => {
    const query = new URLSearchParams(
      place.kind === 'search' ? { q: place.query } : { folder: place.folderId, filter: place.filter },
    )
    if (place.kind === 'folder' && !place.grouped) query.set('grouped', 'off')
    if (cursor !== null) query.set('cursor', cursor)
    if (place.kind === 'folder') return fetchJson<MessagePage>(`/api/mail/list?${query}`)
    const { rows, nextCursor } = await fetchJson<SearchPage>(`/api/mail/search?${query}`)
    return { rows, nextCursor, revision: '' }
  }
}

/** The lists of this tab, and the deeds on their messages. All is shown at once and told to the server after. */
export class InboxModel {
  private readonly lists = new Map<string, ListStore>()
  private readonly read = new Marks('isRead', () => this.publish())
  private readonly flags = new Marks('flagged', () => this.publish())
  private readonly leaving = new Leaving(() => this.publish())
  private readonly undos = new UndoStack()
  private readonly watchers = new Set<() => void>()
  private queue = new Map<string, { isRead: boolean; row: MessageRow }>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private deeds = 0
  private line: Promise<unknown> = Promise.resolve()

  constructor(private readonly hooks: () => Hooks) {}

  /** The list of a place; `initial` is the page that came with the first paint. */
  list(place: ListPlace, initial?: MessagePage): ListStore {
    const key = JSON.stringify(place)
    let list = this.lists.get(key)
    if (list) this.lists.delete(key)
    const kind =
      place.kind === 'folder'
        ? { filtered: place.filter === 'unread' || place.filter === 'flagged', grouped: place.grouped }
        : { filtered: true }
    list ??= new ListStore(fetcher(place), this, kind, initial)
    this.lists.set(key, list)
    const oldest = this.lists.keys().next()
    if (this.lists.size > kept && !oldest.done) this.lists.delete(oldest.value)
    return list
  }

  /** Rows as they are meant to be, with deeds that are still on their way. */
  apply = <Row extends MessageRow>(rows: readonly Row[]): readonly Row[] =>
    this.leaving.apply(this.flags.apply(this.read.apply(rows)))

  /** For what is no list, a thread for instance: told of each change, with a number that rises. */
  subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }
  version = (): number => this.deeds

  isRead(row: MessageRow): boolean {
    return this.read.stateOf(row)
  }

  isFlagged(row: MessageRow): boolean {
    return this.flags.stateOf(row)
  }

  /** Marks what was opened; several within a moment go out together. If that fails, all is as before. */
  markRead(row: MessageRow, isRead: boolean): void {
    if (this.isRead(row) === isRead) return
    for (const list of this.lists.values()) list.hold([row.id])
    this.read.set([row.id], isRead)
    this.hooks().count(countsOf([row], { kind: isRead ? 'read' : 'unread' }))
    this.queue.set(row.id, { isRead, row })
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.sendMarks(), gather)
  }

  /** The server hears of deeds in the order in which they were done: the last one stands, however long each takes. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.line.then(work)
    this.line = turn.catch(() => undefined)
    return turn
  }

  private sendMarks(): void {
    clearTimeout(this.timer)
    const queue = [...this.queue.values()]
    this.queue = new Map()
    for (const isRead of [true, false]) {
      const rows = queue.filter((mark) => mark.isRead === isRead).map((mark) => mark.row)
      if (rows.length === 0) continue
      const deed: Deed = { kind: isRead ? 'read' : 'unread' }
      const way: Way = { rows, deed, conversations: false, target: undefined, undone: false, removed: new Map() }
      void this.inTurn(() => this.tell(way))
    }
  }

  /** Does a deed to rows, at once; with `conversations`, to all of their conversations in the same folder. */
  do(asked: readonly MessageRow[], deed: Deed, conversations: boolean, target?: string): void {
    const rows = asked.filter((row) => conversations || this.changes(row, deed))
    if (rows.length === 0) return
    this.show(rows, deed, conversations)
    this.hooks().count(countsOf(rows, deed, target))
    const way: Way = { rows, deed, conversations, target, undone: false, removed: new Map() }
    const { undo, forget } = this.undos.push(() => void this.takeBack(way, told))
    // What was opened a moment ago was read before this.
    this.sendMarks()
    const told = this.inTurn(() => this.tell(way)).then((tokens) => {
      if (tokens.length === 0) forget()
      return tokens
    })
    this.hooks().done(deed, rows, conversations, undo)
  }

  /** Z: takes the last deed back; false if there is none. */
  undoLast(): boolean {
    return this.undos.undoLast()
  }

  private changes(row: MessageRow, { kind }: Deed): boolean {
    if (kind === 'read' || kind === 'unread') return this.isRead(row) !== (kind === 'read')
    if (kind === 'flag' || kind === 'unflag') return this.isFlagged(row) !== (kind === 'flag')
    return true
  }

  private show(rows: readonly MessageRow[], deed: Deed, conversations: boolean): void {
    const ids = rows.map((row) => row.id)
    if (leaves(deed)) {
      this.leaving.set(rows, conversations)
      return
    }
    for (const list of this.lists.values()) list.hold(ids)
    const { marks, value } = this.marksOf(deed)
    marks.set(ids, value)
  }

  private marksOf({ kind }: Deed): { marks: Marks; value: boolean; field: 'isRead' | 'flagged' } {
    return kind === 'read' || kind === 'unread'
      ? { marks: this.read, value: kind === 'read', field: 'isRead' }
      : { marks: this.flags, value: kind === 'flag', field: 'flagged' }
  }

  /** Tells the server, in portions. Answers what undo needs; what was refused is as before again. */
  private async tell(way: Way): Promise<UndoToken[]> {
    const { rows, deed, conversations, target } = way
    const tokens: UndoToken[] = []
    for (let at = 0; at < rows.length; at += portion) {
      const part = rows.slice(at, at + portion)
      const answer = await this.hooks()
        .doDeed({ ids: part.map((row) => row.id), conversations, deed })
        .catch(() => ({ error: '' }))
      if ('error' in answer) {
        if (!way.undone) {
          this.hide(rows.slice(at), deed)
          this.hooks().count(countsOf(rows.slice(at), deed, target, -1))
        }
        this.hooks().refused(deed, answer.error || undefined)
        break
      }
      tokens.push(answer.undo)
      if (!way.undone) this.confirm(way, part)
    }
    return tokens
  }

  private confirm({ deed, conversations, removed }: Way, rows: readonly MessageRow[]): void {
    const ids = rows.map((row) => row.id)
    if (!leaves(deed)) {
      const { marks, value, field } = this.marksOf(deed)
      for (const list of this.lists.values()) list.patch(ids, { [field]: value })
      marks.confirm(ids, value)
      return
    }
    const gone = new Set(rows.map((row) => `${row.folderId} ${row.id}`))
    const whole = new Map(rows.map((row) => [`${row.folderId} ${row.conversationId}`, Date.parse(row.receivedAt)]))
    const isGone = (row: MessageRow) => {
      if (gone.has(`${row.folderId} ${row.id}`)) return true
      const newest = row.conversationId === null ? undefined : whole.get(`${row.folderId} ${row.conversationId}`)
      return conversations && newest !== undefined && Date.parse(row.receivedAt) <= newest
    }
    for (const list of this.lists.values()) removed.set(list, [...(removed.get(list) ?? []), ...list.remove(isGone)])
    this.leaving.confirm(ids)
  }

  /** Shows what was before a deed. */
  private hide(rows: readonly MessageRow[], deed: Deed): void {
    const ids = rows.map((row) => row.id)
    if (leaves(deed)) {
      this.leaving.drop(ids)
      return
    }
    const { marks, value } = this.marksOf(deed)
    marks.drop(ids, value)
  }

  private async takeBack(way: Way, told: Promise<UndoToken[]>): Promise<void> {
    const { rows, deed, target, removed } = way
    way.undone = true
    this.hide(rows, deed)
    for (const [list, held] of removed) list.insert(held)
    const before = leaves(deed) ? [] : this.showBefore(rows, deed)
    this.hooks().count(countsOf(rows, deed, target, -1))
    this.hooks().undone(deed)
    await this.inTurn(async () => {
      const tokens = await told
      let isBack = true
      for (const token of tokens.reverse()) {
        const refusal = await this.hooks()
          .undoDeed(token)
          .catch(() => ({ error: '' }))
        if (!refusal) continue
        isBack = false
        this.letGo(removed)
        for (const { marks, ids, value } of before) marks.drop(ids, value)
        this.hooks().refused(deed, refusal.error || undefined)
      }
      if (!isBack) return
      for (const { marks, ids, value } of before) marks.confirm(ids, value)
      // What is being read in this moment may be of before.
      setTimeout(() => this.letGo(removed), settle)
    })
  }

  private letGo(removed: Way['removed']): void {
    for (const [list, held] of removed) list.letGo(held)
  }

  /** Shows marks as they were, whatever answers say that were under way. */
  private showBefore(rows: readonly MessageRow[], deed: Deed) {
    const { marks, field } = this.marksOf(deed)
    return [true, false].map((value) => {
      const ids = rows.filter((row) => row[field] === value).map(({ id }) => id)
      for (const list of this.lists.values()) list.patch(ids, { [field]: value })
      marks.set(ids, value)
      return { marks, ids, value }
    })
  }

  private publish(): void {
    this.deeds += 1
    for (const list of this.lists.values()) list.publish()
    for (const watcher of this.watchers) watcher()
  }
}

/** How a deed changes what folders count. A conversation counts by its newest message until the server has spoken. */
function countsOf(rows: readonly MessageRow[], deed: Deed, target?: string, sign: 1 | -1 = 1) {
  const change = new Map<string, CountChange>()
  const add = (folder: string, unread: number, total: number) => {
    const before = change.get(folder) ?? { unread: 0, total: 0 }
    change.set(folder, { unread: before.unread + sign * unread, total: before.total + sign * total })
  }
  for (const row of rows) {
    const unread = row.isRead ? 0 : 1
    if (leaves(deed)) {
      add(row.folderId, -unread, -1)
      if (target) add(target, unread, 1)
    } else if (deed.kind === 'read') add(row.folderId, -unread, 0)
    else if (deed.kind === 'unread') add(row.folderId, 1 - unread, 0)
  }
  return change
}
