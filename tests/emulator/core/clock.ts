/** Microsoft's clock: the machine's, shifted by POST /_control/clock. Epoch milliseconds. */
export class Clock {
  private offset = 0

  now(): number {
    return Date.now() + this.offset
  }

  get offsetMs(): number {
    return this.offset
  }

  set offsetMs(ms: number) {
    this.offset = ms
  }

  advance(seconds: number): void {
    this.offset += seconds * 1000
  }

  /** Sets the present instant, in epoch milliseconds. */
  set(instant: number): void {
    this.offset = instant - Date.now()
  }
}
