// Runs at the edge: Web APIs only.
import { warnAtEdge } from '@/lib/platform/edge-log'
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
 * bears the same seed, from which Inngest makes the events' ids: one that arrived twice counts once. What was not accepted
 * leaves one line in the log that says why.
 */
export async function handOver(events: readonly { name: string; data: object }[], ms: number): Promise<boolean> {
  const failed = (why: Refusal, attempts: number, late: boolean) => {
    warnAtEdge({ ...why, events: events.length, attempts, late }, 'Inngest did not accept a batch of signals')
    return false
  }
  // Inngest Cloud takes nothing in from nobody: it need not be told.
  if (!inngest.eventKey && inngest.mode === 'cloud') return failed({ reason: 'no-event-key' }, 0, false)
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
  let attempt = 0
  let why: Refusal = { reason: 'no-answer' }
  const attempts = async () => {
    while (attempt < ATTEMPTS && !isLate) {
      if (attempt > 0) await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1) + Math.random() * FIRST_PAUSE_MS)
      if (isLate) break
      attempt++
      const refusal = await tell(body, headers)
      if (!refusal) return true
      why = refusal
    }
    return false
  }
  const isAccepted = await Promise.race([attempts(), late]).finally(() => clearTimeout(timer))
  return isAccepted || failed(why, attempt, isLate)
}

/** Why an attempt came to nothing, in codes and numbers: what Inngest says in words may quote what it was sent. */
interface Refusal {
  reason: 'no-event-key' | 'no-answer' | 'unreachable' | 'unreadable' | 'refused'
  /** Of the answer, and the one in its body. */
  status?: number
  said?: number
  /** Of the network: ECONNREFUSED … */
  code?: string
}

/** One attempt; null: accepted. Inngest says twice how it went: by the answer's status, and by the one in its body. */
async function tell(body: string, headers: Record<string, string>): Promise<Refusal | null> {
  let status: number | undefined
  try {
    const url = new URL(`e/${inngest.eventKey ?? NO_KEY}`, inngest.eventBaseUrl).href
    const answer = await fetch(url, { method: 'POST', headers, body, cache: 'no-store' })
    status = answer.status
    const said = (await answer.json()) as { status?: unknown; error?: unknown } | null
    if (answer.ok && said?.status === 200 && !said.error) return null
    return { reason: 'refused', status, said: typeof said?.status === 'number' ? said.status : undefined }
  } catch (error) {
    return status === undefined ? { reason: 'unreachable', code: codeOf(error) } : { reason: 'unreadable', status }
  }
}

function codeOf(error: unknown): string | undefined {
  const { code } = ((error instanceof Error && error.cause) || {}) as { code?: unknown }
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : undefined
}
