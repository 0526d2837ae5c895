import 'server-only'
import type { GraphRequest } from '@/lib/graph/client'
import { pathOfLink } from '@/lib/graph/links'
import { type Db, inScope } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { type LiveTopic, notifyLive } from '@/lib/platform/live'
import { log } from '@/lib/platform/log'
import type { ConnectionScope } from '@/lib/platform/scope'
import { type Cursor, CursorMoved, moveCursor, readCursor } from './cursors'
import { hintOf, type SyncContext } from './job'
import { type LedgerEntry, writeLedger } from './ledger'
import { inBulk } from './way'

/** What a feature hands over so that the one delta loop can follow a collection of its own. */
export interface DeltaResource<Item> {
  /** Name of the cursor, e.g. `mail/<folder id>`. */
  stream: string
  /** First request of a round, below the version root. */
  start: string
  /** Items a page; Graph may send fewer. At most 500: one page is one transaction. */
  pageSize: number
  topics: LiveTopic[]
  /** What the ledger calls its items: mail, folder … */
  kind: string
  /** One item of the page; 'skip' if it is none of ours, null if it cannot be understood (logged and passed over). */
  map(json: Record<string, unknown>): Item | 'skip' | null
  /** Writes a page, inside the transaction that moves the cursor. */
  apply(db: Db, scope: ConnectionScope, page: DeltaPage<Item>): Promise<ApplyResult>
  /** After a full round: removes what Outlook no longer has, i.e. rows last read before the round began. */
  removeUnseen(db: Db, scope: ConnectionScope, roundStartedAt: Date): Promise<number>
}

export interface DeltaPage<Item> {
  items: Item[]
  removed: string[]
  /** When the request of this page began. */
  readAt: Date
  /** True in a first or repeated full round, where the person sees progress instead of single changes. */
  fullRound: boolean
}

export interface ApplyResult {
  changed: number
  /** How many of the page's items are held here, if not all: some may be out of range. */
  kept?: number
  /** Live changes, one line each; ignored in a full round, which writes one line a page. */
  ledger: LedgerEntry[]
  /** Ids that came with too few properties for a new row; the feature reads them singly. */
  incomplete?: string[]
}

export interface PageOutcome<Item> {
  cursor: Cursor
  /** What came, and is in now; null when a new round was begun instead. */
  page: DeltaPage<Item> | null
  changed: number
  incomplete: string[]
  /** The round is complete: the next request will ask for what changed since. */
  complete: boolean
}

interface DeltaBody {
  value?: unknown
  '@odata.nextLink'?: unknown
  '@odata.deltaLink'?: unknown
}

/** The request that a cursor stands before. */
export function deltaRequest<Item>(resource: DeltaResource<Item>, cursor: Cursor): GraphRequest {
  return { path: cursor.link ?? resource.start, prefer: [`odata.maxpagesize=${resource.pageSize}`] }
}

/** Fetches one page and takes it in. A 410 or a lost sync state begins a bounded new round over the rows at hand. */
async function syncPage<Item>(
  { scope, graph }: SyncContext,
  resource: DeltaResource<Item>,
  cursor: Cursor,
  why: string,
): Promise<PageOutcome<Item>> {
  const readAt = new Date()
  try {
    const { body, requestId } = await graph.send<DeltaBody>(deltaRequest(resource, cursor))
    const take = () => takePage(scope, resource, cursor, { body, requestId, readAt, why })
    return await (cursor.phase === 'live' ? take() : inBulk(take))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'cursor_expired' || cursor.link === null) throw error
    return restart(scope, resource, cursor, error)
  }
}

/** Takes in a page that is already here: one transaction for rows, removals, ledger and cursor. */
export async function takePage<Item>(
  scope: ConnectionScope,
  resource: DeltaResource<Item>,
  cursor: Cursor,
  answer: { body: DeltaBody; requestId: string | null; readAt: Date; why: string },
): Promise<PageOutcome<Item>> {
  const { body, requestId, readAt, why } = answer
  const next = linkOf(body['@odata.nextLink'])
  const delta = linkOf(body['@odata.deltaLink'])
  if (!Array.isArray(body.value) || (next === null) === (delta === null)) {
    throw new AppError('unavailable', 'a delta page without value or link', { requestId: requestId ?? undefined })
  }
  const { items, removed } = lastOfEach(resource, body.value)
  const fullRound = cursor.phase !== 'live'
  // A round's beginning is when its first page was asked for: rows written later are not "unseen".
  const roundStartedAt = cursor.link === null ? readAt : cursor.roundStartedAt
  const page = { items, removed, readAt, fullRound }
  return inScope(scope, async (db) => {
    const moved = await moveCursor(db, scope, cursor, {
      link: next ?? delta,
      phase: delta ? 'live' : cursor.phase,
      seen: fullRound ? (cursor.link === null ? 0 : cursor.seen) + items.length : cursor.seen,
      roundStartedAt,
    })
    const result = await resource.apply(db, scope, page)
    let changed = result.changed
    const held = result.kept ?? items.length
    const lines = fullRound
      ? held > 0
        ? [{ direction: 'in' as const, kind: resource.kind, what: roundWord(cursor), why, count: held }]
        : []
      : result.ledger
    if (fullRound && delta) {
      const gone = await resource.removeUnseen(db, scope, roundStartedAt)
      changed += gone
      if (gone > 0) lines.push({ direction: 'in', kind: resource.kind, what: 'deleted', why, count: gone })
    }
    await writeLedger(
      db,
      scope,
      // The same page may come by a signal or by a sweep: only the caller knows what made it ask.
      lines.map((line) => ({ ...line, why, requestId })),
    )
    // NOTIFY takes a lock of the whole database at commit: an import speaks at most once a second.
    if (changed > 0 && (!fullRound || delta || mayNotify(scope.connectionId))) {
      await notifyLive(db, { ...hintOf(scope), topics: fullRound ? [...resource.topics, 'import'] : resource.topics })
    }
    return {
      cursor: moved,
      page,
      changed,
      incomplete: result.incomplete ?? [],
      complete: delta !== null,
    }
  })
}

