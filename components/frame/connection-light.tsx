'use client'

import { useRef } from 'react'
import type { ConnectionView } from '@/components/mail/view'
import { ButtonLink } from '@/components/ui/button'
import { iconButtonStyle } from '@/components/ui/button-style'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { Mark } from '@/components/ui/mark'
import { Popover, PopoverClose } from '@/components/ui/popover'
import { clockTime } from '@/components/ui/time'
import { TimeAgo } from '@/components/ui/time-ago'
import { type LightTone, lightOf } from './light-text'
import { useLive, useLiveState } from './live'
import { words } from './words'

const grounds: Record<LightTone, { className: string; ground: 'brand-soft' | 'warn-soft' | 'bad-soft' | 'hover' }> = {
  brand: { className: 'bg-brand-soft', ground: 'brand-soft' },
  warn: { className: 'bg-warn-soft', ground: 'warn-soft' },
  bad: { className: 'bg-bad-soft', ground: 'bad-soft' },
  quiet: { className: 'bg-press', ground: 'hover' },
}

function useLight(connection: ConnectionView) {
  const { locale, zone } = useClock()
  return lightOf(connection, useLiveState(), {
    count: (value) => new Intl.NumberFormat(locale).format(value),
    time: (iso) => clockTime(Date.parse(iso), locale, zone),
  })
}

/** How the link to Microsoft is, always in view. `foot` stands in the navigation, `bar` in the phone's top bar. */
export function ConnectionLight({
  connection,
  look,
  folded,
}: {
  connection: ConnectionView
  look: 'foot' | 'bar'
  folded?: boolean
}) {
  const light = useLight(connection)
  const picture = useRef<HTMLSpanElement>(null)
  // One breath at a live change.
  useLive('mail', () => {
    const element = picture.current
    if (!element) return
    element.classList.remove('breathe')
    void element.offsetWidth
    element.classList.add('breathe')
  })
  const { className, ground } = grounds[light.tone]
  const mark = (
    <span ref={picture} className="grid shrink-0 place-items-center">
      <Mark
        state={light.mark}
        size={look === 'bar' ? 20 : folded ? 17 : 20}
        ground={look === 'bar' ? 'sheet' : ground}
        label=""
      />
    </span>
  )
  const name = `${words.light.label}: ${light.title}`
  const trigger =
    look === 'bar' ? (
      <button type="button" aria-label={name} className={cn(iconButtonStyle(), 'w-12 max-desk:w-12')}>
        {mark}
      </button>
    ) : (
      <button
        type="button"
        aria-label={folded ? name : undefined}
        className={cn(
          'flex w-full items-center gap-[11px] rounded-row text-left',
          folded ? 'justify-center py-2.5' : 'p-2.5',
          className,
        )}
      >
        {mark}
        {!folded && (
          <span className="min-w-0 flex-1">
            <span className="cut block text-13 font-strong leading-[18px]">{light.title}</span>
            <span className="cut num block text-12 text-ink-2">
              {light.note ?? (
                <>
                  {words.light.product}
                  {connection.syncedAt && (
                    <>
                      {' · '}
                      <TimeAgo at={connection.syncedAt} />
                    </>
                  )}
                </>
              )}
            </span>
          </span>
        )}
      </button>
    )
  return (
    <Popover
      trigger={trigger}
      label={words.light.label}
      side={look === 'bar' ? 'bottom' : 'top'}
      align={look === 'bar' ? 'end' : 'start'}
    >
      <Health connection={connection} title={light.title} note={light.note} />
    </Popover>
  )
}

function Health({ connection, title, note }: { connection: ConnectionView; title: string; note: string | null }) {
  const live = useLiveState()
  const { health } = words
  const linked = connection.state !== 'none'
  const asks = connection.state === 'none' || connection.state === 'reconnect'
  return (
    <div>
      <h2 className="text-16">{title}</h2>
      <p className="text-13 text-ink-2 text-pretty">
        {connection.state === 'none' ? health.none : connection.state === 'suspended' ? health.suspended : note}
      </p>
      {linked && (
        <dl className="mt-3 divide-y divide-line border-line border-t text-13 [&>div]:flex [&>div]:justify-between [&>div]:gap-4 [&>div]:py-2 [&_dd]:min-w-0 [&_dd]:font-label [&_dt]:text-ink-2">
          {connection.account && (
            <div>
              <dt>{health.account}</dt>
              <dd className="cut">{connection.account}</dd>
            </div>
          )}
          {connection.syncedAt && (
            <div>
              <dt>{health.lastSync}</dt>
              <dd>
                <TimeAgo at={connection.syncedAt} />
              </dd>
            </div>
          )}
          <div>
            <dt>{health.screen}</dt>
            <dd>{live === 'again' ? health.again : health.live}</dd>
          </div>
        </dl>
      )}
      <div className="mt-3">
        <PopoverClose>
          <ButtonLink href="/settings/integrations" kind={asks ? 'filled' : 'plain'} size="s">
            {connection.state === 'none'
              ? health.connect
              : connection.state === 'reconnect'
                ? health.reconnect
                : health.open}
          </ButtonLink>
        </PopoverClose>
      </div>
    </div>
  )
}
