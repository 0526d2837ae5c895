// The state of one mailbox and every way to change it. Counts, logs and announcements are kept here and nowhere else,
// so that lists, deltas and notifications cannot disagree.

import { Folder, WELL_KNOWN } from './folders'
import { MailboxIds } from './ids'
import { type Item, makeItem, type NewItem, seconds } from './item'
import { SortedItems } from './sorted-items'

export type ChangeKind = 'created' | 'updated' | 'deleted'
/** `id` and `folder` as they were when the change happened: a move deletes here and creates there. */
export type Announce = (kind: ChangeKind, item: Item, folder: Folder, restId: string) => void

export class Mailbox {
  readonly ids: MailboxIds
  readonly items = new Map<number, Item>()
  readonly all = new SortedItems()
  readonly folders = new Map<string, Folder>()
  /** Removed folders: sequence by id. */
  readonly goneFolders = new Map<string, number>()
  /** Sent mail whose copy has not come to Sent Items yet, by number: nobody can read it meanwhile. */
  readonly outgoing = new Map<number, Item>()
  readonly root: Folder
  /** Changes with every reset: delta tokens of another life are refused. */
  generation: string
  /** How long new mail stays unknown to $search, in milliseconds (control API). */
  searchLag = 0
  seq = 1
  nextN = 1
  nextFolder = 1

  constructor(
    readonly ownerId: string,
    readonly language: 'en' | 'de',
    generation: string,
    private readonly now: () => number,
    /** Null while the mailbox is being filled: nobody is told. */
    public announce: Announce | null,
  ) {
    this.ids = new MailboxIds(ownerId)
    this.generation = generation
    this.root = this.addFolder(
      language === 'de' ? 'Oberste Ebene des Informationsspeichers' : 'Top of Information Store',
      null,
      'msgfolderroot',
    )
  }

  addDefaultFolders(): void {
    for (const { name, en, de } of WELL_KNOWN) {
      this.addFolder(this.language === 'de' ? de : en, this.root, name, name === 'conversationhistory')
    }
  }

  addFolder(displayName: string, parent: Folder | null, wellKnown: string | null = null, hidden = false): Folder {
    const serial = this.nextFolder++
    const folder = new Folder(serial, this.ids.folder(serial), wellKnown, displayName, parent, hidden, (n) =>
      this.items.get(n),
    )
    this.folders.set(folder.id, folder)
    folder.seq = ++this.seq
    if (parent) parent.seq = this.seq
    return folder
  }

  /** By id (exact) or well-known name (any case). */
  folder(idOrName: string): Folder | undefined {
    const byId = this.folders.get(idOrName)
    if (byId) return byId
    const name = idOrName.toLowerCase()
    for (const folder of this.folders.values()) if (folder.wellKnown === name) return folder
    return undefined
  }

  wellKnown(name: string): Folder {
    const folder = this.folder(name)
    if (!folder) throw new Error(`no folder ${name}`)
    return folder
  }

  children(parent: Folder): Folder[] {
    return [...this.folders.values()].filter((folder) => folder.parent === parent)
  }

  /** Both kinds of id name a message; an old rest id no longer does after a move. */
  item(id: string): Item | undefined {
    const parsed = this.ids.parse(id)
    const item = parsed ? this.items.get(parsed.n) : undefined
    return item && (parsed?.rest === null || this.restId(item) === id) ? item : undefined
  }

  restId(item: Item): string {
    return this.ids.rest({ n: item.n, folder: item.folder.serial, moves: item.moves })
  }

  create(given: NewItem): Item {
    const seq = ++this.seq
    const { folder } = given
    const place = { n: this.nextN++, moves: 0, seq }
    const item = makeItem(given, { ...place, created: given.created ?? this.now() })
    this.items.set(item.n, item)
    this.all.add(item)
    this.enter(item, folder)
    this.announce?.('created', item, folder, this.restId(item))
    return item
  }

