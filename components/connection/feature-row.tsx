import { Check, CircleMinus, Hourglass, Lock, Pause } from 'lucide-react'
import { cn } from '@/components/ui/cn'
import { LiveDot, Pill } from '@/components/ui/pill'
import { TimeAgo } from '@/components/ui/time-ago'
import { Since } from './day'
import type { Deed } from './deed'
import { DeedButton } from './deed-button'
import { FeatureIcon } from './feature-icon'
import { FeatureSwitch } from './feature-switch'
import { AdminShield } from './permission-list'
import type { FeatureView } from './view'
import { words } from './words'

const whyIcons = { on: Check, paused: Pause, waiting: Hourglass, off: CircleMinus, unavailable: Lock, offer: Lock }

type FeatureRowProps = {
  feature: FeatureView
  /** When something last came in, for what is live. */
  liveAt: string | null
  turnOn: Deed
  turnOff: Deed
}

/** A feature: what it is for, which permissions it needs, how it stands, and the way to change that. */
export function FeatureRow({ feature, liveAt, turnOn, turnOff }: FeatureRowProps) {
  const { state } = feature
  const on = state === 'on' || state === 'paused'
  const Why = whyIcons[state]
  const scopes = feature.permissions
  return (
    <li className="flex flex-wrap items-center gap-3 px-3.5 py-3.5 desk:flex-nowrap desk:gap-4 desk:pr-[18px] desk:pl-4">
      <span className="self-start">
        <FeatureIcon id={feature.id} on={on || state === 'offer'} />
      </span>
      <div className="min-w-0 flex-1 max-desk:basis-[calc(100%-8rem)]">
        <h3 className="flex flex-wrap items-center gap-x-2 font-strong" id={`feature-${feature.id}`}>
          {feature.name}
          {scopes.some((scope) => scope.needsAdmin) && <AdminShield />}
        </h3>
        <p className="text-13 text-ink-2 text-pretty">{feature.sentence}</p>
        {feature.why && (
          <p className="my-0.5 flex gap-1.5 text-13 font-label">
            <Why
              aria-hidden="true"
              className={cn(
                'mt-[3px] size-3.5 shrink-0',
                state === 'paused' || state === 'waiting' ? 'text-warn-ink' : 'text-ink-3',
              )}
            />
            <span>
              {feature.why}
              {feature.whyAt && (
                <span className="font-text text-ink-2">
                  {' '}
                  {words.since} <Since at={feature.whyAt} />
                </span>
              )}
            </span>
          </p>
        )}
        <ul aria-label={words.feature.permissions} className="mt-1.5 grid gap-y-1">
          {scopes.map((scope) => (
            <li key={scope.scope} className="text-12 text-ink-3 text-pretty">
              <code className="mr-2 font-mono [overflow-wrap:anywhere]">{scope.scope}</code>
              {scope.reason}
            </li>
          ))}
        </ul>
      </div>
      <div
        className={cn(
          'flex shrink-0 items-center gap-3.5',
          feature.action === 'turn_on' && 'max-desk:basis-full max-desk:pl-[52px]',
        )}
      >
        {state === 'on' && (
          <LiveDot className="max-desk:hidden">
            {words.feature.on}
            {liveAt && <TimeAgo at={liveAt} className="font-text text-ink-2" />}
          </LiveDot>
        )}
        {state === 'paused' && <Pill tone="warn">{words.feature.paused}</Pill>}
        {state === 'waiting' && <Pill tone="warn">{words.feature.waiting}</Pill>}
        {state === 'unavailable' && <Pill>{words.feature.unavailable}</Pill>}
        {feature.action === 'turn_on' && (
          <DeedButton run={turnOn} size="s" align="end" aria-label={turnOnName(feature)}>
            {turnOnLabel(feature)}
          </DeedButton>
        )}
        {feature.action === 'turn_off' && <FeatureSwitch name={feature.name} turnOff={turnOff} />}
      </div>
    </li>
  )
}

const isSharePoint = (feature: FeatureView) => feature.permissions.some((scope) => scope.scope === 'Sites.Read.All')

function turnOnLabel(feature: FeatureView): string {
  if (isSharePoint(feature)) return words.sharePoint
  return feature.state === 'waiting' ? words.feature.ask : words.feature.turnOn
}

function turnOnName(feature: FeatureView): string | undefined {
  if (isSharePoint(feature)) return undefined
  return feature.state === 'waiting' ? words.feature.askName(feature.name) : words.feature.turnOnName(feature.name)
}
