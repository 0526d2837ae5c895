import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { Mark } from '@/components/ui/mark'
import { TimeAgo } from '@/components/ui/time-ago'

const tones = {
  plain: 'bg-hover text-ink-2',
  mail: 'bg-c1-s text-c1-i',
  task: 'bg-brand-soft text-brand-ink',
  event: 'bg-c2-s text-c2-i',
  note: 'bg-c4-s text-c4-i',
} as const

type EntryFrameProps = {
  icon: ReactNode
  tone?: keyof typeof tones
  /** Where it lives. */
  mark?: 'outlook' | 'tandem'
  at?: string
  sentence: ReactNode
  deeds?: ReactNode
  children?: ReactNode
}

/** One entry: icon on the line of time, a sentence, its time, and what was written. */
export function EntryFrame({ icon, tone = 'plain', mark, at, sentence, deeds, children }: EntryFrameProps) {
  return (
    <li className="group relative flex gap-3.5 pt-[7px] pb-[9px] not-last:before:absolute not-last:before:top-[42px] not-last:before:-bottom-1.5 not-last:before:left-[15px] not-last:before:w-[1.5px] not-last:before:bg-line">
      <span
        aria-hidden="true"
        className={cn('grid size-8 shrink-0 place-items-center rounded-full [&_svg]:size-[15px]', tones[tone])}
      >
        {icon}
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex min-h-[22px] items-start gap-2.5 pt-1.5">
          <p className="min-w-0 flex-1 wrap-anywhere">
            {sentence}
            {mark && <Mark state={mark} size={11} className="ml-2 inline-block align-[-1px]" />}
          </p>
          {deeds}
          {at && <TimeAgo at={at} look="clock" className="num shrink-0 pt-0.5 text-12 text-ink-3" />}
        </div>
        {children}
      </div>
    </li>
  )
}
