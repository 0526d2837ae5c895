import { calendarImport, calendarSweep, mailImport, mailSweep } from '@/inngest/events'
import { CALENDARS_STREAM, streamOfCalendar } from '@/lib/features/calendar/rules'
import { CALENDAR_SIGNALS, runCalendarJob } from '@/lib/features/calendar/sync/upkeep'
import { isOn } from '@/lib/features/connection/queries'
import { FOLDER_STREAM, streamOfFolder } from '@/lib/features/mail/rules'
import { MAIL_SIGNALS, runMailJob } from '@/lib/features/mail/sync/upkeep'
import type { SignalSource } from '@/lib/sync/subscriptions'
import type { UpkeepSource } from '@/lib/sync/upkeep'

type SweepReason = Parameters<typeof mailSweep.create>[0]['why']

/** A stream of signals with everything that is done about it. A feature that has one adds it here. */
interface Source extends SignalSource, UpkeepSource {
  run: typeof runMailJob
  import: (connectionId: string) => ReturnType<typeof mailImport.create> | ReturnType<typeof calendarImport.create>
  compare: (
    connectionId: string,
    why: SweepReason,
  ) => ReturnType<typeof mailSweep.create> | ReturnType<typeof calendarSweep.create>
}

export const SOURCES: readonly Source[] = [
  {
    ...MAIL_SIGNALS,
    feature: 'mail',
    isOn: (connection) => isOn(connection, 'mail'),
    opened: FOLDER_STREAM,
    streams: streamOfFolder('%'),
    sweeps: 'quiet',
    run: runMailJob,
    import: (connectionId) => mailImport.create({ connectionId }),
    compare: (connectionId, why) => mailSweep.create({ connectionId, why }),
  },
  {
    ...CALENDAR_SIGNALS,
    feature: 'calendar',
    isOn: (connection) => isOn(connection, 'calendar'),
    opened: CALENDARS_STREAM,
    streams: streamOfCalendar('%'),
    sweeps: 'hourly',
    run: runCalendarJob,
    import: (connectionId) => calendarImport.create({ connectionId }),
    compare: (connectionId, why) => calendarSweep.create({ connectionId, why }),
  },
]

export const sourceOf = (resource: string): Source | undefined => SOURCES.find((source) => source.resource === resource)
