import { inngest } from '@/inngest/client'
import {
  type ChangeHint,
  calendarChanged,
  calendarImport,
  calendarPoll,
  calendarSweep,
  connectionLinked,
  subscriptionDue,
} from '@/inngest/events'
import { acceptHints } from '@/lib/features/calendar/sync/accept'
import { importCalendars, openCalendars, pollCalendars, sweepCalendars } from '@/lib/features/calendar/sync/import'
import { CALENDAR_SIGNALS, runCalendarJob } from '@/lib/features/calendar/sync/upkeep'
import { takeOverFromOutlook } from '@/lib/features/calendar/two-way/sync/turn'
import { noteHealth } from '@/lib/sync/job'
import { holdsSubscription, stopSignals } from '@/lib/sync/subscriptions'
import { inJob, lane, onePerConnection } from './job'

/** Delta may lag its own signal: look again after these. */
const LOOK_AGAIN = ['0s', '1s', '5s', '30s'] as const

/** A signal came: take in what it points at. */
const calendarSync = inngest.createFunction(
  { id: 'calendar-sync', triggers: [calendarChanged], concurrency: [lane('live', 1)], retries: 8 },
  async ({ event, step }) => {
    const { connectionId, subscriptionIds } = event.data
    let hints: ChangeHint[] = event.data.hints
    for (const wait of LOOK_AGAIN) {
      if (wait !== '0s') await step.sleep(`wait ${wait}`, wait)
      const { left, sharedWith } = await step.run(`sync ${wait}`, () =>
        inJob('calendar-sync', async () => {
          const result = await runCalendarJob(connectionId, 'live', async (context) => {
            const signals = await holdsSubscription(context.scope, CALENDAR_SIGNALS.resource, subscriptionIds)
            if (!signals.held) return DONE
            const left = await acceptHints(context, hints)
            const ids = hints.map(({ id }) => id)
            await takeOverFromOutlook(context, ids)
            await noteHealth(context.scope, { signal: wait === '0s', synced: left.length === 0 })
            return { left, sharedWith: wait === '0s' ? signals.sharedWith : [] }
          })
          return result.ran ? result.value : DONE
        }),
      )
      if (sharedWith.length > 0) {
        const along = sharedWith.map((id) => calendarChanged.create({ ...event.data, connectionId: id }))
        await step.sendEvent('tell along', along)
      }
      if (left.length === 0) return
      hints = left
    }
  },
)
const DONE: { left: ChangeHint[]; sharedWith: string[] } = { left: [], sharedWith: [] }

/** An account was linked, linked again, or its features changed: the next days first, then signals, then the rest. */
const start = inngest.createFunction(
  { id: 'calendar-start', triggers: [connectionLinked], concurrency: [lane('bulk', 2), onePerConnection], retries: 8 },
  async ({ event, step }) => {
    const { connectionId, resource = CALENDAR_SIGNALS.resource } = event.data
    if (resource !== CALENDAR_SIGNALS.resource) return
    const opened = await step.run('open', () =>
      inJob('calendar-start', async () => (await runCalendarJob(connectionId, 'bulk', openCalendars)).ran),
    )
    if (opened) await step.sendEvent('go on', subscriptionDue.create({ connectionId, start: true, resource }))
    else
      await step.run('stop signals', () => inJob('calendar-start', () => stopSignals(connectionId, CALENDAR_SIGNALS)))
  },
)

/** A step of an import works this long at most; a run has this many steps, then it emits itself anew. */
const STEP_MS = 45_000
const MOST_STEPS = 50

/** Takes calendars in, from wherever their cursors stand. */
const importFunction = inngest.createFunction(
  { id: 'calendar-import', triggers: [calendarImport], concurrency: [lane('bulk', 2), onePerConnection], retries: 12 },
  async ({ event, step }) => {
    const { connectionId } = event.data
    for (let part = 1; part <= MOST_STEPS; part++) {
      const done = await step.run(`part ${part}`, () =>
        inJob('calendar-import', async () => {
          const result = await runCalendarJob(connectionId, 'bulk', async (context) => {
            const all = await importCalendars(context, Date.now() + STEP_MS)
            if (all) await takeOverFromOutlook(context, [], 'import')
            await noteHealth(context.scope, { synced: true })
            return all
          })
          return result.ran ? result.value : true
        }),
      )
      if (done) return
    }
    await step.sendEvent('go on', calendarImport.create({ connectionId }))
  },
)

/** The safety net: compares all calendars with Outlook. */
const sweep = inngest.createFunction(
  { id: 'calendar-sweep', triggers: [calendarSweep], concurrency: [lane('bulk', 2), onePerConnection], retries: 4 },
  async ({ event, step }) => {
    const { connectionId, why } = event.data
    await step.run('sweep', () =>
      inJob('calendar-sweep', async () => {
        await runCalendarJob(connectionId, 'bulk', async (context) => {
          await sweepCalendars(context, why)
          await takeOverFromOutlook(context, [], why)
          await noteHealth(context.scope, { synced: true })
        })
      }),
    )
  },
)

/** Somebody looks at calendars of others. */
const poll = inngest.createFunction(
  { id: 'calendar-poll', triggers: [calendarPoll], concurrency: [lane('bulk', 2), onePerConnection], retries: 1 },
  async ({ event, step }) => {
    await step.run('poll', () =>
      inJob('calendar-poll', async () => {
        await runCalendarJob(event.data.connectionId, 'bulk', pollCalendars)
      }),
    )
  },
)

export const calendarFunctions = [calendarSync, start, importFunction, sweep, poll]
