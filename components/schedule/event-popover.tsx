'use client'

import { type RefObject, useMemo } from 'react'
import { PopoverPanel } from '@/components/ui/popover-panel'
import { EventDetails } from './event-details'
import { type Drawn, titleOf } from './items'
import type { AnswerInvitation } from './view'

type EventPopoverProps = {
  item: Drawn
  /** The entry that was pointed at; it may be drawn anew while this is open. */
  anchor: RefObject<HTMLElement | null>
  hue: number
  answer: AnswerInvitation
  knowsAbsence: boolean
  onClose: () => void
}

/** An entry of Outlook beside where it stands; from below on the phone. */
export function EventPopover({ item, anchor, hue, answer, knowsAbsence, onClose }: EventPopoverProps) {
  // Drawn anew, the element is another one: the place is asked of whatever now stands for the key.
  const place = useMemo(
    () => ({
      get current() {
        const there = anchor.current
        if (there?.isConnected) return there
        return document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(item.key)}"]`)
      },
    }),
    [anchor, item.key],
  )
  return (
    <PopoverPanel
      button={place}
      label={titleOf(item)}
      side="right"
      align="start"
      open
      onOpenChange={(open) => open || onClose()}
      className="flex max-h-[min(560px,85dvh)] flex-col p-0 desk:w-[392px]"
    >
      <EventDetails item={item} hue={hue} answer={answer} knowsAbsence={knowsAbsence} onClose={onClose} />
    </PopoverPanel>
  )
}
