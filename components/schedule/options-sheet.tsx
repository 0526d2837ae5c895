'use client'

import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Segmented } from '@/components/ui/segmented'
import { TimeAgo } from '@/components/ui/time-ago'
import { Calendars, type PanelProps } from './calendar-panel'
import { words } from './words'

type OptionsSheetProps = PanelProps & {
  open: boolean
  onOpenChange: (open: boolean) => void
  syncedAt: string | null
  isSyncing: boolean
  onSync: () => void
}

/** The phone's options: whom, which calendars of Microsoft Outlook, and how fresh. */
export function OptionsSheet({ open, onOpenChange, syncedAt, isSyncing, onSync, ...panel }: OptionsSheetProps) {
  const { shown, onShown, outlook } = panel
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={words.options.title} size="s">
      <div className="flex flex-col gap-5 pb-4">
        <div>
          <p aria-hidden="true" className="mb-1.5 text-13 font-label">
            {words.options.filter}
          </p>
          <Segmented
            label={words.options.filter}
            value={shown.people}
            onChange={(people) => onShown({ ...shown, people })}
            options={(['all', 'internal', 'external'] as const).map((value) => ({ value, label: words.people[value] }))}
            className="max-desk:flex max-desk:[&_label]:h-10 max-desk:[&_label]:flex-1 max-desk:[&_label]:justify-center"
          />
        </div>
        <Calendars {...panel} />
        {outlook === 'on' && (
          <p className="flex items-center gap-3 text-13 text-ink-3">
            <span className="flex-1">
              {syncedAt ? (
                <>
                  {words.sync.updated('')}
                  <TimeAgo at={syncedAt} />
                </>
              ) : (
                words.sync.never
              )}
            </span>
            <Button size="s" busy={isSyncing} onClick={onSync}>
              {words.sync.now}
            </Button>
          </p>
        )}
      </div>
    </Dialog>
  )
}
