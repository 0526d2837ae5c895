/** A hint that something changed. It holds no data: what changed is read through the usual ways. */
export type LiveHint = { topics: string[]; at: number }

/** `again` is said only when the line has been down for 2 s. */
export type LiveState = 'opening' | 'open' | 'again'

type Source = Pick<EventSource, 'addEventListener' | 'close'>
type Listener = (topics: ReadonlySet<string> | 'all', at: number) => void

const quickest = 1000
const slowest = 30_000
const quiet = 2000

/** Reads one server-sent hint; null for anything that is none. */
export function parseHint(data: unknown): LiveHint | null {
  if (typeof data !== 'string') return null
  try {
    const parsed: unknown = JSON.parse(data)
    if (typeof parsed !== 'object' || parsed === null) return null
    const { topics, at } = parsed as { topics?: unknown; at?: unknown }
    if (!Array.isArray(topics)) return null
    return { topics: topics.filter((topic) => typeof topic === 'string'), at: typeof at === 'number' ? at : Date.now() }
  } catch {
    return null
  }
}

/**
 * One stream of hints a tab. It reconnects by itself: 1 s, then twice as long each time up to 30 s, with jitter so that
 * a thousand tabs do not come back at once. At every opening it reports "all":
 * hints between the page's first paint, or the last stream, and this one are lost.
 */
export class LiveLink {
  state: LiveState = 'opening'
  private source: Source | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private patience: ReturnType<typeof setTimeout> | undefined
  private isStopped = true
  private failures = 0
  private readonly listeners = new Set<Listener>()
  private readonly watchers = new Set<() => void>()

  constructor(
    private readonly open: () => Source,
    private readonly random: () => number = Math.random,
  ) {}

  /** Opens the stream, at once; does nothing if it is open. */
  start(): void {
    this.isStopped = false
    if (this.source) return
    clearTimeout(this.timer)
    const source = this.open()
    this.source = source
    source.addEventListener('open', () => this.onOpen())
    source.addEventListener('error', () => this.onError())
    source.addEventListener('change', (event) => {
      const hint = parseHint((event as MessageEvent).data)
      if (hint) this.tell(new Set(hint.topics), hint.at)
    })
  }

  /** Closes it; `start` opens it anew. */
  stop(): void {
    this.isStopped = true
    clearTimeout(this.timer)
    clearTimeout(this.patience)
    this.patience = undefined
    this.source?.close()
    this.source = null
  }

  /** The network is back: what was open, or waits to be, opens anew at once. What was stopped stays so. */
  renew(): void {
    if (this.isStopped) return
    this.stop()
    this.start()
  }

  /** Reports to every listener as if all had changed: on focus, each minute, after a gap. */
  tellAll(): void {
    this.tell('all', Date.now())
  }

  onHint(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  onState(watcher: () => void): () => void {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  private onOpen(): void {
    clearTimeout(this.patience)
    this.patience = undefined
    this.failures = 0
    this.become('open')
    this.tellAll()
  }

  private onError(): void {
    this.source?.close()
    this.source = null
    this.patience ??= setTimeout(() => this.become('again'), quiet)
    const wait = Math.min(slowest, quickest * 2 ** this.failures) * (1 + 0.3 * this.random())
    this.failures += 1
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.start(), wait)
  }

  private tell(topics: ReadonlySet<string> | 'all', at: number): void {
    for (const listener of this.listeners) listener(topics, at)
  }

  private become(state: LiveState): void {
    if (this.state === state) return
    this.state = state
    for (const watcher of this.watchers) watcher()
  }
}
