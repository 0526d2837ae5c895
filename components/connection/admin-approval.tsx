import { ShieldCheck } from 'lucide-react'
import { Banner } from '@/components/ui/banner'
import { MicrosoftSquares } from '@/components/ui/mark'
import { Day } from './day'
import { PermissionList } from './permission-list'
import { SubmitButton } from './submit-button'
import { TripCard } from './trip-card'
import type { AdminApprovalView } from './view'
import { words } from './words'

type AdminApprovalProps = {
  view: AdminApprovalView
  /** Leads to Microsoft. */
  approve: () => Promise<void>
}

/** The administrator's own page: what is asked, why, and what approving does not do. Works without scripts. */
export function AdminApproval({ view, approve }: AdminApprovalProps) {
  const { admin } = words
  if (view.state === 'granted')
    return <TripCard mark="both" motion="in" title={admin.granted} lead={admin.grantedLead} />
  if (view.state === 'expired') return <TripCard mark="apart" title={admin.expired} lead={admin.expiredLead} />
  if (view.state === 'unknown') return <TripCard mark="apart" title={admin.unknown} lead={admin.unknownLead} />
  return (
    <TripCard
      mark="apart"
      width="wide"
      title={admin.title(view.workspace)}
      lead={view.askedBy ? admin.asked(view.askedBy) : admin.askedNobody}
      foot={
        <form action={approve}>
          <SubmitButton kind="filled" size="l" icon={<MicrosoftSquares />}>
            {admin.approve(view.workspace)}
          </SubmitButton>
        </form>
      }
    >
      {view.problem && (
        <Banner tone="bad" className="mt-5">
          {view.problem}
        </Banner>
      )}
      <NoData />
      <h2 className="mt-5 mb-2 text-13 font-strong">{admin.what}</h2>
      <PermissionList permissions={view.permissions} />
      {view.expiresAt && (
        <p className="mt-3 text-12 text-ink-3">
          {admin.until} <Day at={view.expiresAt} />.
        </p>
      )}
    </TripCard>
  )
}

/** The promise that stands on every page an administrator approves on. */
export function NoData() {
  return (
    <p className="mt-5 flex items-start gap-3 rounded-card bg-brand-soft px-4 py-3.5 font-label text-pretty">
      <ShieldCheck aria-hidden="true" className="mt-px size-[18px] shrink-0 text-brand-ink" />
      {words.admin.noData}
    </p>
  )
}
