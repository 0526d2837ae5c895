'use client'

import { useId } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { DeedError } from '@/components/ui/deed-error'
import { Mark } from '@/components/ui/mark'
import { Card } from '@/components/ui/sheet'
import { TimeAgo } from '@/components/ui/time-ago'
import { EntryLine, withKeys } from './entry-line'
import { useDeed } from './use-publishing'
import type { PauseView, PublishingActions } from './view'
import { words } from './words'

const SHOWN = 3
/** From this share on Tandem asks. */
const ASKS_AT = 30

/** Part of the whole in percent, never 0 for something nor 100 for less than all. */
export function shareOf({ affected, total }: Pick<PauseView, 'affected' | 'total'>): number {
  if (total <= 0 || affected >= total) return 100
  return Math.min(99, Math.max(1, Math.round((affected / total) * 100)))
}

/** What the circuit breaker held back, and two ways out. */
export function PauseCard({ pause, onDecide }: { pause: PauseView; onDecide: PublishingActions['decidePause'] }) {
  const { pause: say } = words
  const title = useId()
  const deed = useDeed()
  const percent = shareOf(pause)
  const rest = Math.max(0, pause.total - pause.affected)
  const decide = (decision: 'keep' | 'apply') =>
    void deed.run(() => onDecide(pause.id, decision), decision === 'keep' ? say.kept : say.applied)
  return (
    <section aria-labelledby={title}>
      <header className="flex items-center gap-5">
        <Mark state="pending" tone="picture" size={36} label="" className="max-desk:hidden" />
        <div>
          <h2 id={title} className="text-20">
            {say.title[pause.direction]}
          </h2>
          <p className="mt-0.5 max-w-[62ch] text-ink-2 text-pretty">
            {say.lead[pause.direction]} {say.since} <TimeAgo at={pause.at} className="whitespace-nowrap" />.
          </p>
        </div>
      </header>
      <Card className="mt-4 p-4 desk:p-6">
        <p className="text-16 text-balance">{pause.sentence}</p>
        <div
          role="img"
          aria-label={say.bar(percent)}
          className="relative mt-3.5 flex h-3.5 gap-[3px] overflow-hidden rounded-full forced-colors:border"
        >
          <span style={{ width: `${percent}%` }} className="rounded-l-full bg-bad forced-colors:bg-[CanvasText]" />
          {percent < 100 && <span className="flex-1 rounded-r-full bg-press" />}
          <span
            style={{ left: `${ASKS_AT}%` }}
            className="absolute inset-y-0 w-0.5 bg-sheet shadow-[0_0_0_1px_var(--ink-2)]"
          />
        </div>
        <p className="num mt-2.5 flex flex-wrap justify-between gap-x-4 text-13 text-ink-2">
          <span>{say.share(percent)}</span>
          {rest > 0 && <span>{say.stay(rest)}</span>}
        </p>
        {pause.examples.length > 0 && (
          <ul aria-label={say.examples} className="mt-4 divide-y divide-line border-line border-t">
            {withKeys(pause.examples.slice(0, SHOWN)).map(({ key, title: named, when, repeats }) => (
              <EntryLine key={key} title={named || say.untitled} when={when} repeats={repeats} />
            ))}
            {pause.affected > SHOWN && (
              <li className="pt-2.5 text-12 text-ink-3">{say.more(pause.affected - SHOWN)}</li>
            )}
          </ul>
        )}
      </Card>
      <div className="mt-3 grid gap-3 desk:grid-cols-2">
        {(['keep', 'apply'] as const).map((decision) => {
          const words = say[pause.isTwoWay && pause.direction === 'out' ? 'outTwoWay' : pause.direction][decision]
          const isFirst = decision === 'keep'
          return (
            <div
              key={decision}
              className={cn(
                'flex flex-col rounded-card p-4',
                isFirst ? 'bg-brand-soft shadow-[inset_0_0_0_1px_var(--brand-line)]' : 'bg-sheet shadow-lift-0',
              )}
            >
              <h3 className="font-strong">{words.title}</h3>
              <p className="mt-1 mb-4 flex-1 text-13 text-ink-2 text-pretty">{words.means}</p>
              <Button
                kind={isFirst ? 'filled' : 'leads'}
                busy={deed.busy}
                onClick={() => decide(decision)}
                className="h-auto min-h-9 whitespace-normal py-1.5 max-desk:min-h-11"
              >
                {words.button(pause.affected)}
              </Button>
            </div>
          )
        })}
      </div>
      <DeedError message={deed.error} />
      <p className="mt-3 text-13 text-ink-2">{say.foot}</p>
    </section>
  )
}
