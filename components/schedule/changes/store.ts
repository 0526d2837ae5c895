import { mayKeep } from '@/components/frame/device-store'
import type { Conflict, Refusal, ScheduleActions } from '../view'
import { words } from '../words'
import type { Change, Kept, Trouble } from './change'
import { enqueue, isDone, nextToSend, rebase } from './change'

const name = 'tandem-schedule-changes'
const mostFailures = 5
/** How long what was sent is drawn from here, if the schedule cannot be read again. */
const longest = 10_000

export type Outcome =
  | { kind: 'sent'; answer: { id: string; version: number } | { undo: string } }
  /** Another tab has sent it; if that was in vain, the list says so. */
  | { kind: 'elsewhere' }
  /** Tandem could not be reached. Not even on the device: it is gone with the page. */
  | { kind: 'kept'; onDevice: boolean }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'conflict'; now: Conflict['conflict']; op: Kept }

/** What one is told about a change that Tandem does not have yet. */
export const sayKept = ({ onDevice }: Extract<Outcome, { kind: 'kept' }>): string =>
  onDevice ? words.unsent.kept : words.unsent.full

type Deeds = Pick<ScheduleActions, 'saveEntry' | 'moveEntry' | 'deleteEntry'>
type Surroundings = {
  deeds: Deeds
  /** Reads the schedule again; what was sent is drawn until then. */
  refresh: () => Promise<unknown>
  storage: Storage
  isOnline: () => boolean
  /** One tab at a time sends. */
  locked: (run: () => Promise<void>) => Promise<void>
}

/** Changes of the schedule on their way: drawn at once, kept on the device until Tandem has them, sent in order. */
export class ChangeStore {
  private list: Kept[] = []
  private arriving: Kept[] = []
  private readonly waiting = new Map<string, (outcome: Outcome) => void>()
  private readonly listeners = new Set<() => void>()
  private snapshot: readonly Kept[] = []
  private draining: Promise<void> | null = null
  /** What was added while the rest was being sent is looked at, too. */
  private again = false
  private sending: string | null = null
  /** The versions of new entries that this tab has brought to Tandem. */
  private readonly born = new Map<string, number>()
  private hasRoom = true

  constructor(private readonly around: Surroundings) {
    this.load()
  }

  /** What is to be drawn over the schedule, oldest first. */
  getAll = (): readonly Kept[] => this.snapshot

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Another tab has changed what is kept. */
  reload = (event: { key: string | null }): void => {
    if (event.key === name || event.key === null) this.load()
  }

  /** Makes a change. The answer comes when Tandem has taken it, refused it, or could not be reached. */
  async submit(wanted: Change, how: Pick<Kept, 'title' | 'shown' | 'key'>): Promise<Outcome> {
    // Begun as a new one that Tandem has meanwhile.
    const version = wanted.kind === 'save' && wanted.version === null ? this.born.get(wanted.id) : undefined
    const change = version !== undefined && wanted.kind === 'save' ? { ...wanted, version } : wanted
    const op: Kept = {
      ...{ opId: crypto.randomUUID(), at: Date.now(), change, ...how },
      ...{ unsent: !this.around.isOnline(), tried: false, failures: 0, trouble: null },
    }
    this.rewrite((list) => enqueue(list, op))
    if (!this.list.some(({ opId }) => opId === op.opId)) {
      void this.drain()
      return this.keptNow()
    }
    const outcome = new Promise<Outcome>((resolve) => this.waiting.set(op.opId, resolve))
    void this.drain()
    return outcome
  }

  /** Sends what waits, as far as Tandem can be reached. */
  drain(): Promise<void> {
    this.again = true
    this.draining ??= this.sendAll()
    return this.draining
  }

  /** The person's word on a conflict: send it over what stands there now, or forget it. */
  settle(opId: string, decision: 'mine' | 'forget'): void {
    const op = this.list.find((each) => each.opId === opId)
    if (!op) return
    if (decision === 'forget') this.rewrite((list) => list.filter((each) => each.opId !== opId))
    else {
      const version = op.trouble?.kind === 'conflict' ? op.trouble.now?.version : undefined
      const next: Kept = { ...op, trouble: null, failures: 0 }
      if (version !== undefined && next.change.kind !== 'delete') next.change = { ...next.change, version }
      this.rewrite((list) => list.map((each) => (each.opId === opId ? next : each)))
      void this.drain()
    }
    void this.around.refresh()
  }

  /** Keeps a change whose conflict is not settled yet. */
  hold(op: Kept, trouble: Trouble): void {
    this.rewrite((list) => [...list.filter(({ opId }) => opId !== op.opId), { ...op, trouble }])
  }

  /** Takes back what was not sent. */
  forget(match: (op: Kept) => boolean): void {
    this.rewrite((list) => list.filter((op) => !match(op)))
  }

  private async sendAll(): Promise<void> {
    try {
      while (this.again) {
        this.again = false
        await this.around.locked(async () => {
          this.load()
          for (let op = nextToSend(this.list); op; op = nextToSend(this.list)) if (!(await this.send(op))) break
        })
      }
    } finally {
      // In the same moment as the last look: what comes now begins anew.
      this.draining = null
    }
    // What still waits stands behind another one of its entry that is in trouble.
    for (const { opId } of this.list) this.tell(opId, this.keptNow())
  }

