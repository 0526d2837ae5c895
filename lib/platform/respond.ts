import { errorResponse, toAppError } from './errors'
import { log } from './log'

/** A route's answer as JSON, or its error as the border's body; unknown errors are logged. Never cached. */
export async function respond(work: () => Promise<unknown>): Promise<Response> {
  try {
    const value = await work()
    return value instanceof Response
      ? value
      : Response.json(value, { headers: { 'cache-control': 'private, no-store' } })
  } catch (err) {
    if (toAppError(err).code === 'internal') log.error({ err }, 'a request failed')
    return errorResponse(err)
  }
}
