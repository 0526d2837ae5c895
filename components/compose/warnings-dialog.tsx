'use client'

import { CircleAlert, TriangleAlert } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { SessionState } from './session-state'
import { words } from './words'

type WarningsProps = { warnings: NonNullable<SessionState['warnings']>; onBack: () => void; onAnyway: () => void }

/** What there is to say before it leaves. */
export function WarningsDialog({ warnings, onBack, onAnyway }: WarningsProps) {
  const stops = warnings.list.some((warning) => warning.stops)
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onBack()}
      title={words.send.checkTitle}
      lead={stops ? words.send.checkStops : words.send.checkAsks}
      size="s"
      foot={
        <>
          <Button kind={stops ? 'filled' : 'plain'} onClick={onBack}>
            {words.send.back}
          </Button>
          {!stops && (
            <Button kind="filled" onClick={onAnyway}>
              {words.send.anyway}
            </Button>
          )}
        </>
      }
    >
      <ul className="flex flex-col gap-2 py-1">
        {warnings.list.map((warning) => (
          <li key={`${warning.code} ${warning.about ?? ''}`} className="flex gap-2.5">
            {warning.stops ? (
              <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad-ink" />
            ) : (
              <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn-ink" />
            )}
            <span className="text-pretty">{warning.text}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
