import 'server-only'
import { createHmac } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { visits } from '@/drizzle/schema/visits'
import { clientNetwork } from '@/lib/platform/client-address'
import { now } from '@/lib/platform/clock'
import { inSystem } from '@/lib/platform/db/handle'
import { env } from '@/lib/platform/env'
import { AppError } from '@/lib/platform/errors'

/** What may be asked for without a sign-in, and how often a minute from one network. */
const TIMES = {
  /** Mails with a sign-in link: an office signs in behind one address. */
  'sign-in mail': 10,
  /** Links for administrators: looking one up, and going to Microsoft. */
  approval: 30,
  /** Microsoft's answers to administrators. */
  answer: 60,
} as const
export type Visit = keyof typeof TIMES

const MINUTE = 60_000

/**
 * Counts one more visit of the network that these headers came from. Throws `too_often` (429, with the seconds until
 * the next minute) when it was one too many. Where the address is not known (no trusted proxy), nobody is counted.
 */
export async function countVisit(what: Visit, headers: Headers): Promise<void> {
  const network = clientNetwork(headers, env().TRUSTED_PROXIES)
  if (network === null) return
  const hash = createHmac('sha256', env().AUTH_SECRET).update(`visit ${network}`).digest('base64url').slice(0, 24)
  const at = now().getTime()
  const minute = new Date(at - (at % MINUTE))
  const [row] = await inSystem((db) =>
    db
      .insert(visits)
      .values({ visitor: `${what} ${hash}`, minute, times: 1 })
      .onConflictDoUpdate({ target: [visits.visitor, visits.minute], set: { times: sql`${visits.times} + 1` } })
      .returning({ times: visits.times }),
  )
  if ((row?.times ?? 0) <= TIMES[what]) return
  throw new AppError('too_often', `too many of: ${what}`, {
    retryAfter: Math.ceil((minute.getTime() + MINUTE - at) / 1000),
    userMessage: 'That was a lot at once. Wait a minute, then try again.',
  })
}
