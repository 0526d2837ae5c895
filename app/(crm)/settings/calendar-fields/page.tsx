import { FieldsScreen } from '@/components/publishing/fields-screen'
import { fieldsWords as words } from '@/components/publishing/fields-words'
import { Sheet, SheetBody } from '@/components/ui/sheet'
import { setCalendarFields } from '@/lib/features/calendar/fields/actions'
import { loadCalendarFields } from '@/lib/features/calendar/fields/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata = { title: words.title }

/** Optional fields of Outlook events; for administrators (the loader refuses others). */
export default async function CalendarFieldsPage() {
  const view = await forPage(loadCalendarFields())
  return (
    <Sheet>
      <SheetBody>
        <FieldsScreen view={view} setFields={setCalendarFields} />
      </SheetBody>
    </Sheet>
  )
}
