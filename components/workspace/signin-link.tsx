import { TripCard } from '@/components/connection/trip-card'
import { ButtonLink } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { words } from './words'

/** The last step of a sign-in by mail. `link` is the form that completes it; null: the link was cut off. */
export function SigninLink({ link }: { link: { action: string; fields: Record<string, string> } | null }) {
  const { signin } = words
  if (!link)
    return (
      <TripCard
        mark="apart"
        title={signin.broken}
        lead={signin.brokenLead}
        foot={
          <ButtonLink href="/signin" kind="filled" size="l">
            {signin.askAgain}
          </ButtonLink>
        }
      />
    )
  return (
    <TripCard
      mark="pending"
      title={signin.almost}
      lead={signin.almostLead(link.fields.email ?? '')}
      foot={
        <form action={link.action} method="get">
          {Object.entries(link.fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button type="submit" className={buttonStyle({ kind: 'filled', size: 'l' })}>
            {signin.go}
          </button>
        </form>
      }
    />
  )
}
