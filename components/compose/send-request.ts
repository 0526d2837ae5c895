import { firstWords } from './first-words'
import type { Refusal, SendDraft } from './view'

/** Browsers let so much go on when a page is closed (Fetch: keepalive, 64 KiB in all). */
const GOES_ON = 60_000

/**
 * Sends by a request of its own, at once: it waits for no save that is under way, and goes on when the tab is closed.
 */
export const sendDirectly: SendDraft = async (input) => {
  const body = JSON.stringify(input)
  const answer = await fetch('/api/compose/send', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    keepalive: new Blob([body]).size < GOES_ON,
  })
  if (answer.ok) return (await answer.json()) as Awaited<ReturnType<SendDraft>>
  const refused = (await answer.json().catch(() => null)) as { error?: { message?: string } } | null
  return { error: refused?.error?.message ?? firstWords.unreachable } satisfies Refusal
}
