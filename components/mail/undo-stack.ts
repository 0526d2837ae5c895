/** Deeds that can be taken back, the last one first. Pure but for the clock that is handed in. */

type Entry = { id: number; undo: () => void; at: number }

/** After this long nobody expects Z to bring something back, ms. */
const patience = 5 * 60_000
const most = 20

export class UndoStack {
  private entries: Entry[] = []
  private made = 0

  constructor(private readonly now: () => number = Date.now) {}

  /** Answers what undoes exactly this deed, once, and what forgets it because it was never done. */
  push(undo: () => void): { undo: () => void; forget: () => void } {
    this.made += 1
    const id = this.made
    this.entries = [...this.entries, { id, undo, at: this.now() }].slice(-most)
    return {
      undo: () => this.take((entry) => entry.id === id),
      forget: () => {
        this.entries = this.entries.filter((entry) => entry.id !== id)
      },
    }
  }

  /** Takes the last deed back; false if there is none. */
  undoLast(): boolean {
    const oldest = this.now() - patience
    this.entries = this.entries.filter((entry) => entry.at > oldest)
    const last = this.entries[this.entries.length - 1]
    if (!last) return false
    this.take((entry) => entry.id === last.id)
    return true
  }

  private take(is: (entry: Entry) => boolean): void {
    const found = this.entries.find(is)
    if (!found) return
    this.entries = this.entries.filter((entry) => entry !== found)
    found.undo()
  }
}
