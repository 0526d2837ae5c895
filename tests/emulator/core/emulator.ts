// The emulator as one object: its parts, how they save themselves, what they offer to workloads.

import { newRegistration } from '../entra/app-registration'
import { EntraState, type SavedEntra } from '../entra/state'
import type { Core, DirectoryUser, MailboxChange, Subscriptions, Workload } from '../seam'
import { runBatch } from './batch'
import { CallCounter } from './calls'
import { Clock } from './clock'
import { Directory, type SavedDirectory } from './directory'
import { Faults, type InstantKind } from './faults'
import { GraphServer } from './graph-server'
import { type Recording, type RouteHits, recordingIn } from './recording'
import { defaultSending, type SendingSettings } from './sending'
import { SentLog } from './sent'
import { Spool } from './spool'
import { decodeJson, encodeJson, type Store } from './store'
import { MailboxThrottle } from './throttle'
import { Traffic } from './traffic'

const CORE_KEY = 'core'
const SUBSCRIPTIONS_KEY = 'subscriptions'
const DEFAULT_SEED = 1

interface SavedCore {
  clockOffsetMs: number
  directory: SavedDirectory
  entra: SavedEntra
  /** Missing in states of before. */
  sending?: SendingSettings
}

export type MakeWorkloads = (core: Core) => { workloads: Workload[]; subscriptions: Subscriptions | null }

export interface EmulatorSettings {
  clientId: string
  clientSecret: string
  redirectUris: string[]
  /** Requests a mailbox and 10 minutes; Microsoft's is 10,000. */
  mailboxBudget?: number
  store: Store
}

export class Emulator {
  readonly faults = new Faults()
  readonly traffic = new Traffic()
  readonly calls = new CallCounter()
  readonly sent = new SentLog()
  readonly sending = defaultSending()
  readonly throttle: MailboxThrottle
  readonly spool: Spool
  readonly graph: GraphServer
  readonly workloads: Workload[]
  readonly subscriptions: Subscriptions | null
  /** Set when the sockets listen. */
  origins = { graph: '', content: '' }
  private readonly listeners: ((change: MailboxChange) => void)[] = []
  private recording: Recording | null = null

  private constructor(
    readonly entra: EntraState,
    readonly directory: Directory,
    readonly clock: Clock,
    private readonly store: Store,
    settings: EmulatorSettings,
    makeWorkloads: MakeWorkloads,
  ) {
    const now = () => this.clock.now()
    this.spool = new Spool(store.spool)
    this.throttle = new MailboxThrottle(now, settings.mailboxBudget)
    const { faults, calls, throttle } = this
    this.graph = new GraphServer({ entra, directory, faults, calls, throttle, now })
    this.graph.onBatch((call, bearer) => runBatch(call, bearer, (member) => this.graph.handle(member)))
    const core = this.core()
    const { workloads, subscriptions } = makeWorkloads(core)
    this.workloads = workloads
    this.subscriptions = subscriptions
    for (const workload of this.workloads) {
      workload.mailboxRoutes(this.graph.mailboxApp)
      workload.graphRoutes?.(this.graph.graphApp)
    }
    this.subscriptions?.routes(this.graph.graphApp)
  }

  static async make(settings: EmulatorSettings, makeWorkloads: MakeWorkloads): Promise<Emulator> {
    const saved = settings.store.load()
    const coreBytes = saved.get(CORE_KEY)
    const savedCore = coreBytes ? (decodeJson(coreBytes) as SavedCore) : undefined
    const clock = new Clock()
    const directory = new Directory()
    if (savedCore) {
      clock.offsetMs = savedCore.clockOffsetMs
      directory.restore(savedCore.directory)
    }
    const registration = newRegistration(settings.clientId, settings.clientSecret, settings.redirectUris)
    let emulator: Emulator | undefined
    const entra = await EntraState.make(
      directory,
      registration,
      () => clock.now(),
      () => emulator?.touchCore(),
      savedCore?.entra,
    )
    emulator = new Emulator(entra, directory, clock, settings.store, settings, makeWorkloads)
    Object.assign(emulator.sending, savedCore?.sending)
    emulator.restore(saved)
    return emulator
  }

