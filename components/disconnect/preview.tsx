import { Check, KeyRound, TriangleAlert } from 'lucide-react'
import type { Deed } from '@/components/connection/deed'
import { Banner } from '@/components/ui/banner'
import { cn } from '@/components/ui/cn'
import { MicrosoftSquares } from '@/components/ui/mark'
import { Card } from '@/components/ui/sheet'
import { Count } from './count'
import { Head } from './head'
import { KindIcon } from './kind-icon'
import { LeaveForm } from './leave-form'
import type { DisconnectPreview } from './view'
import { words } from './words'

/** Everything that would go, what stays and what stops; only then the button. The counts are the friction. */
export function Preview({
  view,
  disconnect,
  stayHref,
}: {
  view: DisconnectPreview
  disconnect: Deed
  stayHref: string
}) {
  const { preview } = words
  return (
    <div className="mx-auto w-full max-w-[1100px]">
      <Head mark="both" title={preview.title}>
        {view.calendar?.mayRemove ? preview.leadOrCalendar : preview.lead}
      </Head>
      <p className="mb-4 flex items-center gap-2.5 text-13">
        <MicrosoftSquares />
        <span className="sr-only">{preview.account}:</span>
        <strong className="min-w-0 font-strong [overflow-wrap:anywhere]">{view.account}</strong>
      </p>
      {view.unsent > 0 && (
        <Banner
          tone="warn"
          icon={<TriangleAlert aria-hidden="true" className="size-4 shrink-0" />}
          title={preview.unsent(view.unsent)}
          className="mb-4"
        >
          {preview.unsentMeans}
        </Banner>
      )}
      <div className="grid items-start gap-4 pane:grid-cols-[minmax(0,1.28fr)_minmax(0,1fr)] pane:gap-5">
        <Card>
          <section aria-labelledby="goes" className="px-4 pt-4 pb-2 desk:px-6 desk:pt-[22px]">
            <h2 id="goes" className="flex items-baseline gap-2.5 text-15 font-strong">
              {preview.goes}
              <Count of={view.total} className="ml-auto" />
            </h2>
            <ul className="mt-2 divide-y divide-line">
              {view.goes.map(({ kind, count }) => (
                <li key={kind} className="flex items-center gap-4 py-[15px]">
                  <KindIcon kind={kind} />
                  <span className="min-w-0 flex-1">
                    <span className="block font-label">{words.kinds[kind].name}</span>
                    <span className="block text-12 text-ink-3">{words.kinds[kind].what}</span>
                  </span>
                  <Count of={count} className="text-[1.0625rem] font-strong" />
                </li>
              ))}
            </ul>
          </section>
          <p className="flex gap-2.5 border-line border-t px-4 py-3.5 text-13 text-ink-2 desk:px-6">
            <KeyRound aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" />
            {preview.also}
          </p>
        </Card>
        <div className="grid gap-4 desk:gap-5">
          <Points id="stays" title={preview.stays} points={view.stays} tone="ok" />
          <Points id="stops" title={preview.stops} points={view.stops} tone="warn" />
        </div>
      </div>
      <LeaveForm view={view} disconnect={disconnect} stayHref={stayHref} />
    </div>
  )
}

type PointsProps = { id: string; title: string; points: string[]; tone: 'ok' | 'warn' }

function Points({ id, title, points, tone }: PointsProps) {
  if (points.length === 0) return null
  const Picture = tone === 'ok' ? Check : TriangleAlert
  return (
    <Card>
      <section aria-labelledby={id} className="px-4 pt-4 pb-4 desk:px-6 desk:pt-[22px] desk:pb-5">
        <h2 id={id} className="text-15 font-strong">
          {title}
        </h2>
        <ul className="mt-3.5 grid gap-3">
          {points.map((point) => (
            <li key={point} className="flex gap-[11px] text-pretty">
              <Picture
                aria-hidden="true"
                className={cn('mt-0.5 size-4 shrink-0', tone === 'ok' ? 'text-ok-ink' : 'text-warn-ink')}
              />
              {point}
            </li>
          ))}
        </ul>
      </section>
    </Card>
  )
}
