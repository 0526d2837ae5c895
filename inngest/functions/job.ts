import { NonRetriableError, RetryAfterError } from 'inngest'
import { toAppError } from '@/lib/platform/errors'
import { log } from '@/lib/platform/log'

/** Without word from the other side: long enough to let it recover, short enough not to be noticed. */
const DEFAULT_WAIT_S = 15

/**
 * Runs the work of one step and says in Inngest's words what to do with its error: wait as long as Microsoft asked,
 * give up on what will never work, retry the rest. Messages stay codes: engines keep them.
 */
export async function inJob<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    const error = toAppError(thrown)
    log.warn({ err: thrown, job: name, code: error.code }, 'a job stopped')
    const text = `${error.code}${error.reason ? ` ${error.reason}` : ''}`
    if (error.job === 'never') throw new NonRetriableError(text)
    if (error.code === 'throttled' || error.retryAfter !== undefined) {
      throw new RetryAfterError(text, Math.ceil((error.retryAfter ?? DEFAULT_WAIT_S) * 1000))
    }
    throw new Error(text)
  }
}

/** Inngest concurrency across all functions and instances: a mailbox's lane (lib/graph/lanes.ts). */
export const lane = (name: 'live' | 'bulk', limit: number) => ({
  scope: 'env' as const,
  key: `"${name}-" + event.data.connectionId`,
  limit,
})

/** One run of a function at a time for a connection. */
export const onePerConnection = { scope: 'fn' as const, key: 'event.data.connectionId', limit: 1 }

/** All work on a connection's signals, one after the other: two at once would each end what the other has made. */
export const signalsOfConnection = {
  scope: 'env' as const,
  key: '"signals-" + event.data.connectionId',
  limit: 1,
}
