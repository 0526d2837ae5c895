// Runs at the edge: Web APIs only.
import { inngest } from './client'

const ATTEMPTS = 5
const FIRST_PAUSE_MS = 100
/** What Inngest's own servers in development expect in place of a key. */
const NO_KEY = 'NO_EVENT_KEY_SET'

/** What the client says with every request. It reads the whole environment for it, so that it is asked once. */
let standing: Record<string, string> | undefined

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * Hands events to Inngest: true if and only if it accepted them within `ms` milliseconds. Never throws.
 *
 * For the one door that must answer Graph at once. Says what `inngest.send` says (Inngest's Event API); the client looks
 * through the whole environment and each value again for it, which took longer than reading a batch of 100. Each attempt
 * bears the same seed, from which Inngest makes the events' ids: one that arrived twice counts once.
 */
export async function handOver(events: readonly { name: string; data: object }[], ms: number): Promise<boolean> {
  // Inngest Cloud takes nothing in from nobody: it need not be told.
  if (!inngest.eventKey && inngest.mode === 'cloud') return false
  const ts = Date.now()
  const body = JSON.stringify(events.map(({ name, data }) => ({ name, data, ts })))
  const seed = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(10))))
  standing ??= inngest.headers
  const headers = { ...standing, 'x-inngest-event-id-seed': `${ts},${seed}` }
  let isLate = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      isLate = true
      resolve(false)
    }, ms)
  })
  const attempts = async () => {
    for (let attempt = 0; attempt < ATTEMPTS && !isLate; attempt++) {
      if (attempt > 0) await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1) + Math.random() * FIRST_PAUSE_MS)
      if (!isLate && (await isAccepted(body, headers))) return true
    }
    return false
  }
  return Promise.race([attempts(), late]).finally(() => clearTimeout(timer))
}

/** One attempt. Inngest says twice how it went: by the answer's status, and by the one in its body. */
async function isAccepted(body: string, headers: Record<string, string>): Promise<boolean> {
  try {
    const url = new URL(`e/${inngest.eventKey ?? NO_KEY}`, inngest.eventBaseUrl).href
    const answer = await fetch(url, { method: 'POST', headers, body, cache: 'no-store' })
    const said = (await answer.json()) as { status?: unknown; error?: unknown }
    return answer.ok && said.status === 200 && !said.error
  } catch {
    return false
  }
}
