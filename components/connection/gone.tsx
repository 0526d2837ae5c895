import { ButtonLink } from '@/components/ui/button'
import { TripCard } from './trip-card'
import { words } from './words'

/** What was asked for is no longer there: says what that means, and where to go on. */
export function Gone({ title, lead }: { title: string; lead: string }) {
  return (
    <TripCard
      mark="apart"
      title={title}
      lead={lead}
      foot={
        <ButtonLink href="/settings/integrations" kind="filled" size="l">
          {words.outcome.toSettings}
        </ButtonLink>
      }
    />
  )
}
