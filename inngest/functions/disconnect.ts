import { inngest } from '@/inngest/client'
import { connectionDisconnect } from '@/inngest/events'
import { removeCalendar } from '@/lib/features/calendar/publish/sync/remove'
import { closeConnection, endSignals, purgeRows, SIGNAL_TRIES, SIGNAL_WAIT } from '@/lib/features/purge/sync/leave'
import { inJob, onePerConnection } from './job'

const STEP_MS = 45_000
const MOST_STEPS = 100

/** Disconnect, after the click: signals end, rows go, Tandem's calendar leaves Outlook if that is wanted, keys go. Every step may be repeated after a crash. */
const leave = inngest.createFunction(
  { id: 'connection-disconnect', triggers: [connectionDisconnect], concurrency: [onePerConnection], retries: 20 },
  async ({ event, step }) => {
    const { connectionId, disconnectId } = event.data
    const signals = (name: string, last: boolean) =>
      step.run(name, () => inJob('disconnect', () => endSignals(connectionId, disconnectId, last)))
    const calendar = (name: string, lastTry: boolean) =>
      step.run(name, () =>
        inJob('disconnect', () => removeCalendar(connectionId, disconnectId, { lastTry, wait: SIGNAL_WAIT })),
      )
    let ended = await signals('signals', false)
    for (let part = 1; part <= MOST_STEPS; part++) {
      const all = await step.run(`purge ${part}`, () =>
        inJob('disconnect', () => purgeRows(connectionId, disconnectId, Date.now() + STEP_MS)),
      )
      if (all) break
    }
    // The keys stay until Microsoft has confirmed, for a while: they are needed to ask.
    // After the purge: a push that was under way at the click has come to its end.
    let gone = await calendar('calendar', false)
    for (let tries = 2; !(ended && gone) && tries <= SIGNAL_TRIES; tries++) {
      const isLast = tries === SIGNAL_TRIES
      await step.sleep(`wait ${tries}`, `${SIGNAL_WAIT}s`)
      if (!ended) ended = await signals(`signals ${tries}`, isLast)
      if (!gone) gone = await calendar(`calendar ${tries}`, isLast)
    }
    await step.run('close', () => inJob('disconnect', () => closeConnection(connectionId, disconnectId)))
  },
)

export const disconnectFunctions = [leave]
