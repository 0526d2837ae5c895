// A mailbox as bytes. Numbers lie in columns; generated messages are kept as their recipe, never as text.

import { deserialize, serialize } from 'node:v8'
import type { Spool } from '../core/spool'
import type { Importance, StoredContent } from './content'
import { type Extended, NO_EXTENDED } from './extended-properties'
import { Folder, type Tombstone } from './folders'
import { type Flag, type Item, NO_CATEGORIES, NO_FLAG } from './item'
import type { Mailbox } from './mailbox'

const VERSION = 1
const IMPORTANCE: Importance[] = ['low', 'normal', 'high']
const COLUMNS = [
  'n',
  'folder',
  'moves',
  'seq',
  'since',
  'received',
  'created',
  'modified',
  'bits',
  'seed',
  'index',
  'sentAt',
] as const
type Column = (typeof COLUMNS)[number]

interface Stored {
  version: number
  generation: string
  seq: number
  nextN: number
  nextFolder: number
  folders: {
    serial: number
    wellKnown: string | null
    displayName: string
    parent: number
    hidden: boolean
    seq: number
    gone: Tombstone[]
  }[]
  goneFolders: [string, number][]
  columns: Record<Column, Float64Array>
  contents: [number, StoredContent][]
  flags: [number, Flag][]
  categories: [number, readonly string[]][]
  /** Missing in snapshots of before. */
  extended?: [number, Extended][]
  searchLag?: number
  /** Sent mail on its way to Sent Items; missing in snapshots of before. */
  outgoing?: Omit<Item, 'folder'>[]
}

const bitsOf = (item: Item) =>
  (item.isRead ? 1 : 0) | (item.isDraft ? 2 : 0) | (item.focused ? 4 : 0) | (IMPORTANCE.indexOf(item.importance) << 3)

export function takeSnapshot(mailbox: Mailbox): Uint8Array {
  const { size } = mailbox.items
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, new Float64Array(size)])) as Record<
    Column,
    Float64Array
  >
  const stored: Stored = {
    version: VERSION,
    generation: mailbox.generation,
    seq: mailbox.seq,
    nextN: mailbox.nextN,
    nextFolder: mailbox.nextFolder,
    folders: [...mailbox.folders.values()].map((folder) => ({
      serial: folder.serial,
      wellKnown: folder.wellKnown,
      displayName: folder.displayName,
      parent: folder.parent?.serial ?? 0,
      hidden: folder.hidden,
      seq: folder.seq,
      gone: [...folder.gone.values()],
    })),
    goneFolders: [...mailbox.goneFolders],
    columns,
    contents: [],
    flags: [],
    categories: [],
  }
  const extended: [number, Extended][] = []
  let row = 0
  for (const item of mailbox.items.values()) {
    const recipe = item.content.kind === 'recipe' ? item.content : null
    const values: Record<Column, number> = {
      n: item.n,
      folder: item.folder.serial,
      moves: item.moves,
      seq: item.seq,
      since: item.since,
      received: item.received,
      created: item.created,
      modified: item.modified,
      bits: bitsOf(item),
      seed: recipe?.seed ?? 0,
      index: recipe?.index ?? 0,
      sentAt: recipe?.sentAt ?? 0,
    }
    for (const name of COLUMNS) columns[name][row] = values[name]
    row++
    if (item.content.kind === 'stored') stored.contents.push([item.n, item.content])
    if (item.flag !== NO_FLAG) stored.flags.push([item.n, item.flag])
    if (item.categories.length > 0) stored.categories.push([item.n, item.categories])
    if (item.extended !== NO_EXTENDED) extended.push([item.n, item.extended])
  }
  const outgoing = [...mailbox.outgoing.values()].map(({ folder: _, ...item }) => item)
  return serialize({ ...stored, extended, outgoing, searchLag: mailbox.searchLag })
}

/** Fills a new, empty mailbox. The change logs follow from the sequences. @throws Error for another format. */
export function loadSnapshot(mailbox: Mailbox, data: Uint8Array, spool: Spool): void {
  const stored = deserialize(data) as Stored
  if (stored.version !== VERSION) throw new Error(`mail snapshot of version ${stored.version}`)
  const bySerial = new Map<number, Folder>([[mailbox.root.serial, mailbox.root]])
  for (const each of stored.folders) {
    const folder =
      bySerial.get(each.serial) ??
      new Folder(
        each.serial,
        mailbox.ids.folder(each.serial),
        each.wellKnown,
        each.displayName,
        null,
        each.hidden,
        (n) => mailbox.items.get(n),
      )
    folder.seq = each.seq
    bySerial.set(each.serial, folder)
    mailbox.folders.set(folder.id, folder)
  }
  const events: { folder: Folder; seq: number; item?: Item; stone?: Tombstone }[] = []
  for (const each of stored.folders) {
    const folder = bySerial.get(each.serial)
    if (!folder) continue
    folder.parent = bySerial.get(each.parent) ?? null
    for (const stone of each.gone) events.push({ folder, seq: stone.seq, stone })
  }
  const contents = new Map(stored.contents)
  const waiting = (stored.outgoing ?? []).flatMap(({ content }) => (content.kind === 'stored' ? [content] : []))
  for (const { body } of [...contents.values(), ...waiting]) {
    for (const { spooled } of body.attachments) if (spooled) spooled.path = spool.rebase(spooled.path)
  }
  const flags = new Map(stored.flags)
  const categories = new Map(stored.categories)
  const extended = new Map(stored.extended)
  const { columns } = stored
  for (let row = 0; row < columns.n.length; row++) {
    const read = (name: Column) => columns[name][row] ?? 0
    const n = read('n')
    const folder = bySerial.get(read('folder')) ?? mailbox.root
    const bits = read('bits')
    const item: Item = {
      n,
      folder,
      moves: read('moves'),
      seq: read('seq'),
      since: read('since'),
      received: read('received'),
      created: read('created'),
      modified: read('modified'),
      isRead: (bits & 1) !== 0,
      isDraft: (bits & 2) !== 0,
      focused: (bits & 4) !== 0,
      importance: IMPORTANCE[bits >> 3] ?? 'normal',
      flag: flags.get(n) ?? NO_FLAG,
      categories: categories.get(n) ?? NO_CATEGORIES,
      extended: extended.get(n) ?? NO_EXTENDED,
      content: contents.get(n) ?? { kind: 'recipe', seed: read('seed'), index: read('index'), sentAt: read('sentAt') },
    }
    mailbox.items.set(n, item)
    mailbox.all.add(item)
    folder.items.add(item)
    folder.total++
    if (!item.isRead) folder.unread++
    events.push({ folder, seq: item.seq, item })
  }
  events.sort((a, b) => a.seq - b.seq)
  for (const { folder, item, stone } of events) {
    if (item) folder.record(item, item.modified)
    else if (stone) folder.bury(stone)
  }
  for (const [id, seq] of stored.goneFolders) mailbox.goneFolders.set(id, seq)
  const sent = mailbox.wellKnown('sentitems')
  for (const item of stored.outgoing ?? []) mailbox.outgoing.set(item.n, { ...item, folder: sent })
  mailbox.generation = stored.generation
  mailbox.searchLag = stored.searchLag ?? 0
  mailbox.seq = stored.seq
  mailbox.nextN = stored.nextN
  mailbox.nextFolder = stored.nextFolder
}
