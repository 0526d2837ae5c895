// Who may run now. A job waits in its lane (jobs with the same slots, first come first served) until every slot of the
// lane is free. A lane waits at one blocked slot only, and a freed slot wakes the lanes in turn: nothing scans the queue.

export interface Slot {
  key: string
  limit: number
}

export interface FlowJob {
  /** Jobs of one lane have the same slots. */
  lane: string
  slots: Slot[]
  /** The run is under way: goes before runs that have not begun. */
  begun: boolean
  /** Resolves when the slots are free again; must not reject. */
  start(): Promise<void>
}

class Fifo {
  #items: FlowJob[] = []
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  push(job: FlowJob): void {
    this.#items.push(job)
  }

  peek(): FlowJob | undefined {
    return this.#items[this.#head]
  }

  shift(): void {
    this.#head++
    if (this.#head > 1000 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
  }
}

interface Lane {
  id: string
  begun: Fifo
  fresh: Fifo
  blocked: boolean
  /** The slot whose turn this lane was given; it hands the turn on when it cannot use it. */
  turnAt: string | null
}

interface SlotState {
  inFlight: number
  closed: boolean
  waiting: Set<Lane>
}

export class Flow {
  readonly #lanes = new Map<string, Lane>()
  readonly #slots = new Map<string, SlotState>()
  #ready: Lane[] = []
  #scheduled = false
  queued = 0
  running = 0

  /** `beforeStart` runs once before each group of starts: whatever must be on disk first. */
  constructor(readonly beforeStart: () => void) {}

  enqueue(job: FlowJob): void {
    let lane = this.#lanes.get(job.lane)
    if (!lane) {
      lane = { id: job.lane, begun: new Fifo(), fresh: new Fifo(), blocked: false, turnAt: null }
      this.#lanes.set(job.lane, lane)
    }
    const idle = lane.begun.size + lane.fresh.size === 0
    ;(job.begun ? lane.begun : lane.fresh).push(job)
    this.queued++
    if (idle && !lane.blocked) this.#wake(lane, null)
  }

  /** Lets nothing with this slot start until it is opened. */
  close(key: string): void {
    this.#slot(key).closed = true
  }

  open(key: string): void {
    const slot = this.#slots.get(key)
    if (!slot?.closed) return
    slot.closed = false
    for (const lane of slot.waiting) this.#wake(lane, key)
    slot.waiting.clear()
  }

  #slot(key: string): SlotState {
    let slot = this.#slots.get(key)
    if (!slot) {
      slot = { inFlight: 0, closed: false, waiting: new Set() }
      this.#slots.set(key, slot)
    }
    return slot
  }

  /** Starts happen after the current turn, so that an answer to the outside goes first. */
  #wake(lane: Lane, turnAt: string | null): void {
    lane.blocked = false
    lane.turnAt = turnAt
    this.#ready.push(lane)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.beforeStart()
      // One job of each lane in turn.
      for (let lanes = this.#take(); lanes.length; lanes = this.#take()) {
        for (const lane of lanes) if (this.#startOne(lane)) this.#ready.push(lane)
      }
    })
  }

  #take(): Lane[] {
    const lanes = this.#ready
    this.#ready = []
    return lanes
  }

  /** Starts the lane's first job. False when there is none, or a slot is taken and the lane now waits for it. */
  #startOne(lane: Lane): boolean {
    const turnAt = lane.turnAt
    lane.turnAt = null
    const fifo = lane.begun.size ? lane.begun : lane.fresh
    const job = fifo.peek()
    if (!job) {
      this.#lanes.delete(lane.id)
      this.#nextTurn(turnAt)
      return false
    }
    for (const { key, limit } of job.slots) {
      const slot = this.#slots.get(key)
      if (!slot) continue
      const inTurn = slot.waiting.size === 0 || turnAt === key
      if (!slot.closed && slot.inFlight < limit && inTurn) continue
      slot.waiting.add(lane)
      lane.blocked = true
      if (turnAt !== key) this.#nextTurn(turnAt)
      return false
    }
    fifo.shift()
    this.queued--
    this.running++
    for (const { key } of job.slots) this.#slot(key).inFlight++
    void job.start().then(() => this.#release(job))
    return true
  }

  #release(job: FlowJob): void {
    this.running--
    for (const { key } of job.slots) this.#slot(key).inFlight--
    for (const { key } of job.slots) this.#nextTurn(key)
  }

  #nextTurn(key: string | null): void {
    const slot = key === null ? undefined : this.#slots.get(key)
    if (key === null || !slot || slot.closed) return
    const [next] = slot.waiting
    if (next) {
      slot.waiting.delete(next)
      this.#wake(next, key)
    } else if (slot.inFlight === 0) this.#slots.delete(key)
  }
}
