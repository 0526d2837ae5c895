import 'server-only'
import { isOn } from '@/lib/features/connection/queries'
import { now } from '@/lib/platform/clock'
import { AppError } from '@/lib/platform/errors'
import { runJob } from '@/lib/sync/job'
import { createOrGet } from './graph'
import { nextHour } from './rules'

/**
 * The join link of a Teams meeting of the person's own; the same key answers the same meeting, so that a lost answer
 * is simply asked for again. Throws in words when the feature is off.
 */
export async function teamsLink(connectionId: string, key: string, subject: string): Promise<string> {
  const { start, end } = nextHour(now())
  const result = await runJob(
    connectionId,
    'person',
    async ({ graph }) => {
      const { body } = await graph.send<{ joinWebUrl?: unknown }>(createOrGet(key, subject, start, end))
      const url = typeof body?.joinWebUrl === 'string' ? body.joinWebUrl : ''
      if (!url.startsWith('https://')) throw new AppError('unavailable', 'a meeting without a link')
      return url
    },
    (connection) => isOn(connection, 'meetings'),
  )
  if (result.ran) return result.value
  throw result.because === 'off'
    ? new AppError('consent_required', 'meetings are off', {
        userMessage: 'Teams meetings are turned off. Turn them on in Settings → Integrations.',
      })
    : new AppError('reauth_required', `meetings: ${result.because}`)
}
