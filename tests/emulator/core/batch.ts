// POST /$batch. Microsoft Graph: JSON batching.

import type { Bearer } from '../entra/access-token'
import { GraphFault } from '../seam'
import type { GraphAnswer } from './answer'
import type { GraphCall, GraphOutcome } from './graph-server'
import { MAILBOX_CONCURRENCY } from './throttle'

const MAXIMUM = 20
const METHODS = new Set(['GET', 'POST', 'PATCH', 'PUT', 'DELETE'])

interface Member {
  id: string
  method: string
  /** Relative to /v1.0, with a leading slash. */
  url: string
  headers: Headers
  body: Uint8Array | null
  dependsOn: string[]
}

interface MemberAnswer {
  id: string
  status: number
  headers: Record<string, string>
  body?: unknown
}

const malformed = (message: string) => new GraphFault(400, 'BadRequest', message)

/**
 * Runs the members through `handle` and gathers their answers.
 * @throws GraphFault 400 only if the batch itself is malformed.
 */
export async function runBatch(
  call: GraphCall,
  bearer: Bearer,
  handle: (call: GraphCall) => Promise<GraphOutcome>,
): Promise<GraphAnswer> {
  const members = readMembers(call.body)
  const done = new Map<string, MemberAnswer>()
  const waiting = new Set(members)
  const running = new Set<Promise<void>>()
  while (waiting.size > 0 || running.size > 0) {
    for (const member of waiting) {
      if (running.size >= MAILBOX_CONCURRENCY) break
      const before = member.dependsOn.map((id) => done.get(id))
      if (before.some((answer) => answer === undefined)) continue
      waiting.delete(member)
      if (before.some((answer) => (answer?.status ?? 0) >= 400)) {
        done.set(member.id, failedDependency(member))
        continue
      }
      const run = runMember(call, bearer, member, handle)
        .then((answer) => void done.set(member.id, answer))
        .finally(() => running.delete(run))
      running.add(run)
    }
    if (running.size > 0) await Promise.race(running)
  }
  const responses = members.map((member) => done.get(member.id))
  const body = new TextEncoder().encode(JSON.stringify({ responses }))
  return { status: 200, headers: new Headers({ 'content-type': 'application/json' }), body }
}

async function runMember(
  envelope: GraphCall,
  bearer: Bearer,
  member: Member,
  handle: (call: GraphCall) => Promise<GraphOutcome>,
): Promise<MemberAnswer> {
  const question = member.url.indexOf('?')
  const { answer } = await handle({
    method: member.method,
    path: question < 0 ? member.url : member.url.slice(0, question),
    query: question < 0 ? '' : member.url.slice(question),
    headers: member.headers,
    body: member.body,
    origin: envelope.origin,
    member: { bearer },
  })
  const headers: Record<string, string> = {}
  for (const [name, value] of answer.headers) headers[headerName(name)] = value
  const bytes = answer.stream ? await new Response(answer.stream).arrayBuffer() : answer.body
  if (!bytes) return { id: member.id, status: answer.status, headers }
  const json = answer.headers.get('content-type')?.includes('json')
  // Whatever is not JSON travels as base64 text.
  const text = Buffer.from(new Uint8Array(bytes))
  return {
    id: member.id,
    status: answer.status,
    headers,
    body: json ? JSON.parse(text.toString()) : text.toString('base64'),
  }
}

function headerName(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()).replace(/^Odata-/, 'OData-')
}

function failedDependency(member: Member): MemberAnswer {
  return {
    id: member.id,
    status: 424,
    headers: { 'Content-Type': 'application/json' },
    body: {
      error: { code: 'FailedDependency', message: 'A request that this one depends on has failed.', innerError: {} },
    },
  }
}

function readMembers(body: Uint8Array | null): Member[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(body ?? new Uint8Array()))
  } catch {
    throw malformed('Unable to read JSON request payload.')
  }
  const requests = isObject(parsed) ? parsed.requests : undefined
  if (!Array.isArray(requests) || requests.length === 0) throw malformed('The batch holds no requests.')
  if (requests.length > MAXIMUM)
    throw malformed(`The batch holds ${requests.length} requests, the maximum is ${MAXIMUM}.`)
  const members = requests.map(readMember)
  const ids = new Set<string>()
  for (const { id } of members) {
    if (ids.has(id.toLowerCase())) throw malformed(`The request id '${id}' is not unique.`)
    ids.add(id.toLowerCase())
  }
  checkDependencies(members)
  return members
}

function readMember(raw: unknown): Member {
  if (!isObject(raw)) throw malformed('A request of the batch is no object.')
  const { id, method, url, headers = {}, body, dependsOn = [] } = raw
  const strange = Object.keys(raw).find((key) => !['id', 'method', 'url', 'headers', 'body', 'dependsOn'].includes(key))
  if (strange) throw malformed(`Invalid property '${strange}' in a request of the batch.`)
  if (typeof id !== 'string' || id === '') throw malformed('Every request of a batch needs an id.')
  const verb = String(method).toUpperCase()
  if (!METHODS.has(verb)) throw malformed(`Request '${id}': the method '${String(method)}' is not supported.`)
  if (typeof url !== 'string' || /^[a-z][a-z0-9+.-]*:/i.test(url))
    throw malformed(`Request '${id}': the url must be relative.`)
  if (!isObject(headers)) throw malformed(`Request '${id}': headers must be an object.`)
  const given = new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]))
  given.delete('authorization')
  if (body !== undefined && !given.has('content-type')) {
    throw malformed(`Request '${id}': a body needs a Content-Type header.`)
  }
  if (!Array.isArray(dependsOn) || dependsOn.some((d) => typeof d !== 'string')) {
    throw malformed(`Request '${id}': dependsOn must be a list of ids.`)
  }
  const path = `/${url.replace(/^\/+/, '').replace(/^v1\.0\//i, '')}`
  return { id, method: verb, url: path, headers: given, body: bodyBytes(body, given), dependsOn }
}

function bodyBytes(body: unknown, headers: Headers): Uint8Array | null {
  if (body === undefined || body === null) return null
  if (headers.get('content-type')?.includes('json')) return new TextEncoder().encode(JSON.stringify(body))
  // Binary and text bodies are base64 in a batch.
  return new Uint8Array(Buffer.from(String(body), 'base64'))
}

function checkDependencies(members: Member[]): void {
  const byId = new Map(members.map((member) => [member.id, member]))
  const finished = new Set<string>()
  const open = new Set<string>()
  const visit = (member: Member): void => {
    if (finished.has(member.id)) return
    if (open.has(member.id)) throw malformed('The dependencies of the batch form a circle.')
    open.add(member.id)
    for (const id of member.dependsOn) {
      const before = byId.get(id)
      if (!before) throw malformed(`Request '${member.id}' depends on the unknown id '${id}'.`)
      visit(before)
    }
    open.delete(member.id)
    finished.add(member.id)
  }
  members.forEach(visit)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
