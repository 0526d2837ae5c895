import { inngest } from '@/inngest/client'
import { connectionDisconnect } from '@/inngest/events'
import { closeConnection, endSignals, purgeRows, SIGNAL_TRIES, SIGNAL_WAIT } from '@/lib/features/purge/sync/leave'
import { inJob, onePerConnection } from './job'

const STEP_MS = 45_000
const MOST_STEPS = 100

/** Disconnect, after the click: signals end, rows go, keys go. Every step may be repeated after a crash. */
const leave = inngest.createFunction(
  { id: 'connection-disconnect', triggers: [connectionDisconnect], concurrency: [onePerConnection], retries: 20 },
  async ({ event, step }) => {
    const { connectionId, disconnectId } = event.data
    const signals = (name: string, last: boolean) =>
      step.run(name, () => inJob('disconnect', () => endSignals(connectionId, disconnectId, last)))
    let ended = await signals('signals', false)
    for (let part = 1; part <= MOST_STEPS; part++) {
      const all = await step.run(`purge ${part}`, () =>
        inJob('disconnect', () => purgeRows(connectionId, disconnectId, Date.now() + STEP_MS)),
      )
      if (all) break
    }
    // The keys stay until Microsoft has confirmed, for a while: they are needed to ask.
    for (let tries = 2; !ended && tries <= SIGNAL_TRIES; tries++) {
      await step.sleep(`wait ${tries}`, `${SIGNAL_WAIT}s`)
      ended = await signals(`signals ${tries}`, tries === SIGNAL_TRIES)
    }
    await step.run('close', () => inJob('disconnect', () => closeConnection(connectionId, disconnectId)))
  },
)

export const disconnectFunctions = [leave]
