import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { ScheduleScreen } from '@/components/schedule/schedule-screen'
import type { ScheduleActions } from '@/components/schedule/view'
import { words } from '@/components/schedule/words'
import { readZone } from '@/components/ui/read-zone'
import {
  addCalendars,
  declineCalendar,
  removeCalendar,
  setCalendarShown,
  syncNow,
} from '@/lib/features/calendar/actions'
import { recreateCalendar } from '@/lib/features/publishing/actions'
import {
  answerInvitation,
  deleteEntry,
  inviteFromMine,
  moveEntry,
  restoreEntry,
  saveEntry,
} from '@/lib/features/schedule/actions'
import { loadSchedule } from '@/lib/features/schedule/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata: Metadata = { title: words.title }

type Search = Promise<Record<string, string | string[] | undefined>>

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
const actions: ScheduleActions = {
  ...{ saveEntry, moveEntry, deleteEntry, restoreEntry, answerInvitation, inviteFromMine },
  ...{ setCalendarShown, addCalendars, removeCalendar, declineCalendar, syncNow, recreateCalendar },
}

/** /schedule?view=day|month|list&date=…&entry=…&on=… */
export default async function SchedulePage({ searchParams }: { searchParams: Search }) {
  const [search, jar] = await Promise.all([searchParams, cookies()])
  const view = await forPage(loadSchedule({ zone: readZone(jar), date: one(search.date) }))
  return <ScheduleScreen view={view} actions={actions} />
}
