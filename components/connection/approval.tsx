import { Mail } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { Spinner } from '@/components/ui/progress'
import { CopyLink } from './copy-link'
import { Day, Since } from './day'
import type { Deed } from './deed'
import { DeedButton } from './deed-button'
import { GoOn } from './go-on'
import { LiveRefresh } from './live-refresh'
import { PermissionList } from './permission-list'
import { TripCard } from './trip-card'
import type { ApprovalView } from './view'
import { words } from './words'

type ApprovalProps = {
  view: ApprovalView
  without: Deed
  /** Goes on to Microsoft once it is approved. */
  goOn: Deed
  againHref: string
}

/** The page of the person who waits for an administrator. */
export function Approval({ view, without, goOn, againHref }: ApprovalProps) {
  const { approval } = words
  if (view.state === 'granted')
    return <TripCard mark="pending" title={approval.granted} lead={approval.grantedLead} foot={<GoOn run={goOn} />} />
  if (view.state === 'expired')
    return (
      <TripCard
        mark="apart"
        title={approval.expired}
        lead={approval.expiredLead}
        foot={
          <>
            <ButtonLink href={againHref} kind="filled" size="l">
              {approval.again}
            </ButtonLink>
            <ButtonLink href={view.returnTo} size="l">
              {words.returnToTandem}
            </ButtonLink>
          </>
        }
      />
    )
  return (
    <TripCard mark="apart" title={approval.title(view.tenant)} lead={approval.lead} width="wide">
      <LiveRefresh topic="connection" every={5000} />
      <div className="mt-5 flex flex-wrap gap-2">
        <CopyLink link={view.link} />
        <a href={view.mailto} className={buttonStyle({ className: 'h-10 max-desk:flex-1' })}>
          <Mail aria-hidden="true" className="size-4" />
          {approval.mail}
        </a>
      </div>
      <p className="mt-2 text-12 text-ink-3">
        {approval.until} <Day at={view.expiresAt} />. {approval.leave}
      </p>
      <h2 className="mt-5 mb-2 text-13 font-strong">{approval.what}</h2>
      <PermissionList permissions={view.permissions} />
      <div className="mt-6 flex flex-wrap items-start gap-x-4 gap-y-3">
        <p className="flex min-h-9 flex-1 items-center gap-2.5 text-13 text-ink-2 max-desk:basis-full">
          <Spinner />
          <span>
            {approval.waiting} <Since at={view.since} />
          </span>
        </p>
        {view.without.length > 0 && (
          <div className="flex flex-col items-end gap-1.5 max-desk:basis-full max-desk:items-stretch">
            <DeedButton run={without} align="end">
              {approval.without}
            </DeedButton>
            <p className="text-12 text-ink-3">{approval.withoutHelp(view.without.join(', '))}</p>
          </div>
        )}
      </div>
    </TripCard>
  )
}
