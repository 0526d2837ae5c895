import { and, eq, inArray } from 'drizzle-orm'
import type { Deed, UndoToken } from '@/components/mail/view'
import { mailFolders, mailMessages } from '@/drizzle/schema/mail'
import { inngest } from '@/inngest/client'
import { outboxPending } from '@/inngest/events'
import { applyDeed, takeBack } from '@/lib/features/mail/deeds/mutations'
import { ERASE_AFTER_MS, type WishKind } from '@/lib/features/mail/deeds/rules'
import { now } from '@/lib/platform/clock'
import { type Db, inScope } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { TrueMessage } from '../oracle'
import { heldMessages, type State, some, weighted } from './state'

/** What the person wants of a message, as text: 'true', 'flagged', a folder's id at Microsoft … */
type Wanted = Partial<Record<WishKind, string>>

/**
 * The person at the inbox of Tandem. Remembers the last choice for each message that Outlook has not touched since, and
 * that really waited to be done in Outlook: that one must stand there in the end.
 */
export class InboxLife {
  private readonly wanted = new Map<string, Wanted>()
  private last: UndoToken | null = null

  constructor(private readonly state: State) {}

  private get owner() {
    const { connectionId, scope } = this.state.person
    return { id: connectionId, workspaceId: scope.workspaceId, userId: scope.userId }
  }

  /** Any deed to some messages, alone or with their conversations. */
  async deed(): Promise<void> {
    const { random, log } = this.state
    const held = await heldMessages(this.state)
    const deed = await this.anyDeed()
    const places = await this.places()
    const deleted = places.find(({ wellKnown }) => wellKnown === 'deleteditems')?.graphId
    const choice = deed.kind === 'erase' ? held.filter(({ folderId }) => folderId === deleted) : held
    const ids = some(this.state, choice, 1 + random.int(5)).map(({ tandemId }) => tandemId)
    if (ids.length === 0) return
    const conversations = random.chance(30)
    log.push(`${deed.kind} ${ids.length}${conversations ? ' conversations' : ''}`)
    await this.refusable(async () => {
      const changed = await inScope(this.state.person.scope, async (db) => {
        const done = await applyDeed(db, this.owner, { ids, conversations, deed })
        this.last = done.changed.length > 0 ? done.undo : this.last
        await this.remember(db, done.undo.deed as WishKind, done.changed)
        return done.changed
      })
      if (changed.length > 0) await this.announce(deed.kind === 'erase')
    })
  }

  /** Takes the last deed back. */
  async undo(): Promise<void> {
    const token = this.last
    this.last = null
    if (!token) return
    this.state.log.push(`undo ${token.deed}`)
    await this.refusable(async () => {
      await inScope(this.state.person.scope, async (db) => {
        const kind = token.deed as WishKind
        await takeBack(db, this.owner, kind, token.before)
        await this.remember(
          db,
          kind,
          token.before.map(({ id }) => id),
        )
      })
      await this.announce(false)
    })
  }

  /** Outlook's own change counts last; without a kind, everything about it. */
  touched(graphId: string, kind?: WishKind): void {
    const wanted = this.wanted.get(graphId)
    if (!wanted || !kind) this.wanted.delete(graphId)
    else {
      delete wanted[kind]
      if (kind === 'move') delete wanted.erase
    }
  }

  /** A folder went in Outlook: whatever was to lie there lies elsewhere. */
  folderGone(graphId: string): void {
    for (const wanted of this.wanted.values()) if (wanted.move === graphId) delete wanted.move
  }

  /** Choices that do not stand in Outlook. `archived`: conversations that "Send and archive" may have moved since. */
  unfulfilled(truth: readonly TrueMessage[], archived: ReadonlySet<string>): string[] {
    const there = new Map(truth.map((each) => [each.id, each]))
    const found: string[] = []
    for (const [id, wanted] of this.wanted) {
      const message = there.get(id)
      if (!message) continue
      const standing: Required<Wanted> = {
        read: String(message.isRead),
        flag: message.flag,
        move: message.folderId,
        erase: 'false',
      }
      for (const [kind, value] of Object.entries(wanted) as [WishKind, string][]) {
        if (kind === 'move' && message.folder === 'archive' && archived.has(message.conversationId ?? '')) continue
        if (standing[kind] !== value) found.push(`${id}: ${kind} is ${standing[kind]} in Outlook, not ${value}`)
      }
    }
    return found
  }

  private async anyDeed(): Promise<Deed> {
    const { random } = this.state
    const kind = weighted(random, [
      [3, 'read'],
      [3, 'unread'],
      [3, 'flag'],
      [2, 'unflag'],
      [3, 'archive'],
      [3, 'delete'],
      [1, 'junk'],
      [4, 'move'],
      [3, 'erase'],
    ] as const)
    if (kind !== 'move') return { kind }
    const places = (await this.places()).filter(({ wellKnown }) => wellKnown !== 'drafts' && wellKnown !== 'outbox')
    return places.length === 0 ? { kind: 'archive' } : { kind, folderId: random.pick(places).id }
  }

  private places() {
    const { person } = this.state
    return inScope(person.scope, (db) =>
      db
        .select({ id: mailFolders.id, graphId: mailFolders.graphId, wellKnown: mailFolders.wellKnown })
        .from(mailFolders)
        .where(and(eq(mailFolders.connectionId, person.connectionId), eq(mailFolders.followed, true)))
        .orderBy(mailFolders.graphId),
    )
  }

  /** Notes what now waits to be done in Outlook. What was taken back before anybody heard of it waits for nothing. */
  private async remember(db: Db, kind: WishKind, ids: string[]): Promise<void> {
    if (ids.length === 0) return
    const rows = await db
      .select({ message: mailMessages, place: mailFolders.graphId })
      .from(mailMessages)
      .innerJoin(mailFolders, eq(mailFolders.id, mailMessages.folderId))
      .where(inArray(mailMessages.id, ids))
    for (const { message, place } of rows) {
      const waiting: Record<WishKind, string | null> = {
        read: message.pendingRead === null ? null : String(message.pendingRead),
        flag: message.pendingFlag,
        move: message.movedFrom === null ? null : place,
        erase: message.pendingGone ? 'true' : null,
      }
      const value = waiting[kind]
      if (value === null) this.touched(message.graphId, kind)
      else this.wanted.set(message.graphId, { ...this.wanted.get(message.graphId), [kind]: value })
    }
  }

  private async announce(later: boolean): Promise<void> {
    const { connectionId } = this.state.person
    const event = later
      ? outboxPending.create({ connectionId }, { ts: now().getTime() + ERASE_AFTER_MS + 500 })
      : outboxPending.create({ connectionId })
    await inngest.send(event).catch(() => undefined)
  }

  /** A refusal in words is a good answer. */
  private async refusable(work: () => Promise<void>): Promise<void> {
    await work().catch((error) => {
      if (!(error instanceof AppError)) throw error
      this.state.log.push(`  refused: ${error.userMessage ?? error.message}`)
    })
  }
}