  update(
    item: Item,
    change: Partial<
      Pick<Item, 'isRead' | 'isDraft' | 'importance' | 'focused' | 'flag' | 'categories' | 'extended' | 'content'>
    >,
  ): void {
    const { folder } = item
    const wasRead = item.isRead
    Object.assign(item, change)
    item.seq = ++this.seq
    item.modified = seconds(this.now())
    if (wasRead !== item.isRead) {
      folder.unread += item.isRead ? -1 : 1
      folder.seq = item.seq
    }
    folder.record(item, this.now())
    this.announce?.('updated', item, folder, this.restId(item))
  }

  move(item: Item, target: Folder): void {
    if (item.folder === target) return
    const source = item.folder
    const oldId = this.restId(item)
    this.leave(item, source)
    item.seq = ++this.seq
    item.since = item.seq
    item.moves++
    item.modified = seconds(this.now())
    item.folder = target
    this.enter(item, target)
    this.announce?.('deleted', item, source, oldId)
    this.announce?.('created', item, target, this.restId(item))
  }

  copy(item: Item, target: Folder): Item {
    const { content, received, isRead, isDraft, importance, focused, flag, categories, extended } = item
    return this.create({
      content,
      received,
      isRead,
      isDraft,
      importance,
      focused,
      flag,
      categories,
      extended,
      folder: target,
    })
  }

  /** Gone for good. */
  remove(item: Item): void {
    const { folder } = item
    const oldId = this.restId(item)
    this.leave(item, folder)
    this.items.delete(item.n)
    this.all.remove(item)
    this.announce?.('deleted', item, folder, oldId)
  }

  /** To Deleted Items; from there, and as a draft in Drafts, for good. */
  discard(item: Item): void {
    const bin = this.wellKnown('deleteditems')
    const thrown = item.isDraft && this.within(item.folder, this.wellKnown('drafts'))
    if (thrown || this.within(item.folder, bin)) this.remove(item)
    else this.move(item, bin)
  }

  /** A message goes out: its draft, if there is one, is gone, and its copy waits for `arrive`. @returns its number. */
  hold(given: NewItem, draft: Item | null): number {
    const copy = makeItem(given, {
      n: draft?.n ?? this.nextN++,
      moves: (draft?.moves ?? 0) + 1,
      seq: 0,
      created: draft?.created ?? this.now(),
    })
    if (draft) this.remove(draft)
    this.outgoing.set(copy.n, copy)
    return copy.n
  }

  /** The copy of a sent message comes into its folder. A draft's copy has the draft's immutable id. */
  arrive(n: number): void {
    const item = this.outgoing.get(n)
    if (!item) return
    this.outgoing.delete(n)
    item.seq = ++this.seq
    item.since = item.seq
    item.modified = seconds(this.now())
    this.items.set(n, item)
    this.all.add(item)
    this.enter(item, item.folder)
    this.announce?.('created', item, item.folder, this.restId(item))
  }

  within(folder: Folder, ancestor: Folder): boolean {
    for (let at: Folder | null = folder; at; at = at.parent) if (at === ancestor) return true
    return false
  }

  renameFolder(folder: Folder, displayName: string): void {
    folder.displayName = displayName
    folder.seq = ++this.seq
  }

  moveFolder(folder: Folder, parent: Folder): void {
    const from = folder.parent
    folder.parent = parent
    folder.seq = ++this.seq
    parent.seq = this.seq
    if (from) from.seq = this.seq
  }

  /** Removes a folder, its subfolders and all their messages for good. */
  removeFolder(folder: Folder): void {
    for (const child of this.children(folder)) this.removeFolder(child)
    for (const item of [...folder.items.all()]) this.remove(item)
    this.folders.delete(folder.id)
    this.goneFolders.set(folder.id, ++this.seq)
    if (folder.parent) folder.parent.seq = this.seq
  }

  private enter(item: Item, folder: Folder): void {
    folder.items.add(item)
    folder.total++
    if (!item.isRead) folder.unread++
    folder.seq = item.seq
    folder.record(item, this.now())
  }

  private leave(item: Item, folder: Folder): void {
    folder.items.remove(item)
    folder.total--
    if (!item.isRead) folder.unread--
    const seq = ++this.seq
    folder.seq = seq
    folder.bury({ n: item.n, moves: item.moves, seq, at: this.now() })
  }
}
