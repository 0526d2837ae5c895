'use client'

import { useQuery } from '@tanstack/react-query'
import { cn } from '@/components/ui/cn'
import { firstWords } from './first-words'
import { askFor } from './outbox/asked'
import { isScheduled } from './outbox/changes'
import { outgoingQuery } from './outbox/outgoing'

/** "Scheduled 2" among the folders, while something waits to be sent; opens the list of it. */
export function ScheduledLink({ look, onChosen }: { look: 'nav' | 'sheet'; onChosen?: () => void }) {
  // Read by the frame already.
  const { data } = useQuery({ ...outgoingQuery, enabled: false })
  const count = (data ?? []).filter((mail) => isScheduled(mail, Date.now())).length
  if (count === 0) return null
  return (
    <li>
      <button
        type="button"
        onClick={() => {
          onChosen?.()
          askFor('scheduled')
        }}
        style={{ paddingLeft: look === 'nav' ? 39 : 12 }}
        className={cn(
          'flex w-full items-center gap-2 rounded-control pr-2.5 text-left text-ink-2 hover:bg-press',
          look === 'nav' ? 'h-[30px] text-13' : 'h-12 text-15',
        )}
      >
        <span className="cut flex-1">{firstWords.scheduled}</span>
        <span className="num text-12 font-label text-ink-3">{count}</span>
      </button>
    </li>
  )
}
