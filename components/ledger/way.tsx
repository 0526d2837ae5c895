import { ArrowRight } from 'lucide-react'
import { Mark } from '@/components/ui/mark'
import type { LedgerLine } from './view'
import { words } from './words'

/** Ring → disc for what came from Outlook, disc → ring for what went there. */
export function Way({ direction, className }: { direction: LedgerLine['direction']; className?: string }) {
  const tandem = <Mark state="tandem" size={13} label="" />
  const outlook = <Mark state="outlook" size={13} label="" />
  return (
    <span role="img" aria-label={words.way[direction]} title={words.way[direction]} className={className}>
      <span className="inline-flex items-center gap-1">
        {direction === 'none' ? (
          tandem
        ) : (
          <>
            {direction === 'in' ? outlook : tandem}
            <ArrowRight aria-hidden="true" className="size-3.5 text-ink-3" />
            {direction === 'in' ? tandem : outlook}
          </>
        )}
      </span>
    </span>
  )
}
