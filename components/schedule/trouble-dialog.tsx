'use client'

import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { Kept } from './changes/change'
import type { Changes } from './changes/use-changes'
import { ConflictPanel } from './entry/conflict-panel'
import { words } from './words'

type TroubleDialogProps = { kept: readonly Kept[]; changes: Changes; onClose: () => void }

/** Changes that did not go through, one under the other, each with its ways out. */
export function TroubleDialog({ kept, changes, onClose }: TroubleDialogProps) {
  const { conflict } = words
  const stuck = kept.filter(({ trouble }) => trouble)
  const settle = (opId: string, decision: 'mine' | 'forget') => {
    if (stuck.length <= 1) onClose()
    changes().settle(opId, decision)
  }
  return (
    <Dialog open={stuck.length > 0} onOpenChange={(open) => open || onClose()} title={conflict.look} size="m">
      <div className="flex flex-col gap-3 pb-5">
        {stuck.map(({ opId, title, shown, trouble }) =>
          trouble?.kind === 'conflict' ? (
            <ConflictPanel
              key={opId}
              title={title}
              mine={shown}
              now={trouble.now}
              onMine={() => settle(opId, 'mine')}
              onTheirs={() => settle(opId, 'forget')}
            />
          ) : (
            <section key={opId} className="rounded-row bg-hover p-3.5 text-13">
              <p className="font-strong">{title}</p>
              <p className="mt-0.5">{trouble?.error}</p>
              <div className="mt-3 flex gap-2">
                <Button size="s" onClick={() => settle(opId, 'mine')}>
                  {words.unsent.now}
                </Button>
                <Button size="s" onClick={() => settle(opId, 'forget')}>
                  {conflict.forget}
                </Button>
              </div>
            </section>
          ),
        )}
      </div>
    </Dialog>
  )
}
