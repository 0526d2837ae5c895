import { AppError } from '@/lib/platform/errors'
import type { Graph, GraphRequest } from './client'
import { graphError } from './errors'

/** One member's answer: a body, or the error it would have thrown alone. */
export type BatchMember<T> = { body: T; requestId: string | null } | { error: AppError }

/** More members would run at once in one mailbox and be throttled (Microsoft Graph: four requests a mailbox). */
const BATCH_SIZE = 4

interface BatchResponse {
  responses?: { id?: unknown; status?: unknown; headers?: Record<string, string>; body?: unknown }[]
}

/**
 * Sends up to four requests in one round trip; answers come in the order of the requests. A member that failed is an
 * error of its own, throttled ones with their own Retry-After: batches are not retried by anybody else. Only members
 * answered with 401, which did nothing, are sent once more with a fresh token, as single requests are.
 */
export async function sendBatch<T = unknown>(graph: Graph, requests: GraphRequest[]): Promise<BatchMember<T>[]> {
  if (requests.length > BATCH_SIZE) throw new AppError('internal', 'too many requests in a batch')
  const answers = await post<T>(graph, requests, false)
  const refused = requests.filter((_, index) => isRefused(answers[index]))
  if (refused.length === 0) return answers
  const again = await post<T>(graph, refused, true)
  return answers.map((answer) => (isRefused(answer) ? (again.shift() ?? answer) : answer))
}

const isRefused = (answer: BatchMember<unknown> | undefined): boolean =>
  answer !== undefined && 'error' in answer && answer.error.code === 'reauth_required'

async function post<T>(graph: Graph, requests: GraphRequest[], fresh: boolean): Promise<BatchMember<T>[]> {
  const { body, requestId } = await graph.send<BatchResponse>({
    fresh,
    method: 'POST',
    path: '/$batch',
    body: {
      requests: requests.map(({ method = 'GET', path, body: json, prefer = [], headers }, index) => ({
        id: String(index + 1),
        method,
        url: path,
        headers: {
          Prefer: ['IdType="ImmutableId"', ...prefer].join(', '),
          ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(json === undefined ? {} : { body: json }),
      })),
    },
  })
  const byId = new Map((body?.responses ?? []).map((response) => [String(response.id), response]))
  return requests.map((_, index) => {
    const response = byId.get(String(index + 1))
    if (!response) return { error: new AppError('unavailable', 'a batch member has no answer', { reason: 'not_json' }) }
    const status = Number(response.status)
    const headers = new Headers(response.headers ?? {})
    if (status >= 200 && status < 300) {
      return { body: response.body as T, requestId: headers.get('request-id') ?? requestId }
    }
    return { error: graphError({ status, headers, body: response.body }) }
  })
}
