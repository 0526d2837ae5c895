import { Banner } from '@/components/ui/banner'
import { MicrosoftSquares } from '@/components/ui/mark'
import { NoData } from './admin-approval'
import { PermissionList } from './permission-list'
import { SubmitButton } from './submit-button'
import { TripCard } from './trip-card'
import type { ConsentPageView } from './view'
import { words } from './words'

type ConsentProps = {
  view: ConsentPageView
  /** Leads to Microsoft. */
  approve: () => Promise<void>
}

/** Approval of the whole feature set, for any organisation. Works without scripts. */
export function Consent({ view, approve }: ConsentProps) {
  const { consent } = words
  const granted = view.state === 'granted'
  const shared = view.permissions.some(({ scope }) => scope === 'Calendars.ReadWrite.Shared')
  return (
    <TripCard
      mark={granted ? 'both' : 'apart'}
      motion={granted ? 'in' : undefined}
      width="wide"
      title={granted ? consent.granted : consent.title}
      lead={granted ? consent.grantedLead : consent.lead}
    >
      {view.problem && (
        <Banner tone="bad" className="mt-5">
          {view.problem}
        </Banner>
      )}
      <NoData />
      {!granted && (
        <>
          <h2 className="mt-6 mb-2 text-16">{consent.all}</h2>
          <PermissionList permissions={view.permissions} />
        </>
      )}
      <div className="mt-6 grid gap-5">
        <section>
          <h2 className="text-16">{consent.limitTitle}</h2>
          <ol className="mt-1.5 grid list-decimal gap-1 pl-5 text-ink-2 marker:text-ink-3">
            {consent.limit.map((step) => (
              <li key={step} className="pl-1">
                {step}
              </li>
            ))}
          </ol>
          <p className="mt-1.5 text-13 text-ink-2">{consent.limitAfter}</p>
        </section>
        <Note title={consent.delegateTitle}>
          {`${shared ? consent.delegateIncluded : consent.delegateLater} ${consent.delegate}`}
        </Note>
        <Note title={consent.revokeTitle}>{consent.revoke}</Note>
      </div>
      {!granted && (
        <form action={approve} className="mt-7">
          <SubmitButton kind="filled" size="l" icon={<MicrosoftSquares />} className="max-desk:w-full">
            {view.state === 'failed' ? consent.again : consent.approve}
          </SubmitButton>
        </form>
      )}
    </TripCard>
  )
}

function Note({ title, children }: { title: string; children: string }) {
  return (
    <section>
      <h2 className="text-16">{title}</h2>
      <p className="mt-1 text-ink-2 text-pretty">{children}</p>
    </section>
  )
}
