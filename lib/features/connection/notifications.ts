// Runs at the edge: Web APIs only, no database.
import { type ChangeHint, calendarChanged, mailChanged, subscriptionLifecycle } from '@/inngest/events'
import { type ClientState, verifyClientState } from '@/lib/platform/client-state'

const MAX_HINTS = 100
/** After so many forged items in one body the rest is not looked at: checking each costs the attacked, not the forger. */
const MOST_FORGED = 1_000

/** Graph's ids are plain ASCII; anything else would only trouble the database. */
const ASCII = /^[\x20-\x7e]+$/

const CHANGES = new Set<unknown>(['created', 'updated', 'deleted'])
const LIFECYCLE = new Set<unknown>(['reauthorizationRequired', 'subscriptionRemoved', 'missed'])

interface Notification {
  subscriptionId: string
  clientState: string
  changeType?: ChangeHint['changeType']
  lifecycleEvent?: LifecycleEvent
  /** What changed, and its version. */
  id?: string
  etag?: string
}

const isAscii = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.length <= longest && ASCII.test(value)

/**
 * One item of Microsoft's batch; null for anything of another shape. Checked by hand: a schema library took most of
 * the time of the answer, which Graph waits for.
 */
function readItem(value: unknown): Notification | null {
  if (typeof value !== 'object' || value === null) return null
  const item = value as Record<string, unknown>
  const { subscriptionId, clientState, changeType, lifecycleEvent, resourceData } = item
  if (!isAscii(subscriptionId, 128) || typeof clientState !== 'string' || clientState.length > 128) return null
  if (changeType !== undefined && !CHANGES.has(changeType)) return null
  if (lifecycleEvent !== undefined && !LIFECYCLE.has(lifecycleEvent)) return null
  const read: Notification = { subscriptionId, clientState }
  if (changeType !== undefined) read.changeType = changeType as ChangeHint['changeType']
  if (lifecycleEvent !== undefined) read.lifecycleEvent = lifecycleEvent as LifecycleEvent
  if (resourceData === undefined) return read
  if (typeof resourceData !== 'object' || resourceData === null) return null
  const { id, '@odata.etag': etag } = resourceData as Record<string, unknown>
  if (!isAscii(id, 512) || (etag !== undefined && !isAscii(etag, 256))) return null
  read.id = id
  if (etag !== undefined) read.etag = etag
  return read
}

interface ChangeSignal {
  name: (typeof CHANGED)[keyof typeof CHANGED]['name']
  data: Parameters<typeof mailChanged.create>[0]
}
interface LifecycleSignal {
  name: typeof subscriptionLifecycle.name
  data: Parameters<typeof subscriptionLifecycle.create>[0]
}
type LifecycleEvent = LifecycleSignal['data']['event']
/** An event as it is sent, made of values checked above; its schema checks it once more where it is taken in. */
type SignalEvent = ChangeSignal | LifecycleSignal

/** Which event tells of a change in which stream. Later features add theirs. */
const CHANGED = { mail: mailChanged, calendar: calendarChanged } as const

/** Who speaks: what a valid clientState says, and what is worked out of it once. */
interface Speaker extends ClientState {
  /** One a connection and stream, however many subscriptions tell of it. */
  key: string
  /** None: nobody follows this stream. */
  changed: ChangeSignal['name'] | undefined
}

interface Collected {
  speaker: Speaker
  changed: ChangeSignal['name']
  hints: Map<string, ChangeHint>
  subscriptionIds: Set<string>
}

/**
 * Microsoft's batch as events: one a connection and stream (more only past 100 changed items), lifecycle events one
 * each. Items without a valid clientState are dropped. Null when the body is no notification collection at all.
 */
export async function readNotifications(text: string, arrivedAt: number): Promise<SignalEvent[] | null> {
  const value = parse(text)
  if (value === null) return null
  const collected = new Map<string, Collected>()
  const events: SignalEvent[] = []
  let forged = 0
  for (const item of value) {
    const read = readItem(item)
    if (!read) continue
    // Awaiting costs a turn of the queue: not for what is known.
    const speaker = known.get(read.clientState) ?? (await verified(read.clientState))
    if (!speaker) {
      if (++forged > MOST_FORGED) break
      continue
    }
    if (read.lifecycleEvent) {
      const { subscriptionId: graphId, lifecycleEvent: event } = read
      const { connectionId, resource } = speaker
      events.push({ name: subscriptionLifecycle.name, data: { connectionId, resource, graphId, event } })
    } else collect(collected, speaker, read)
  }
  for (const { speaker, changed, hints, subscriptionIds } of collected.values()) {
    const all = [...hints.values()]
    const burst = isBurst(speaker.key, arrivedAt)
    for (let at = 0; at < all.length; at += MAX_HINTS) {
      events.push({
        name: changed,
        data: {
          connectionId: speaker.connectionId,
          hints: all.slice(at, at + MAX_HINTS),
          subscriptionIds: [...subscriptionIds].slice(0, MAX_HINTS),
          at: arrivedAt,
          burst,
        },
      })
    }
  }
  return events
}

/** A connection that spoke so often in so many milliseconds speaks in bursts: a push of our own, an import into Outlook. */
const BURST = { signals: 3, ms: 1_000 }
const lastSignals = new Map<string, number[]>()
const MOST_SIGNALLED = 10_000

/** Whether the same connection and stream spoke often just now, to this instance: how signals travel, never what is true. */
function isBurst(key: string, arrivedAt: number): boolean {
  if (lastSignals.size >= MOST_SIGNALLED) lastSignals.clear()
  const last = lastSignals.get(key) ?? []
  lastSignals.set(key, [...last, arrivedAt].slice(-BURST.signals))
  return last.length === BURST.signals && arrivedAt - (last[0] ?? 0) < BURST.ms
}

function parse(text: string): unknown[] | null {
  try {
    const body = JSON.parse(text) as { value?: unknown } | null
    return Array.isArray(body?.value) ? body.value : null
  } catch {
    return null
  }
}

function collect(all: Map<string, Collected>, speaker: Speaker, item: Notification): void {
  const { changeType, id, etag, subscriptionId } = item
  const { key, changed } = speaker
  if (!changeType || !id || !changed) return
  let entry = all.get(key)
  if (!entry) {
    entry = { speaker, changed, hints: new Map(), subscriptionIds: new Set() }
    all.set(key, entry)
  }
  // Of several signals for one item only the last matters: content comes from Graph anyway.
  entry.hints.delete(id)
  entry.hints.set(id, { id, etag, changeType })
  entry.subscriptionIds.add(subscriptionId)
}

// A subscription repeats its clientState with each signal: check each text once.
const known = new Map<string, Speaker>()
const MOST_KNOWN = 10_000

async function verified(text: string): Promise<Speaker | null> {
  const state = await verifyClientState(text)
  if (!state) return null
  const { connectionId, resource } = state
  const changed = Object.hasOwn(CHANGED, resource) ? CHANGED[resource as keyof typeof CHANGED].name : undefined
  const speaker = { connectionId, resource, key: `${connectionId} ${resource}`, changed }
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(text, speaker)
  return speaker
}
