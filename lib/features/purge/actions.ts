'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { inngest } from '@/inngest/client'
import { connectionDisconnect } from '@/inngest/events'
import { withUser } from '@/lib/auth/with-user'
import { log } from '@/lib/platform/log'
import { startDisconnect } from './mutations'

/**
 * Disconnects: the person's own connection, or as an administrator anybody's. With the form's `calendar` ticked, Tandem's
 * own calendar leaves Outlook, too. Goes to the progress page.
 */
export async function disconnectNow(connectionId: string, form: FormData): Promise<void> {
  const id = z.uuid().parse(connectionId)
  const removeCalendar = form.get('calendar') === 'remove'
  const disconnectId = await withUser((db, scope) => startDisconnect(db, scope, id, { removeCalendar }))
  // The minute job finds a Disconnect that nobody announced.
  await inngest
    .send(connectionDisconnect.create({ connectionId: id, disconnectId }))
    .catch((err) => log.warn({ err }, 'a disconnect could not be announced yet'))
  redirect(`/settings/integrations/disconnect/${disconnectId}`)
}
