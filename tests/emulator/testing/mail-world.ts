// Alex at a running emulator, for the tests of writing and sending: Graph calls with immutable ids, and the truth.

import { Client } from '@microsoft/microsoft-graph-client'
import type { Message } from '@microsoft/microsoft-graph-types'
import { type EmulatorOptions, startEmulator } from '../server'
import { control, type GraphAnswer, graph, signIn } from './person'

export const ALEX = 'alex@contoso.test'
export const MEGAN = 'megan@contoso.test'
export const LEE = 'lee@fabrikam.test'

export interface Sent {
  via: string
  from: string
  to: string[]
  subject: string
  internetMessageId: string
  mime: string
}

/** A line of GET /_control/users/{upn}/messages. */
export interface Truth {
  id: string
  folder: string
  subject: string
  isDraft: boolean
  conversationId: string
  internetMessageId: string
  to: { address: string }[]
  cc: { address: string }[]
  bcc: { address: string }[]
  bodyHash: string | null
}

export const to = (...addresses: string[]) => addresses.map((address) => ({ emailAddress: { address } }))
export const outcome = ({ status, body }: GraphAnswer) => [status, body.error?.code]

/** What `read` finds within two seconds. */
export async function until<T>(read: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 100; i++) {
    const found = await read()
    if (found !== undefined) return found
    await new Promise((done) => setTimeout(done, 20))
  }
  throw new Error('it never came')
}

export type MailWorld = Awaited<ReturnType<typeof mailWorld>>

export async function mailWorld(options: EmulatorOptions = {}) {
  const running = await startEmulator(options)
  let token = ''
  // The SDK sends no token to http hosts by itself.
  const client = Client.init({
    baseUrl: running.url,
    authProvider: (done) => done(null, token),
    fetchOptions: {
      get headers() {
        return { authorization: `Bearer ${token}`, prefer: 'IdType="ImmutableId"' }
      },
    },
  })
  const world = {
    url: running.url,
    client,
    close: () => running.close(),
    control: (method: string, path: string, body?: unknown) => control(running.url, method, path, body),
    async signIn(scope = 'openid User.Read Mail.ReadWrite Mail.Send') {
      token = (await signIn(running.url, ALEX, scope)).access_token
    },
    /** From the seed, signed in. */
    async begin() {
      await world.control('POST', '/reset', {})
      await world.signIn()
    },
    call: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      graph(running.url, token, path, {
        method,
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          prefer: 'IdType="ImmutableId"',
          ...headers,
        },
      }),
    get: (path: string) => world.call('GET', path),
    post: (path: string, body?: unknown, headers: Record<string, string> = {}) =>
      world.call('POST', path, body, headers),
    /** The raw bytes of an answer. */
    async bytes(path: string): Promise<Uint8Array> {
      const answer = await fetch(`${running.url}/v1.0${path}`, { headers: { authorization: `Bearer ${token}` } })
      return new Uint8Array(await answer.arrayBuffer())
    },
    sent: async () => (await world.control('GET', '/sent')) as Sent[],
    truth: async (upn: string, folder: string) =>
      (await world.control('GET', `/users/${upn}/messages?folder=${folder}`)) as Truth[],
    lag: (body: object) => world.control('POST', '/sending', body),
    async draft(message: object = {}): Promise<Message & { id: string }> {
      const answer = await world.post('/me/messages', { subject: 'Offer', toRecipients: to(MEGAN), ...message })
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
      return answer.body as unknown as Message & { id: string }
    },
    /** New mail in somebody's inbox, by the control API. @returns its immutable id, encoded for a path. */
    async incoming(upn: string, message: object): Promise<string> {
      const { ids } = (await world.control('POST', `/users/${upn}/messages`, message)) as { ids: string[] }
      return encodeURIComponent(ids[0] ?? '')
    },
    arrived: (upn: string, folder: string, subject: string) =>
      until(async () => (await world.truth(upn, folder)).find((each) => each.subject === subject)),
  }
  return world
}
