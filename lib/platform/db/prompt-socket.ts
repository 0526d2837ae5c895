import ws from 'ws'

/**
 * A WebSocket that puts the writes of one turn together and sends them at its end. The driver's own way (coalesceWrites)
 * waits for a timer, a millisecond and more for each statement, and a page makes twenty.
 */
export class PromptSocket extends ws {
  private gathered: Uint8Array[] = []

  override send(data: Parameters<ws['send']>[0]): void {
    // The driver sends bytes and nothing else.
    if (!(data instanceof Uint8Array)) {
      super.send(data)
      return
    }
    if (this.gathered.push(data) > 1) return
    process.nextTick(() => {
      const all = this.gathered
      this.gathered = []
      // A socket that closed meanwhile says so by its own events.
      if (this.readyState === ws.OPEN) super.send(all.length === 1 && all[0] ? all[0] : Buffer.concat(all))
    })
  }
}
