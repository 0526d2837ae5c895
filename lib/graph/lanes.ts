/**
 * Microsoft allows four requests at a time for a mailbox. Of these a sync of live changes takes one, bulk work two and
 * waiting people one. Across instances Inngest's concurrency keys keep the first two; this keeps them inside a process.
 */
export type Lane = 'live' | 'bulk' | 'person'

const WIDTH: Record<Lane, number> = { live: 1, bulk: 2, person: 1 }

interface Queue {
  running: number
  waiting: (() => void)[]
}
const store = globalThis as typeof globalThis & { tandemLanes?: Map<string, Queue> }

/** Waits for a place in the connection's lane and keeps it while `work` runs. First come, first served. */
export async function inLane<T>(connectionId: string, lane: Lane, work: () => Promise<T>): Promise<T> {
  store.tandemLanes ??= new Map()
  const lanes = store.tandemLanes
  const key = `${lane}-${connectionId}`
  const queue = lanes.get(key) ?? { running: 0, waiting: [] }
  lanes.set(key, queue)
  if (queue.running >= WIDTH[lane]) await new Promise<void>((resolve) => queue.waiting.push(resolve))
  else queue.running++
  try {
    return await work()
  } finally {
    const next = queue.waiting.shift()
    if (next) next()
    else if (--queue.running === 0) lanes.delete(key)
  }
}
