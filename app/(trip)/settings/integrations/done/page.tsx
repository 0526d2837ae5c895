import { Outcome } from '@/components/connection/outcome'
import { words } from '@/components/connection/words'
import { loadCalendarCount } from '@/lib/features/calendar/loaders'
import { startAgain } from '@/lib/features/connection/actions'
import { askAdministrator } from '@/lib/features/connection/approval/actions'
import { loadOutcome } from '@/lib/features/connection/attempt/loaders'
import { loadImportSettings } from '@/lib/features/mail/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata = { title: words.product }

type DonePageProps = { searchParams: Promise<{ attempt?: string | string[]; code?: string | string[] }> }

/** How the trip to Microsoft ended. */
export default async function DonePage({ searchParams }: DonePageProps) {
  const view = await forPage(loadOutcome(await searchParams))
  const mail = view.ok ? await loadImportSettings() : null
  const calendars = view.ok ? await loadCalendarCount() : null
  return (
    <Outcome
      view={{ ...view, returnTo: toldOf(view.returnTo, calendars) }}
      mail={mail?.progress ?? null}
      calendars={calendars}
      again={view.attemptId ? startAgain.bind(null, view.attemptId) : null}
      askAdmin={view.attemptId ? askAdministrator.bind(null, view.attemptId) : null}
    />
  )
}

/** The schedule says itself how many calendars came (R5); those that are still on their way show when they are there. */
function toldOf(path: string, calendars: Awaited<ReturnType<typeof loadCalendarCount>> | null): string {
  if (!calendars?.isWanted || calendars.count === 0 || !/^\/schedule(\?|$)/.test(path)) return path
  return `${path}${path.includes('?') ? '&' : '?'}added=${calendars.count}`
}
