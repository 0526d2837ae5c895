import { settle } from './marks'
import type { MessageRow } from './view'

type Way = { from: string; at: number; conversationId: string | null; timer?: ReturnType<typeof setTimeout> }

/**
 * Messages on their way out of a folder by a deed of this tab: they are not shown there, whatever answers say that were
 * under way. With a whole conversation its older messages are out, too; a newer one shows.
 */
export class Leaving {
  private readonly ways = new Map<string, Way>()

  constructor(private readonly changed: () => void) {}

  set(rows: readonly MessageRow[], conversations: boolean): void {
    for (const row of rows) {
      clearTimeout(this.ways.get(row.id)?.timer)
      this.ways.set(row.id, {
        from: row.folderId,
        at: Date.parse(row.receivedAt),
        conversationId: conversations ? row.conversationId : null,
      })
    }
    this.changed()
  }

  /** The server has it. What its next answers say counts again in a moment. */
  confirm(ids: readonly string[]): void {
    for (const id of ids) {
      const way = this.ways.get(id)
      if (!way) continue
      clearTimeout(way.timer)
      way.timer = setTimeout(() => {
        if (this.ways.get(id) === way) this.ways.delete(id)
        this.changed()
      }, settle)
    }
  }

  /** Refused, or taken back. */
  drop(ids: readonly string[]): void {
    for (const id of ids) {
      clearTimeout(this.ways.get(id)?.timer)
      this.ways.delete(id)
    }
    this.changed()
  }

  /** The rows that stay; the same array if none goes. */
  apply<Row extends MessageRow>(rows: readonly Row[]): readonly Row[] {
    if (this.ways.size === 0) return rows
    const whole = new Map<string, Way>()
    for (const way of this.ways.values())
      if (way.conversationId !== null) whole.set(`${way.from} ${way.conversationId}`, way)
    const left = rows.filter((row) => {
      if (this.ways.get(row.id)?.from === row.folderId) return false
      const way = row.conversationId === null ? undefined : whole.get(`${row.folderId} ${row.conversationId}`)
      return !way || Date.parse(row.receivedAt) > way.at
    })
    return left.length === rows.length ? rows : left
  }
}
