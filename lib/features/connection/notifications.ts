// Runs at the edge: Web APIs only, no database.
import { z } from 'zod'
import { type ChangeHint, mailChanged, subscriptionLifecycle } from '@/inngest/events'
import { type ClientState, verifyClientState } from '@/lib/platform/client-state'

const MAX_HINTS = 100
/** After so many forged items in one body the rest is not looked at: checking each costs the attacked, not the forger. */
const MOST_FORGED = 1_000

/** Graph's ids are plain ASCII; anything else would only trouble the database. */
const ASCII = /^[\x20-\x7e]+$/

const notification = z.object({
  subscriptionId: z.string().max(128).regex(ASCII),
  clientState: z.string().max(128),
  changeType: z.enum(['created', 'updated', 'deleted']).optional(),
  lifecycleEvent: z.enum(['reauthorizationRequired', 'subscriptionRemoved', 'missed']).optional(),
  resourceData: z
    .object({ id: z.string().max(512).regex(ASCII), '@odata.etag': z.string().max(256).regex(ASCII).optional() })
    .optional(),
})
type Notification = z.infer<typeof notification>

type SignalEvent = ReturnType<typeof mailChanged.create> | ReturnType<typeof subscriptionLifecycle.create>

/** Which event tells of a change in which stream. Later features add theirs. */
const CHANGED = { mail: mailChanged } as const

interface Collected {
  connectionId: string
  resource: keyof typeof CHANGED
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
    const parsed = notification.safeParse(item)
    if (!parsed.success) continue
    const state = await verified(parsed.data.clientState)
    if (!state) {
      if (++forged > MOST_FORGED) break
      continue
    }
    if (parsed.data.lifecycleEvent) {
      const { subscriptionId: graphId, lifecycleEvent: event } = parsed.data
      events.push(subscriptionLifecycle.create({ connectionId: state.connectionId, graphId, event }))
    } else collect(collected, state, parsed.data)
  }
  for (const { connectionId, resource, hints, subscriptionIds } of collected.values()) {
    const all = [...hints.values()]
    for (let at = 0; at < all.length; at += MAX_HINTS) {
      events.push(
        CHANGED[resource].create({
          connectionId,
          hints: all.slice(at, at + MAX_HINTS),
          subscriptionIds: [...subscriptionIds].slice(0, MAX_HINTS),
          at: arrivedAt,
        }),
      )
    }
  }
  return events
}

function parse(text: string): unknown[] | null {
  try {
    const body = JSON.parse(text) as { value?: unknown } | null
    return Array.isArray(body?.value) ? body.value : null
  } catch {
    return null
  }
}

function collect(all: Map<string, Collected>, state: ClientState, item: Notification): void {
  const { changeType, resourceData, subscriptionId } = item
  if (!changeType || !resourceData || !Object.hasOwn(CHANGED, state.resource)) return
  const resource = state.resource as keyof typeof CHANGED
  const key = `${state.connectionId} ${resource}`
  const entry = all.get(key) ?? {
    connectionId: state.connectionId,
    resource,
    hints: new Map(),
    subscriptionIds: new Set(),
  }
  all.set(key, entry)
  // Of several signals for one item only the last matters: content comes from Graph anyway.
  entry.hints.delete(resourceData.id)
  entry.hints.set(resourceData.id, { id: resourceData.id, etag: resourceData['@odata.etag'], changeType })
  entry.subscriptionIds.add(subscriptionId)
}

// A subscription repeats its clientState with each signal: check each text once.
const known = new Map<string, ClientState>()
const MOST_KNOWN = 10_000

async function verified(text: string): Promise<ClientState | null> {
  const hit = known.get(text)
  if (hit) return hit
  const state = await verifyClientState(text)
  if (state) {
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(text, state)
  }
  return state
}
