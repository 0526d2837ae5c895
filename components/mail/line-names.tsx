import { cn } from '@/components/ui/cn'
import { Lit } from './lit'
import { namesOf } from './row-label'
import type { MessageRow } from './view'
import { words } from './words'

type LineNamesProps = { row: MessageRow; out: boolean; who: readonly string[]; className?: string }

/** Who stands on a line, how many messages, and that it is a draft. */
export function LineNames({ row, out, who, className }: LineNamesProps) {
  return (
    <span className={cn('flex items-baseline gap-1.5', className)}>
      {row.isDraft && <span className="shrink-0 font-strong text-bad-ink">{words.draft}</span>}
      <span dir="auto" className={cn('cut', row.isRead ? 'font-[540]' : 'font-[640]')}>
        <Lit text={namesOf(row, out)} words={who} />
      </span>
      {row.count > 1 && <span className="num shrink-0 text-12 text-ink-3">{row.count < 99 ? row.count : '99+'}</span>}
    </span>
  )
}
