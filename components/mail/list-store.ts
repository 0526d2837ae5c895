import { compare, newAbove, newestOfEach, type Place, reaches, takeIn } from './list-merge'
import type { MessagePage, MessageRow } from './view'

export type ListState = {
  rows: readonly MessageRow[]
  /** New messages that wait behind the pill. */
  waiting: number
  status: 'loading' | 'ready' | 'failed'
  /** What to say when it failed. */
  message?: string
  more: 'idle' | 'loading' | 'failed' | 'end'
}

type FetchPage = (cursor: string | null) => Promise<MessagePage>
/** The stretch that is on the screen. */
export type Visible = { first: { receivedAt: string; id: string }; last: { receivedAt: string; id: string } } | null

/** What deeds of this tab do to the rows before the server's answers know of them. */
export type Overlay = { apply: (rows: readonly MessageRow[]) => readonly MessageRow[] }

/** A first page that found nothing yet: what is on the screen is no empty list, and is read on at once. */
const isOnlyAPlace = (page: MessagePage) => page.rows.length === 0 && page.nextCursor !== null

type ListKind = {
  /** A filter that a deed can take a row out of: it stays until the list is left. */
  filtered?: boolean
  /** Lines are conversations. */
  grouped?: boolean
}

/** Where what is looked for is rare, a page may find nothing and say where to go on: read until something comes. */
const untilFound =
  (fetchPage: FetchPage): FetchPage =>
  async (cursor) => {
    let page = await fetchPage(cursor)
    while (isOnlyAPlace(page)) page = await fetchPage(page.nextCursor)
    return page
  }

type PageStart = { cursor: string; at: NonNullable<Place> }

/** After a burst, at most so many pages are read to close the gap; beyond, the list starts anew from the top. */
const gapPages = 10
const visiblePages = 3

/**
 * The messages of one folder and filter. Reads pages on scroll, takes live changes in without moving what is read, and
 * holds new ones back while the list is scrolled down.
 */
export class ListStore {
  private rows: readonly MessageRow[] = []
  private status: ListState['status'] = 'loading'
  private message: string | undefined
  private more: ListState['more'] = 'idle'
  /** Where the next older page begins; null when the list is whole. */
  private tail: PageStart | null = null
  /** Where pages begin, newest first: the way to any stretch without reading all above it. */
  private places: PageStart[] = []
  private top: Place = null
  private readonly keep = new Set<string>()
  private epoch = 0
  private busy = false
  private again = false
  private visible: Visible = null
  /** Counts the times that something may have changed. */
  private round = 0
  /** In which round the page of each cursor was read; a stretch of an earlier round is read anew once it is in view. */
  private readonly readIn = new Map<string, number>()
  private state: ListState
  private readonly watchers = new Set<() => void>()

  private readonly fetchPage: FetchPage

  constructor(
    fetchPage: FetchPage,
    private readonly overlay: Overlay,
    private readonly kind: ListKind = {},
    initial?: MessagePage,
  ) {
    this.fetchPage = untilFound(fetchPage)
    if (initial && !isOnlyAPlace(initial)) this.start([initial])
    this.state = this.compute()
  }

  subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  getState = (): ListState => this.state

  /** Reads the newest page, and what is on the screen, anew. Calls while one is under way become one more. */
  async refresh(): Promise<void> {
    if (this.busy) {
      this.again = true
      return
    }
    this.busy = true
    if (this.status === 'failed') {
      this.status = 'loading'
      this.publish()
    }
    do {
      this.again = false
      this.round += 1
      try {
        await this.readTop()
        await this.readVisible()
        this.status = 'ready'
      } catch (error) {
        // With rows on the screen the frame's light tells of the trouble; an empty list must not pass for an empty folder.
        if (this.status !== 'ready') this.status = 'failed'
        this.message = error instanceof Error ? error.message : undefined
      }
      // Also after one that failed: what changed meanwhile is not told again.
    } while (this.again)
    this.busy = false
    this.publish()
  }

  /** Reads the next older page. */
  async loadMore(): Promise<void> {
    const { tail } = this
    if (tail === null || this.more === 'loading' || this.status !== 'ready') return
    const epoch = this.epoch
    this.more = 'loading'
    this.publish()
    try {
      const page = await this.readPage(tail.cursor)
      // The list began anew meanwhile: this page, and whether it came, says nothing of it.
      if (epoch !== this.epoch) return
      this.rows = takeIn(this.rows, page, tail.at, this.keep)
      this.tail = this.remember(page)
      this.more = 'idle'
    } catch {
      if (epoch !== this.epoch) return
      this.more = 'failed'
    }
    this.publish()
  }

  /** Whether the list is at its top: then new messages come in at once, else they wait. */
  setAtTop(atTop: boolean): void {
    if (atTop === (this.top === null)) return
    const first = this.state.rows[0]
    this.top = atTop || !first ? null : { receivedAt: first.receivedAt, id: first.id }
    this.publish()
  }

  setVisible(visible: Visible): void {
    this.visible = visible
    if (this.busy || this.status !== 'ready' || !this.stretch().some(({ cursor }) => this.isOld(cursor))) return
    this.busy = true
    void this.readVisible()
      // The rows stay as they are; the next refresh tells if the trouble lasts.
      .catch(() => undefined)
      .finally(() => {
        this.busy = false
        this.publish()
        if (this.again) void this.refresh()
      })
  }

