import 'server-only'
import type { CalendarFieldsView } from '@/components/publishing/view'
import { withAdmin } from '@/lib/auth/with-user'
import { getPulledFields } from '../rows/queries'
import { FIELDS, isFieldOn } from '../rules'

/** Which optional fields of Outlook events the workspace pulls. Throws forbidden for whoever is no administrator. */
export async function loadCalendarFields(): Promise<CalendarFieldsView> {
  return withAdmin(async (db, scope) => {
    const pulled = await getPulledFields(db, scope.workspaceId)
    return { fields: FIELDS.map(({ id, name }) => ({ id, name, isOn: isFieldOn(pulled, id) })) }
  })
}
