'use client'

import { useEffect, useMemo, useState } from 'react'
import { PopoverPanel } from '@/components/ui/popover-panel'
import { EventDetails } from './event-details'
import { type Drawn, titleOf } from './items'
import type { AnswerInvitation } from './view'

type EventPopoverProps = {
  item: Drawn
  /** The entry that was pointed at; it may be drawn anew while this is open. Null: a link named it. */
  element: HTMLElement | null
  /** The day of it, YYYY-MM-DD: beside that, if it is not drawn itself. */
  day: string
  hue: number
  answer: AnswerInvitation
  knowsAbsence: boolean
  onClose: () => void
}

/** How long a link's entry may take to be drawn, ms. */
const patience = 1500
/** Beside wider ones, in the view of one day, is no room: px. */
const wide = 480

const find = (key: string) => document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(key)}"]`)

/** An entry of Outlook beside where it stands; from below on the phone. */
export function EventPopover({ item, element, day, hue, answer, knowsAbsence, onClose }: EventPopoverProps) {
  const isThere = useThere(item.key, element)
  // Drawn anew, the element is another one: the place is asked of whatever now stands for the key.
  const place = useMemo(
    () => ({
      get current() {
        if (element?.isConnected) return element
        // Hidden, or one of "4 more": then its day, or whatever there is of the schedule.
        return (
          find(item.key) ??
          document.querySelector<HTMLElement>(`[data-schedule] [data-date="${day}"]`) ??
          document.querySelector<HTMLElement>('[data-schedule] h1')
        )
      },
    }),
    [element, item.key, day],
  )
  if (!isThere) return null
  const isWide = (place.current?.getBoundingClientRect().width ?? 0) > wide
  return (
    <PopoverPanel
      button={place}
      label={titleOf(item)}
      side={isWide ? 'bottom' : 'right'}
      align={isWide ? 'center' : 'start'}
      open
      onOpenChange={(open) => open || onClose()}
      className="flex max-h-[min(560px,85dvh)] flex-col p-0 desk:w-[392px]"
    >
      <EventDetails item={item} hue={hue} answer={answer} knowsAbsence={knowsAbsence} onClose={onClose} />
    </PopoverPanel>
  )
}

/** True at once where somebody pointed at it; else when it has been drawn and is in view, or will not be. */
function useThere(key: string, element: HTMLElement | null): boolean {
  const [there, setThere] = useState<string | null>(null)
  useEffect(() => {
    if (element) return
    const until = performance.now() + patience
    let frame = 0
    const look = () => {
      const drawn = find(key)
      if (!drawn && performance.now() < until) {
        frame = requestAnimationFrame(look)
        return
      }
      drawn?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      setThere(key)
    }
    frame = requestAnimationFrame(look)
    return () => cancelAnimationFrame(frame)
  }, [key, element])
  return element !== null || there === key
}
