// Everything that is not Graph: Entra ID and the control API.

import { Hono } from 'hono'
import { refusal } from './control/guard'
import { controlRoutes } from './control/routes'
import type { Emulator } from './core/emulator'
import type { Fault } from './core/faults'
import type { WebRequest } from './core/listener'
import { entraRoutes } from './entra/routes'
import type { DirectoryUser, GraphEnv } from './seam'

/** Entra, the control API, and a loud 501 for everything else. */
export function makeRouter(
  emulator: Emulator,
): (request: WebRequest) => Promise<{ response: Response; fault: Fault | null }> {
  const entra = entraRoutes(emulator.entra)
  const control = controlRoutes(emulator)
  const mailboxControl = makeMailboxControl(emulator)
  entra.notFound((c) => {
    console.error(`emulator: 501 ${c.req.method} ${c.req.path}`)
    return c.json(
      { error: 'not_implemented', error_description: `The emulator does not know ${c.req.method} ${c.req.path}.` },
      501,
    )
  })
  entra.onError((error, c) => {
    console.error(`emulator: ${c.req.method} ${c.req.path} failed`, error)
    return c.json({ error: 'server_error', error_description: String(error) }, 500)
  })
  return async (request) => {
    const web = toRequest(request, request.path)
    if (request.path === '/_control' || request.path.startsWith('/_control/')) {
      const reason = refusal(request.remoteAddress, request.headers.get('host'), request.headers.get('origin'))
      if (reason) return { response: Response.json({ error: reason }, { status: 403 }), fault: null }
      const path = request.path.slice('/_control'.length) || '/'
      const inMailbox = /^\/users\/([^/]+)(\/(?!account$).+)$/.exec(path)
      if (inMailbox?.[1] && inMailbox[2]) {
        return { response: await mailboxControl(request, decodeURIComponent(inMailbox[1]), inMailbox[2]), fault: null }
      }
      return { response: await control.fetch(toRequest(request, path)), fault: null }
    }
    const fault = await takeTokenFault(emulator, request)
    if (fault?.kind === 'throttle' || fault?.kind === 'status')
      return { response: tokenFaultAnswer(fault), fault: null }
    if (fault?.kind === 'delay') await new Promise((done) => setTimeout(done, fault.delayMs ?? 0))
    const response = await entra.fetch(web)
    if (fault?.kind === 'commit-then-504') return { response: tokenFaultAnswer({ ...fault, status: 504 }), fault: null }
    return { response, fault }
  }
}

function toRequest(request: WebRequest, path: string): Request {
  return new Request(`${request.origin}${path}${request.query}`, {
    method: request.method,
    headers: request.headers,
    body: request.method === 'GET' || request.method === 'HEAD' ? null : (request.body as BodyInit | null),
  })
}

/** Faults reach Entra only if they name a path there, e.g. `/oauth2/*` or `*` + `/token`. */
async function takeTokenFault(emulator: Emulator, request: WebRequest): Promise<Fault | null> {
  const tail = request.path.replace(/^\/[^/]+/, '')
  if (!tail.startsWith('/oauth2/')) return null
  const form = new URLSearchParams(request.body ? new TextDecoder().decode(request.body) : '')
  const { entra, directory, faults } = emulator
  const userId =
    entra.refreshTokens.peek(form.get('refresh_token') ?? '')?.userId ?? entra.peekCode(form.get('code') ?? '')?.userId
  return faults.takeHttp({
    method: request.method,
    upn: userId ? directory.userById(userId)?.upn : undefined,
    paths: [request.path, tail],
    pathRequired: true,
  })
}

function tokenFaultAnswer(fault: Fault): Response {
  const status = fault.status ?? (fault.kind === 'throttle' ? 429 : 503)
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
  const description = 'AADSTS90033: A transient error has occurred. Please try again.'
  const body = { error: 'temporarily_unavailable', error_description: description, error_codes: [90033] }
  return Response.json(body, { status, headers })
}

/** /_control/users/{upn}/…: each workload's own routes, with the user resolved. */
function makeMailboxControl(emulator: Emulator) {
  const app = new Hono<GraphEnv>()
  app.use('*', async (c, next) => {
    const given = c.env as unknown as { owner: DirectoryUser; publicUrl: string }
    c.set('owner', given.owner)
    c.set('publicUrl', given.publicUrl)
    c.set('prefix', '')
    c.set('prefer', new Map())
    c.set('immutableIds', false)
    await next()
  })
  for (const workload of emulator.workloads) workload.controlRoutes(app)
  app.notFound((c) => c.json({ error: `no control route ${c.req.method} ${c.req.path} for a user` }, 404))
  app.onError((error, c) => {
    const known = 'status' in error && typeof error.status === 'number'
    if (!known && !(error instanceof SyntaxError)) console.error('emulator: control failed', error)
    return c.json(
      { error: error.message },
      known && error.status === 404 ? 404 : known || error instanceof SyntaxError ? 400 : 500,
    )
  })
  return async (request: WebRequest, upn: string, path: string): Promise<Response> => {
    const owner = emulator.directory.find(upn)
    if (!owner) return Response.json({ error: `no user ${upn}` }, { status: 404 })
    return app.fetch(toRequest(request, path), { owner, publicUrl: `${request.origin}${request.path}${request.query}` })
  }
}
