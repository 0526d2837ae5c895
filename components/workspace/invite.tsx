import type { Deed } from '@/components/connection/deed'
import { DeedButton } from '@/components/connection/deed-button'
import { TripCard } from '@/components/connection/trip-card'
import type { InviteView } from '@/components/connection/view'
import { Avatar } from '@/components/ui/avatar'
import { ButtonLink } from '@/components/ui/button'
import { words } from './words'

type InviteProps = { view: InviteView; accept: Deed; signInHref: string }

/** An invitation to a workspace: who asks, as what, and with which account one joins. */
export function Invite({ view, accept, signInHref }: InviteProps) {
  const { invite } = words
  if (view.state === 'expired') return <TripCard mark="apart" title={invite.expired} lead={invite.expiredLead} />
  if (view.state === 'unknown') return <TripCard mark="apart" title={invite.unknown} lead={invite.unknownLead} />
  if (view.state === 'used' || view.state === 'member') {
    const used = view.state === 'used'
    const signIn = used && !view.signedInAs
    return (
      <TripCard
        mark={used ? 'apart' : 'both'}
        title={used ? invite.used : invite.member(view.workspace)}
        lead={used ? invite.usedLead : invite.memberLead}
        foot={
          <ButtonLink href={signIn ? '/signin' : '/inbox'} kind="filled" size="l">
            {signIn ? invite.toSignIn : invite.open}
          </ButtonLink>
        }
      />
    )
  }
  return (
    <TripCard
      mark="pending"
      title={invite.title(view.workspace)}
      lead={invite.by(view.invitedBy, view.role)}
      foot={
        view.signedInAs ? (
          <>
            <DeedButton run={accept} kind="filled" size="l">
              {invite.accept(view.workspace)}
            </DeedButton>
            <ButtonLink href={signInHref} size="l">
              {invite.other}
            </ButtonLink>
          </>
        ) : (
          <ButtonLink href={signInHref} kind="filled" size="l">
            {invite.signIn}
          </ButtonLink>
        )
      }
    >
      {view.signedInAs ? (
        <div className="mt-5 flex items-center gap-3 rounded-card px-4 py-3 shadow-[inset_0_0_0_1px_var(--line-2)]">
          <Avatar name={view.signedInAs} id={view.signedInAs} />
          <p className="min-w-0">
            <span className="block text-12 text-ink-3">{invite.asWhom}</span>
            <span className="block font-label [overflow-wrap:anywhere]">{view.signedInAs}</span>
          </p>
        </div>
      ) : (
        <p className="mt-4 text-13 text-ink-2 text-pretty">{invite.signInLead}</p>
      )}
    </TripCard>
  )
}
