import { PublishingScreen } from '@/components/publishing/publishing-screen'
import { words } from '@/components/publishing/words'
import { Sheet, SheetBody } from '@/components/ui/sheet'
import { decidePause, listObserved, preview, recreateCalendar, setPublishing } from '@/lib/features/publishing/actions'
import { loadPublishing } from '@/lib/features/publishing/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata = { title: words.title }

/** How the person's entries go to Outlook. */
export default async function CalendarSettingsPage() {
  const initial = await forPage(loadPublishing())
  return (
    <Sheet>
      <SheetBody>
        <PublishingScreen
          initial={initial}
          actions={{ preview, setPublishing, decidePause, recreateCalendar, listObserved }}
        />
      </SheetBody>
    </Sheet>
  )
}
