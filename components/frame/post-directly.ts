/** Browsers let so much go on when a page goes away, of all its requests together (Fetch: keepalive, 64 KiB). */
const goesOn = 60_000
let onTheWay = 0

/**
 * Asks one of Tandem's own routes by a request of its own, at once: it waits for nothing else that is asked, and goes on
 * when the page is closed. Actions wait for one another, and end with their page.
 * @throws when Tandem cannot be reached, or does not answer as it should
 */
export async function postDirectly<T>(path: string, input: unknown): Promise<T | { error: string }> {
  const body = JSON.stringify(input)
  const { size } = new Blob([body])
  const keepalive = onTheWay + size < goesOn
  if (keepalive) onTheWay += size
  try {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(path, { method: 'POST', headers, body, keepalive })
    if (answer.ok) return (await answer.json()) as T
    const refused = (await answer.json().catch(() => null)) as { error?: { message?: string } } | null
    if (!refused?.error?.message) throw new Error(`${path} answered ${answer.status}`)
    return { error: refused.error.message }
  } finally {
    if (keepalive) onTheWay -= size
  }
}
