// Alex's calendar at a running emulator, for the tests of this folder. Every mailbox begins as the seed leaves it; tests
// work in a calendar of their own or with ids that they made.

import { WRONG_ON_PURPOSE } from '../core/listener'
import type { EmulatorOptions } from '../server'
import { mailWorld } from '../testing/mail-world'
import { type GraphAnswer, graph, signIn } from '../testing/person'

export { ALEX, LEE, MEGAN, outcome, until } from '../testing/mail-world'
export const ADELE = 'adele@contoso.test'
const SCOPES = 'openid User.Read Calendars.ReadWrite Calendars.ReadWrite.Shared'

/** dateTimeTimeZone */
export const at = (dateTime: string, timeZone = 'UTC') => ({ dateTime, timeZone })
/** A meeting of one hour. */
export const hour = (day: string, subject = 'Review', from = 9) => ({
  subject,
  start: at(`${day}T${String(from).padStart(2, '0')}:00:00`),
  end: at(`${day}T${String(from + 1).padStart(2, '0')}:00:00`),
})

export type Shown = Record<string, unknown> & { id: string; subject: string; start: { dateTime: string } }
export const listIn = ({ body }: GraphAnswer) => body.value as Shown[]
export const idIn = ({ body }: GraphAnswer) => String(body.id)
export const enc = encodeURIComponent

export async function calendarWorld(options: EmulatorOptions = {}) {
  const world = await mailWorld(options)
  return {
    ...world,
    async begin(scopes = SCOPES) {
      await world.control('POST', '/reset', {})
      await world.signIn(scopes)
    },
    patch: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      world.call('PATCH', path, body, headers),
    remove: (path: string, headers: Record<string, string> = {}) => world.call('DELETE', path, undefined, headers),
    /** A request that no client should make: kept out of the conformance check. */
    wrong: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      world.call(method, path, body, { ...headers, [WRONG_ON_PURPOSE]: 'yes' }),
    tokenOf: async (upn: string, scopes = SCOPES) => (await signIn(world.url, upn, scopes)).access_token,
    as: (token: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      graph(world.url, token, path, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      }),
    event: async (body: object, path = '/me/events'): Promise<Shown> => {
      const answer = await world.post(path, body)
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
      return answer.body as Shown
    },
    /** An empty calendar of Alex. @returns its path */
    async calendar(name = 'Test'): Promise<string> {
      const made = await world.post('/me/calendars', { name })
      return `/me/calendars/${enc(idIn(made))}`
    },
  }
}
