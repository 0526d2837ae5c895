import type { MessageRow } from './view'

type Mark = { isRead: boolean; timer?: ReturnType<typeof setTimeout> }

/** How long a confirmed mark still outweighs what is read: an answer that was under way may be older than the deed. */
const settle = 5000

/** What was marked read or unread here and is not yet certain to be in what the server answers. */
export class ReadMarks {
  private readonly marks = new Map<string, Mark>()

  constructor(private readonly changed: () => void) {}

  set(ids: readonly string[], isRead: boolean): void {
    for (const id of ids) {
      clearTimeout(this.marks.get(id)?.timer)
      this.marks.set(id, { isRead })
    }
    this.changed()
  }

  /** The server has it: the mark fades. A newer mark of another kind stays. */
  confirm(ids: readonly string[], isRead: boolean): void {
    for (const id of ids) {
      const mark = this.marks.get(id)
      if (mark?.isRead !== isRead) continue
      mark.timer = setTimeout(() => {
        if (this.marks.get(id) === mark) this.marks.delete(id)
        this.changed()
      }, settle)
    }
  }

  /** It failed: what was before shows again. */
  drop(ids: readonly string[], isRead: boolean): void {
    for (const id of ids) if (this.marks.get(id)?.isRead === isRead) this.marks.delete(id)
    this.changed()
  }

  stateOf(row: Pick<MessageRow, 'id' | 'isRead'>): boolean {
    return this.marks.get(row.id)?.isRead ?? row.isRead
  }

  /** The rows as they are meant to be; the same array if no mark touches them. */
  apply(rows: readonly MessageRow[]): readonly MessageRow[] {
    if (this.marks.size === 0) return rows
    let touched = false
    const applied = rows.map((row) => {
      const mark = this.marks.get(row.id)
      if (!mark || mark.isRead === row.isRead) return row
      touched = true
      return { ...row, isRead: mark.isRead }
    })
    return touched ? applied : rows
  }
}
