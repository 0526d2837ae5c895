/** A failed request, with the words for the person and the code for the program. */
export class RequestError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
  ) {
    super(message)
    this.name = 'RequestError'
  }
}

const offline = 'Tandem cannot be reached. It tries again by itself.'
const unknown = 'Tandem did not answer as it should. Nothing was lost.'

function readError(body: unknown): { code: string; message: string } | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null
  const { error } = body
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return null
  return typeof error.code === 'string' && typeof error.message === 'string'
    ? { code: error.code, message: error.message }
    : null
}

/**
 * Reads JSON from one of Tandem's own routes.
 * @throws RequestError with `code` of the route, or `offline` / `unexpected`
 */
export async function fetchJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, { signal, headers: { accept: 'application/json' }, credentials: 'same-origin' })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new RequestError('offline', offline, 0)
  }
  const body: unknown = await response.json().catch(() => null)
  // The session has ended: the page as it stands, with its address, comes back after signing in.
  if (response.status === 401)
    location.assign(`/signin?returnTo=${encodeURIComponent(location.pathname + location.search)}`)
  if (!response.ok) {
    const error = readError(body)
    throw new RequestError(error?.code ?? 'unexpected', error?.message ?? unknown, response.status)
  }
  if (body === null) throw new RequestError('unexpected', unknown, response.status)
  return body as T
}
