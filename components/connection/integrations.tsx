import { Hourglass } from 'lucide-react'
import { Banner } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button'
import { Attention } from './attention'
import type { Deed } from './deed'
import { FeatureList } from './feature-list'
import { HealthCard } from './health-card'
import { Hero } from './hero'
import { ImportCard, type ImportDeed, type ImportSettings } from './import-card'
import { LeaveCard } from './leave-card'
import { LiveRefresh } from './live-refresh'
import { OfferCard } from './offer-card'
import type { IntegrationsView } from './view'
import { words } from './words'

export type IntegrationsDeeds = {
  reconnect: Deed
  syncNow: Deed
  updateImport: ImportDeed
  /** Bound to each feature, by its id. */
  features: Record<string, { turnOn: Deed; turnOff: Deed }>
}

type IntegrationsProps = {
  view: IntegrationsView
  mail: ImportSettings | null
  deeds: IntegrationsDeeds
  hrefs: { connect: string; disconnect: string; watch: string | null; approval: string | null }
}

/** Settings → Integrations: what is linked, what each part may do, how fresh it is, and the way out. */
export function Integrations({ view, mail, deeds, hrefs }: IntegrationsProps) {
  const { health } = view
  const settled = view.account && view.state !== 'leaving'
  const mailOn = view.features.some(({ id, state }) => id === 'mail' && (state === 'on' || state === 'paused'))
  const live = health?.lastSignalAt ?? health?.lastSyncAt ?? null
  return (
    <div className="mx-auto w-full max-w-[1100px]">
      <LiveRefresh topic="connection" />
      <LiveRefresh topic="import" />
      {view.attention && (
        <div className="mb-6">
          <Attention
            view={view}
            reconnect={deeds.reconnect}
            disconnectHref={hrefs.disconnect}
            watchHref={hrefs.watch}
          />
        </div>
      )}
      <Hero view={view} connectHref={hrefs.connect} syncNow={deeds.syncNow} />
      {hrefs.approval && !view.attention && (
        <Banner
          tone="warn"
          className="mt-6"
          icon={<Hourglass aria-hidden="true" className="size-4 shrink-0" />}
          title={words.waiting.title}
          action={
            <ButtonLink href={hrefs.approval} size="s">
              {words.waiting.open}
            </ButtonLink>
          }
        />
      )}
      <div className="mt-7 grid items-start gap-6 desk:mt-8 wide:grid-cols-[minmax(0,1fr)_348px] wide:gap-8">
        <FeatureList features={view.features} liveAt={live} deeds={deeds.features} />
        {view.state === 'available' && <OfferCard />}
        {settled && (
          <div className="grid gap-4 pane:max-wide:grid-cols-2 pane:max-wide:items-start">
            {health && <HealthCard health={health} />}
            {mail && mailOn && <ImportCard settings={mail} save={deeds.updateImport} />}
            <LeaveCard href={hrefs.disconnect} />
          </div>
        )}
      </div>
    </div>
  )
}
