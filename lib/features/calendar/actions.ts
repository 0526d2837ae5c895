'use server'

import { z } from 'zod'
import type { ScheduleActions } from '@/components/schedule/view'
import { withUser } from '@/lib/auth/with-user'
import { requireLiveConnection } from '@/lib/features/connection/queries'
import { answer } from '@/lib/platform/answer'
import * as change from './mutations'

export const setCalendarShown: ScheduleActions['setCalendarShown'] = async (id, shown) =>
  answer(() => withUser((db, scope) => change.setCalendarShown(db, scope, z.uuid().parse(id), shown === true)))

/** "Add Calendar": they come in at once. */
export const addCalendars: ScheduleActions['addCalendars'] = async (ids) =>
  answer(async () => {
    const someIds = z.array(z.uuid()).min(1).max(200)
    await change.announceImport(await withUser((db, scope) => change.addCalendars(db, scope, someIds.parse(ids))))
  })

export const removeCalendar: ScheduleActions['removeCalendar'] = async (id) =>
  answer(() => withUser((db, scope) => change.removeCalendar(db, scope, z.uuid().parse(id))))

/** "Not Now" (R4). */
export const declineCalendar: ScheduleActions['declineCalendar'] = async () => {
  await withUser((db, scope) => change.declineCalendar(db, scope))
}

/** "Sync now": everything is compared with Outlook. */
export const syncNow: ScheduleActions['syncNow'] = async () =>
  answer(async () => {
    const { id } = await withUser((db, scope) => requireLiveConnection(db, scope, 'calendar'))
    await change.announceSweep(id)
  })
