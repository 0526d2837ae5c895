'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { RequestError } from '@/components/frame/fetch-json'
import { toast } from '@/components/ui/toast'
import { eventQuery } from './event-query'
import { type Drawn, daysOf } from './items'
import type { usePlace } from './use-place'
import type { EventView, ScheduleItem } from './view'
import { words } from './words'

/** /schedule?event=…: goes to the day of this event of Outlook and opens it; the address forgets it again. */
export function useAskedEvent(
  { event, date, go }: ReturnType<typeof usePlace>,
  items: readonly ScheduleItem[],
  zone: string,
  pop: (item: Drawn) => void,
): void {
  const [asked, setAsked] = useState<string | null>(null)
  useEffect(() => {
    if (!event) return
    setAsked(event)
    go({}, 'replace')
  }, [event, go])

  const { data, error } = useQuery({ ...eventQuery(asked ?? ''), enabled: asked !== null })
  useEffect(() => {
    if (asked === null || !(data || error)) return
    setAsked(null)
    if (!data) {
      const isGone = error instanceof RequestError && error.status === 404
      return toast({ text: isGone ? words.event.gone : words.event.failed, tone: 'bad' })
    }
    const item = items.find(({ id, source }) => source === 'outlook' && id === asked) ?? drawEvent(data)
    // The link may have been made in another zone.
    const day = daysOf(item, zone).from
    if (day !== date) go({ date: day }, 'replace')
    pop(item)
  }, [asked, data, error, items, zone, date, go, pop])
}

/** As the schedule would draw it: its calendar may be hidden, its page not read yet. */
function drawEvent(event: EventView): Drawn {
  const { id, title, startsAt, endsAt, isAllDay, startDate, endDate, location, isPrivate, showAs } = event
  return {
    ...{ key: id, source: 'outlook', id, occurrenceDate: null, kind: 'event', calendarId: event.calendar.id },
    ...{ title, startsAt, endsAt, isAllDay, startDate, endDate, location, isPrivate, showAs },
    ...{ isRecurring: event.isRecurring, response: event.response, isCancelled: event.isCancelled },
    ...{ isOnline: event.joinUrl !== null, isExternal: false, people: [] },
    ...{ mayChange: false, outlook: 'none', version: null },
  }
}