export interface RoundOptions<Item> {
  why: string
  until?: number
  /** The cursor, if it was read a moment ago. One that moved since ends the round, as a rival does. */
  from?: Cursor
  /** Told of each page once it is in. */
  onPage?: (page: DeltaPage<Item>) => void
}

/** Follows a stream to the end of its round, or until `until` passes. A rival on the same stream ends it quietly. */
export async function syncRound<Item>(
  context: SyncContext,
  resource: DeltaResource<Item>,
  { why, until = Number.POSITIVE_INFINITY, from, onPage }: RoundOptions<Item>,
): Promise<{ complete: boolean; changed: number; incomplete: string[] }> {
  let cursor = from ?? (await readCursor(context.scope, resource.stream))
  let changed = 0
  const incomplete: string[] = []
  for (;;) {
    try {
      const outcome = await syncPage(context, resource, cursor, why)
      if (outcome.page) onPage?.(outcome.page)
      cursor = outcome.cursor
      changed += outcome.changed
      incomplete.push(...outcome.incomplete)
      if (outcome.complete) return { complete: true, changed, incomplete }
    } catch (error) {
      if (error instanceof CursorMoved) return { complete: false, changed, incomplete }
      throw error
    }
    if (Date.now() >= until) return { complete: false, changed, incomplete }
  }
}

async function restart<Item>(
  scope: ConnectionScope,
  resource: DeltaResource<Item>,
  cursor: Cursor,
  error: AppError,
): Promise<PageOutcome<Item>> {
  return inScope(scope, async (db) => {
    const moved = await moveCursor(db, scope, cursor, {
      link: null,
      phase: cursor.phase === 'first' ? 'first' : 'resync',
      seen: 0,
      roundStartedAt: new Date(),
    })
    await writeLedger(db, scope, [
      {
        direction: 'in',
        kind: resource.kind,
        what: 'compare',
        why: 'resync',
        requestId: error.requestId,
      },
    ])
    return { cursor: moved, page: null, changed: 0, incomplete: [], complete: false }
  })
}

/** A repeated full round brings in nothing new: it compares. */
const roundWord = ({ phase }: Cursor): string => (phase === 'resync' ? 'compared' : 'imported')

const linkOf = (link: unknown): string | null => (typeof link === 'string' ? pathOfLink(link) : null)

/** Graph's ids are plain ASCII; a database refuses others, and with them the page. */
const ID = /^[\x21-\x7e]{1,1024}$/

/** The same item may come twice in a page: the last wins (Microsoft Graph: delta query overview). */
function lastOfEach<Item>(resource: DeltaResource<Item>, value: unknown[]): { items: Item[]; removed: string[] } {
  const last = new Map<string, Item | null>()
  for (const json of value) {
    const id = (json as { id?: unknown } | null)?.id
    if (typeof id !== 'string' || !ID.test(id) || !json || typeof json !== 'object') continue
    last.delete(id)
    if ('@removed' in json) {
      last.set(id, null)
      continue
    }
    const item = resource.map(json as Record<string, unknown>)
    if (item && item !== 'skip') last.set(id, item)
    else if (!item) log.warn({ stream: resource.stream }, 'an item could not be understood and was passed over')
  }
  const items: Item[] = []
  const removed: string[] = []
  for (const [id, item] of last) item ? items.push(item) : removed.push(id)
  return { items, removed }
}

const lastNotified = new Map<string, number>()
function mayNotify(connectionId: string): boolean {
  const now = Date.now()
  if (now - (lastNotified.get(connectionId) ?? 0) < 1000) return false
  lastNotified.set(connectionId, now)
  return true
}
