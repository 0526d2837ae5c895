import type { ReactNode } from 'react'
import { Card } from '@/components/ui/sheet'
import { TimeAgo } from '@/components/ui/time-ago'
import type { IntegrationsView } from './view'
import { words } from './words'

/** How fresh Tandem is, and what keeps it so. */
export function HealthCard({ health }: { health: NonNullable<IntegrationsView['health']> }) {
  const time = (at: string | null) => (at ? <TimeAgo at={at} /> : words.health.none)
  return (
    <Card className="p-4 desk:p-5" role="region" aria-label={words.health.title}>
      <h2 className="text-15 font-strong">{words.health.title}</h2>
      <p className="mt-3 flex items-baseline gap-2.5">
        {health.lastSyncAt ? (
          <>
            <TimeAgo at={health.lastSyncAt} className="whitespace-nowrap text-26 desk:text-36" />
            <span className="text-13 text-ink-2 text-pretty">{words.health.fresh}</span>
          </>
        ) : (
          <span className="text-13 text-ink-2">{words.health.freshNone}</span>
        )}
      </p>
      <dl className="mt-3.5 border-line border-t pt-1.5">
        <Fact name={words.health.lastSignal}>{time(health.lastSignalAt)}</Fact>
        <Fact name={words.health.lastSweep}>{time(health.lastSweepAt)}</Fact>
        <Fact name={words.health.nextRenewal}>{time(health.nextRenewalAt)}</Fact>
        <Fact name={words.health.slowed}>
          {health.slowedUntil ? (
            <span className="text-warn-ink">
              {words.health.slowedUntil} <TimeAgo at={health.slowedUntil} look="clock" />
            </span>
          ) : (
            words.health.notNow
          )}
        </Fact>
      </dl>
      <p className="mt-2 text-12 text-ink-3 text-pretty">{words.health.help}</p>
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4 py-1.5 text-13">
      <dt className="whitespace-nowrap text-ink-2">{name}</dt>
      <dd className="num text-right font-label">{children}</dd>
    </div>
  )
}
