'use client'

import { useClock } from '@/components/ui/clock'
import { CopyButton } from '@/components/ui/copy-button'
import { fullTime } from '@/components/ui/time'
import type { OutcomeView } from './view'
import { words } from './words'

/** What the person's IT needs to find the attempt in Microsoft's sign-in log. */
export function ForIt({ reference }: { reference: NonNullable<OutcomeView['reference']> }) {
  const { locale, zone } = useClock()
  const { outcome } = words
  const ms = Date.parse(reference.at)
  const lines = [
    [outcome.at, fullTime(ms, locale, zone)],
    [outcome.number, reference.number],
    [outcome.correlation, reference.correlationId],
    [outcome.trace, reference.traceId],
  ].filter((line): line is [string, string] => Boolean(line[1]))
  const utc = Number.isNaN(ms) ? reference.at : new Date(ms).toISOString()
  const text = lines.map(([name, value]) => `${name}: ${name === outcome.at ? utc : value}`).join('\n')
  return (
    <section aria-label={outcome.details} className="mt-5 rounded-card p-4 shadow-lift-0">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="flex-1 text-14 font-strong">{outcome.details}</h2>
        <CopyButton size="s" text={text} label={outcome.copyDetails} />
      </div>
      <dl className="mt-2 grid gap-x-4 gap-y-1 text-13 desk:grid-cols-[auto_minmax(0,1fr)]">
        {lines.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd
              suppressHydrationWarning
              className={
                name === outcome.at
                  ? 'mb-1 desk:mb-0'
                  : 'mb-1 font-mono text-12 leading-5 [overflow-wrap:anywhere] desk:mb-0'
              }
            >
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
