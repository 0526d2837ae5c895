import { Check, CircleAlert, type LucideIcon, Minus } from 'lucide-react'
import { Avatar } from '@/components/ui/avatar'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { fullTime, secondTime } from '@/components/ui/time'
import { columns } from './columns'
import { RequestId } from './request-id'
import { whatOf, whyOf } from './sentence'
import type { LedgerLine } from './view'
import { Way } from './way'
import { words } from './words'

const looks: Record<LedgerLine['result'], { icon: LucideIcon; ink: string }> = {
  done: { icon: Check, ink: 'text-ok-ink' },
  skipped: { icon: Minus, ink: 'text-ink-3' },
  failed: { icon: CircleAlert, ink: 'text-bad-ink' },
}

/** One line: when, which way, what, why, how it ended, under which number Microsoft knows it. */
export function LedgerRow({ line, withMember }: { line: LedgerLine; withMember: boolean }) {
  const { locale, zone } = useClock()
  const at = Date.parse(line.at)
  const { icon: Icon, ink } = looks[line.result]
  const name = line.member?.name || words.unnamed
  return (
    <li className={cn(columns(withMember), 'min-h-12 border-line border-b py-2.5 text-13 hover:bg-hover desk:py-1.5')}>
      <time
        suppressHydrationWarning
        dateTime={line.at}
        title={fullTime(at, locale, zone)}
        className="text-ink-3 [grid-area:time] max-desk:justify-self-end desk:text-ink-2"
      >
        {secondTime(at, locale, zone)}
      </time>
      <Way direction={line.direction} className="[grid-area:way]" />
      {withMember && (
        <span className="flex min-w-0 items-center gap-2 text-ink-2 [grid-area:member]">
          {line.member && <Avatar name={name} id={line.member.id} size={20} />}
          <span className="min-w-0 [overflow-wrap:anywhere] wide:cut" title={name}>
            {name}
          </span>
        </span>
      )}
      <strong className="min-w-0 font-strong text-14 text-pretty [grid-area:what]">{whatOf(line, locale)}</strong>
      <span className="min-w-0 text-pretty text-ink-2 [grid-area:why]">{whyOf(line)}</span>
      <span className={cn('flex items-center gap-1.5 font-label [grid-area:result] max-desk:justify-self-end', ink)}>
        <Icon aria-hidden="true" className="size-4 shrink-0" />
        {words.results[line.result]}
      </span>
      <span className="[grid-area:request] max-desk:justify-self-end">
        {line.requestId ? <RequestId id={line.requestId} /> : <span className="sr-only">{words.noRequest}</span>}
      </span>
    </li>
  )
}