  private isOld(cursor: string): boolean {
    return (this.readIn.get(cursor) ?? 0) < this.round
  }

  private async readPage(cursor: string): Promise<MessagePage> {
    const { round } = this
    const page = await this.fetchPage(cursor)
    this.readIn.set(cursor, round)
    return page
  }

  /** Where the pages begin that are in view, but for the newest, which every refresh reads. */
  private stretch(): PageStart[] {
    const { visible, places } = this
    if (!visible) return []
    const first = places.findLastIndex(({ at }) => compare(at, visible.first) < 0)
    return places.slice(Math.max(0, first)).filter(({ at }) => compare(at, visible.last) < 0)
  }

  /** Stays in a list of the unread (or flagged) though it is read (or done) now. */
  hold(ids: readonly string[]): void {
    if (this.kind.filtered) for (const id of ids) this.keep.add(id)
  }

  /** The server has taken a mark: it becomes part of the rows. */
  patch(ids: readonly string[], change: Partial<Pick<MessageRow, 'isRead' | 'flagged'>>): void {
    const touched = new Set(ids)
    if (!this.rows.some((row) => touched.has(row.id))) return
    this.rows = this.rows.map((row) => (touched.has(row.id) ? { ...row, ...change } : row))
    this.publish()
  }

  /** The server has moved them out of their folder. Answers the rows that this list held. */
  remove(gone: (row: MessageRow) => boolean): MessageRow[] {
    const rows = this.rows.filter(gone)
    if (rows.length === 0) return rows
    this.rows = this.rows.filter((row) => !gone(row))
    for (const row of rows) this.keep.delete(row.id)
    this.publish()
    return rows
  }

  /** They are back: where they stood, if the list reaches down there. There they stay until they are let go. */
  insert(rows: readonly MessageRow[]): void {
    const here = new Set(this.rows.map((row) => row.id))
    const last = this.rows[this.rows.length - 1]
    const back = rows.filter((row) => !here.has(row.id) && (this.tail === null || !last || compare(row, last) < 0))
    if (back.length === 0) return
    this.rows = [...this.rows, ...back].sort(compare)
    for (const row of back) this.keep.add(row.id)
    this.publish()
  }

  /** From now on what is read decides whether they are here. */
  letGo(rows: readonly MessageRow[]): void {
    for (const row of rows) this.keep.delete(row.id)
  }

  /** Marks changed: show the rows anew. */
  publish(): void {
    this.state = this.compute()
    // Nothing is left below what waits: one began to scroll in a list that is gone by now, or put all of it away.
    if (this.state.rows.length === 0 && this.state.waiting > 0) {
      this.top = null
      this.state = this.compute()
    }
    for (const watcher of this.watchers) watcher()
  }

  private compute(): ListState {
    const held = this.top === null ? 0 : newAbove(this.rows, this.top).length
    const shown = held === 0 ? this.rows : this.rows.slice(held)
    const more = this.more === 'idle' && this.tail === null ? 'end' : this.more
    const rows = this.overlay.apply(this.kind.grouped ? newestOfEach(shown) : shown)
    return { rows, waiting: held, status: this.status, message: this.message, more }
  }

  private start(pages: readonly MessagePage[]): void {
    this.epoch += 1
    this.rows = pages.flatMap((page) => page.rows)
    this.places = []
    this.readIn.clear()
    for (const page of pages) this.tail = this.remember(page)
    this.more = 'idle'
    this.status = 'ready'
  }

  /** Notes where the page after this one begins; null if there is none. */
  private remember(page: MessagePage): PageStart | null {
    const last = page.rows[page.rows.length - 1]
    if (page.nextCursor === null || !last) return null
    const start = { cursor: page.nextCursor, at: { receivedAt: last.receivedAt, id: last.id } }
    const others = this.places.filter((place) => compare(place.at, start.at) !== 0)
    this.places = [...others, start].sort((a, b) => compare(a.at, b.at))
    return start
  }

  private async readTop(): Promise<void> {
    let page = await this.fetchPage(null)
    const pages = [page]
    while (this.rows.length > 0 && !reaches(this.rows, page) && pages.length < gapPages) {
      if (page.nextCursor === null) break
      page = await this.readPage(page.nextCursor)
      pages.push(page)
    }
    if (this.rows.length === 0 || !reaches(this.rows, page)) return this.start(pages)
    let from: Place = null
    for (const one of pages) {
      this.rows = takeIn(this.rows, one, from, this.keep)
      this.remember(one)
      from = one.rows[one.rows.length - 1] ?? from
    }
    // A list that was whole may have grown at its end, by an import for instance: its last page is read once more.
    if (page.nextCursor === null) this.tail = null
    else this.tail ??= this.places[this.places.length - 1] ?? null
  }

  /** What is on the screen may lie far below the newest page. */
  private async readVisible(): Promise<void> {
    const { epoch } = this
    for (let read = 0; read < visiblePages; read++) {
      // Asked anew each time: a page that was read may end, and another begin, at a new place.
      const start = this.stretch().find(({ cursor }) => this.isOld(cursor))
      if (!start) return
      const page = await this.readPage(start.cursor)
      if (epoch !== this.epoch) return
      this.rows = takeIn(this.rows, page, start.at, this.keep)
      if (this.remember(page) === null) this.tail = null
    }
  }
}
