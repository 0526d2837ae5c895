import type { MessageRow } from './view'

type Mark = { value: boolean; timer?: ReturnType<typeof setTimeout> }

/** How long a confirmed mark still outweighs what is read: an answer that was under way may be older than the deed. */
export const settle = 5000

/** What was marked here (read, flagged) and is not yet certain to be in what the server answers. */
export class Marks {
  private readonly marks = new Map<string, Mark>()

  constructor(
    private readonly field: 'isRead' | 'flagged',
    private readonly changed: () => void,
  ) {}

  set(ids: readonly string[], value: boolean): void {
    for (const id of ids) {
      clearTimeout(this.marks.get(id)?.timer)
      this.marks.set(id, { value })
    }
    this.changed()
  }

  /** The server has it: the mark fades. A newer mark of another kind stays. */
  confirm(ids: readonly string[], value: boolean): void {
    for (const id of ids) {
      const mark = this.marks.get(id)
      if (mark?.value !== value) continue
      clearTimeout(mark.timer)
      mark.timer = setTimeout(() => {
        if (this.marks.get(id) === mark) this.marks.delete(id)
        this.changed()
      }, settle)
    }
  }

  /** It failed: what was before shows again. */
  drop(ids: readonly string[], value: boolean): void {
    for (const id of ids) if (this.marks.get(id)?.value === value) this.marks.delete(id)
    this.changed()
  }

  stateOf(row: Pick<MessageRow, 'id' | 'isRead' | 'flagged'>): boolean {
    return this.marks.get(row.id)?.value ?? row[this.field]
  }

  /** The rows as they are meant to be; the same array if no mark touches them. */
  apply<Row extends MessageRow>(rows: readonly Row[]): readonly Row[] {
    if (this.marks.size === 0) return rows
    let touched = false
    const applied = rows.map((row) => {
      const mark = this.marks.get(row.id)
      if (!mark || mark.value === row[this.field]) return row
      touched = true
      return { ...row, [this.field]: mark.value }
    })
    return touched ? applied : rows
  }
}