  private async send(op: Kept): Promise<boolean> {
    let answer: Awaited<ReturnType<typeof this.call>>
    try {
      if (!this.around.isOnline()) throw new Error('offline')
      this.sending = op.opId
      // Before it leaves: no other tab takes it for one that was never sent.
      this.alter(op.opId, (each) => ({ ...each, tried: true }))
      answer = await this.call(op.change)
    } catch {
      this.sending = null
      const failures = op.failures + (this.around.isOnline() ? 1 : 0)
      const over = failures >= mostFailures
      this.alter(op.opId, (each) => ({
        ...each,
        ...{ unsent: true, failures: over ? 0 : failures },
        trouble: over ? { kind: 'refused', error: words.refusals.offline } : null,
      }))
      for (const { opId } of this.list) this.tell(opId, this.keptNow())
      return over
    }
    this.load()
    this.sending = null
    const rest = this.list.filter(({ opId }) => opId !== op.opId)
    const trouble = answer && 'error' in answer ? 'refused' : answer && 'conflict' in answer ? 'conflict' : null
    if (!trouble || (answer && 'conflict' in answer && isDone(op.change, answer.conflict))) {
      const done = answer && 'conflict' in answer ? { id: op.change.id, version: answer.conflict.version } : answer
      this.arrive(op, rest, 'version' in done ? done.version : null)
      this.tell(op.opId, { kind: 'sent', answer: done as { id: string; version: number } | { undo: string } })
      return true
    }
    const somebodyWaits = this.waiting.has(op.opId)
    const why: Trouble =
      'conflict' in answer
        ? { kind: 'conflict', now: answer.conflict }
        : { kind: 'refused', error: 'error' in answer ? answer.error : '' }
    if (somebodyWaits) this.write(rest)
    else this.alter(op.opId, (each) => ({ ...each, tried: false, trouble: why }))
    if ('conflict' in answer) this.tell(op.opId, { kind: 'conflict', now: answer.conflict, op })
    else if ('error' in answer) this.tell(op.opId, { kind: 'refused', refusal: answer })
    void this.around.refresh()
    return true
  }

  private call(change: Change) {
    const { deeds } = this.around
    if (change.kind === 'save') {
      const { kind: _, ...rest } = change
      return deeds.saveEntry(rest)
    }
    if (change.kind === 'move') {
      const { kind: _, ...rest } = change
      return deeds.moveEntry(rest)
    }
    const { kind: _, ...rest } = change
    return deeds.deleteEntry(rest)
  }

  /** Sent: drawn on until the schedule was read again, and what follows builds on it. */
  private arrive(op: Kept, rest: Kept[], version: number | null): void {
    if (version !== null && op.change.kind === 'save' && op.change.version === null)
      this.born.set(op.change.id, version)
    const shown = op.shown && { ...op.shown, version: version ?? op.shown.version }
    this.arriving = [...this.arriving, { ...op, shown, unsent: false }]
    this.write(version === null ? rest : rebase(rest, op.key, version))
    const late = new Promise((resolve) => setTimeout(resolve, longest))
    void Promise.race([this.around.refresh(), late]).finally(() => {
      this.arriving = this.arriving.filter(({ opId }) => opId !== op.opId)
      this.publish()
    })
  }

  private keptNow(): Outcome {
    return { kind: 'kept', onDevice: this.hasRoom }
  }

  private tell(opId: string, outcome: Outcome): void {
    this.waiting.get(opId)?.(outcome)
    this.waiting.delete(opId)
  }

  private load(): void {
    // The device does not have what this tab knows.
    if (!this.hasRoom) return
    try {
      const found: unknown = JSON.parse(this.around.storage.getItem(name) ?? '[]')
      if (Array.isArray(found)) this.list = found.filter(isKept)
      this.hearOthers()
    } catch {
      // Where nothing can be kept, this tab's memory has to do.
    }
    this.publish()
  }

  /** Another tab has sent what this one waits for; if it is in trouble, that stands in the list. */
  private hearOthers(): void {
    const waits = new Set(this.list.flatMap(({ opId, trouble }) => (trouble ? [] : [opId])))
    for (const opId of [...this.waiting.keys()])
      if (opId !== this.sending && !waits.has(opId)) this.tell(opId, { kind: 'elsewhere' })
  }

  /** Changes what is kept, as it stands now: another tab may have added to it. */
  private rewrite(change: (list: readonly Kept[]) => Kept[]): void {
    this.load()
    this.write(change(this.list))
  }

  private alter(opId: string, change: (op: Kept) => Kept): void {
    this.rewrite((list) => list.map((each) => (each.opId === opId ? change(each) : each)))
  }

  private write(next: Kept[]): void {
    this.list = next
    try {
      if (!mayKeep() || next.length === 0) this.around.storage.removeItem(name)
      else this.around.storage.setItem(name, JSON.stringify(next))
      this.hasRoom = mayKeep() || next.length === 0
    } catch {
      this.hasRoom = false
    }
    this.publish()
  }

  private publish(): void {
    const arriving = this.arriving.filter(({ opId }) => !this.list.some((each) => each.opId === opId))
    this.snapshot = [...arriving, ...this.list]
    for (const listener of this.listeners) listener()
  }
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === 'object' &&
    value !== null &&
    'opId' in value &&
    'change' in value &&
    'key' in value &&
    'shown' in value
  )
}
