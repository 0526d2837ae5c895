import { pickedField } from '@/components/connection/picked-field'
import { Picker } from '@/components/connection/picker'
import { TripCard } from '@/components/connection/trip-card'
import { words } from '@/components/connection/words'
import { ButtonLink } from '@/components/ui/button'
import { startConnect } from '@/lib/features/connection/actions'
import { loadPicker } from '@/lib/features/connection/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata = { title: words.picker.title }

type ConnectPageProps = { searchParams: Promise<{ returnTo?: string | string[]; features?: string | string[] }> }

/** What to connect, before Microsoft is asked for exactly that. */
export default async function ConnectPage({ searchParams }: ConnectPageProps) {
  const view = await forPage(loadPicker(await searchParams))
  const { refused, returnTo } = view
  if (refused)
    return (
      <TripCard
        mark="apart"
        title={words.picker.refused}
        lead={refused.sentence}
        foot={
          <ButtonLink href={refused.href} kind="filled" size="l">
            {refused.label}
          </ButtonLink>
        }
      />
    )
  async function start(form: FormData) {
    'use server'
    return startConnect(form.getAll(pickedField).map(String), returnTo)
  }
  return <Picker view={view} start={start} backHref="/settings/integrations" />
}