  /** Workload state from disk; what is not on disk is seeded. */
  private restore(saved: Map<string, Uint8Array>): void {
    for (const workload of this.workloads) {
      workload.reset(DEFAULT_SEED)
      for (const user of this.directory.users()) {
        const data = saved.get(`${workload.name}/${user.id}`)
        // A seed is saved too: restarted, a mailbox must have the same ids and delta tokens as before.
        if (data) workload.restore(user.id, data)
        else this.touched(workload.name, user.id)
      }
    }
    const subscriptions = saved.get(SUBSCRIPTIONS_KEY)
    if (subscriptions) this.subscriptions?.restore(subscriptions)
    this.touchCore()
  }

  touchCore(): void {
    this.store.touch(CORE_KEY, () =>
      encodeJson({
        clockOffsetMs: this.clock.offsetMs,
        directory: this.directory.save(),
        entra: this.entra.save(),
        sending: this.sending,
      } satisfies SavedCore),
    )
  }

  private touched(name: string, ownerId?: string): void {
    if (name === SUBSCRIPTIONS_KEY) {
      this.store.touch(SUBSCRIPTIONS_KEY, () => this.subscriptions?.snapshot() ?? null)
      return
    }
    const workload = this.workloads.find((w) => w.name === name)
    if (!workload) return
    const owners = ownerId ? [ownerId] : this.directory.users().map((user) => user.id)
    for (const id of owners) this.store.touch(`${name}/${id}`, () => workload.snapshot(id))
  }

  /** Back to the seeded tenants: mailboxes, consents, subscriptions, switches, faults, clock. */
  reset(seed = DEFAULT_SEED): void {
    this.clock.offsetMs = 0
    this.faults.clear()
    this.sent.clear()
    Object.assign(this.sending, defaultSending())
    this.throttle.reset()
    this.directory.reset()
    this.entra.reset()
    this.subscriptions?.reset()
    this.touched(SUBSCRIPTIONS_KEY)
    this.spool.clear()
    for (const workload of this.workloads) {
      workload.reset(seed)
      this.touched(workload.name)
    }
    this.touchCore()
  }

  /** The two faults that are events rather than traps. */
  actAtOnce(kind: InstantKind, user: DirectoryUser): void {
    if (kind === 'revoke-token') {
      this.entra.revoke(user.id)
      this.subscriptions?.onRevoked?.(user.upn)
    } else this.subscriptions?.removeFor(user.upn)
  }

  /** Every route with its number of hits. */
  routeHits(): RouteHits[] {
    return this.graph
      .routes()
      .map(([method, template]) => ({ method, template, hits: this.calls.hitsOf(`${method} ${template}`) }))
  }

  /** Leaves traffic and hits in a folder; complete once the emulator is closed. */
  recordTo(folder: string): void {
    this.recording = recordingIn(folder)
    this.traffic.keepIn((text) => this.recording?.traffic(text))
  }

  async close(): Promise<void> {
    await this.subscriptions?.close?.()
    for (const workload of this.workloads) workload.close?.()
    // Before the store: a process that must end soon loses no traffic.
    this.traffic.clear()
    this.recording?.routes(this.routeHits())
    await this.store.flush()
    this.spool.close()
  }

  private core(): Core {
    return {
      now: () => this.clock.now(),
      tenants: () => this.directory.tenants(),
      users: () => this.directory.users(),
      userByUpn: (upn) => this.directory.userByUpn(upn),
      userById: (id) => this.directory.userById(id),
      emit: (change) => {
        for (const listener of this.listeners) listener(change)
      },
      onChange: (listener) => {
        this.listeners.push(listener)
      },
      touched: (workload, ownerId) => this.touched(workload, ownerId),
      takeFault: (kind, { upn, path, method }) =>
        this.faults.takeWorkload(kind, { upn, method, paths: path === undefined ? [] : [path] }),
      origin: () => this.origins.graph,
      contentOrigin: () => this.origins.content,
      recordSent: (mail) => this.sent.add(mail),
      sending: this.sending,
      spool: this.spool,
      recordOutgoing: (exchange) => this.traffic.addOutgoing(exchange, new Date(this.clock.now()).toISOString()),
    }
  }
}
