import { randomBytes } from 'node:crypto'
import type { Core } from '../seam'
import { invalid } from './resources'

const TIMEOUT = 10_000

/** Microsoft Graph wants https; an emulator on a developer's machine also takes http on the loopback interface. */
export function checkUrl(name: string, value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null
  const loopback = url !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  if (typeof value !== 'string' || !url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))) {
    throw invalid(`${name} must be an https URL (http is possible on the loopback interface only).`)
  }
  return value
}

/**
 * The endpoint must echo a token as text/plain within ten seconds.
 * @throws GraphFault 400 InvalidRequest
 */
export async function handshake(core: Core, url: string): Promise<void> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomBytes(16).toString('hex')} <&"+%>`
  const target = new URL(url)
  target.search += `${target.search ? '&' : '?'}validationToken=${encodeURIComponent(token)}`
  const requestHeaders = { 'content-type': 'text/plain; charset=utf-8' }
  const failed = (why: string) => invalid(`Subscription validation request failed. ${why}`)
  let answer: Response
  let responseBody: string
  try {
    answer = await fetch(target, {
      method: 'POST',
      headers: requestHeaders,
      body: '',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    })
    responseBody = await answer.text()
  } catch {
    core.recordOutgoing({ method: 'POST', url: target.href, requestHeaders, requestBody: '', label: 'handshake' })
    throw failed('The notification endpoint did not answer within 10 seconds.')
  }
  core.recordOutgoing({
    method: 'POST',
    url: target.href,
    requestHeaders,
    requestBody: '',
    status: answer.status,
    responseBody,
    label: 'handshake',
  })
  if (answer.status !== 200) throw failed(`Response must be 200 OK, got HTTP ${answer.status}.`)
  if (!/^text\/plain\b/i.test(answer.headers.get('content-type') ?? '')) throw failed('Response must be text/plain.')
  if (responseBody !== token) throw failed('Response must match the validationToken query parameter.')
}
