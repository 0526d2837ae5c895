import { inngest } from '@/inngest/client'
import {
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
import { stopSignals } from '@/lib/sync/subscriptions'
import { followSignals, takeInAll } from './follow'
import { inJob, lane, onePerConnection } from './job'

const calendarSync = followSignals({
  id: 'calendar-sync',
  changed: calendarChanged,
  source: CALENDAR_SIGNALS,
  // Each write of our own push is signalled, too.
  joins: true,
  run: runCalendarJob,
  async accept(context, hints) {
    const { left, news } = await acceptHints(context, hints)
    if (news.length > 0) await takeOverFromOutlook(context, news)
    return left
  },
})

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

const importFunction = takeInAll({
  id: 'calendar-import',
  due: calendarImport,
  run: runCalendarJob,
  async take(context, until) {
    const all = await importCalendars(context, until)
    if (all) await takeOverFromOutlook(context, [], 'import')
    return all
  },
})

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
