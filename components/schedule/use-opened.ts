'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { toast } from '@/components/ui/toast'
import { type Begin, newInput } from './entry/draft'
import type { Opened } from './entry/entry-sheet'
import type { Drawn } from './items'
import type { usePlace } from './use-place'
import type { EntryInput, EntryKind, ScheduleView } from './view'
import { words } from './words'

const kinds: readonly EntryKind[] = ['call', 'meeting', 'time_off', 'medical_event']

type Place = ReturnType<typeof usePlace>
export type Popped = { item: Drawn; element: HTMLElement }

/** What lies over the grid: an entry's sheet (the address names it), one that is being made, an event's pop-over. */
export function useOpened(place: Place, me: ScheduleView['me'], zone: string, beginNow: () => Begin) {
  const { entry, on, begun, go } = place
  const [making, setMaking] = useState<Opened | null>(null)
  const [typed, setTyped] = useState<{ id: string; on: string | null; draft: EntryInput } | null>(null)
  const [popped, setPopped] = useState<Popped | null>(null)
  const closedAt = useRef(0)
  const back = useRef<string | null>(null)

  const opened: Opened | null =
    making ??
    (entry
      ? {
          ...{ kind: 'entry', id: entry, date: on, key: on ? `${entry}@${on}` : entry },
          ...(typed?.id === entry && typed.on === on ? { draft: typed.draft } : {}),
        }
      : null)

  const begin = useCallback(
    (at: Begin | null, kind?: EntryKind, about?: Partial<Extract<Opened, { kind: 'new' }>['names'] & object>) => {
      const from = at ?? beginNow()
      const names = { people: about?.people ?? [], companies: about?.companies ?? [] }
      const input = newInput(kind ?? (from.isAllDay ? 'time_off' : 'meeting'), from, zone, me)
      setPopped(null)
      setMaking({
        ...{ kind: 'new', id: crypto.randomUUID(), names },
        input: {
          ...input,
          personIds: names.people.map(({ id }) => id),
          companyIds: names.companies.map(({ id }) => id),
        },
      })
    },
    [beginNow, zone, me],
  )

  const open = useCallback(
    (item: Drawn, element: HTMLElement) => {
      back.current = item.key
      if (item.source === 'outlook') return setPopped({ item, element })
      setPopped(null)
      setMaking(null)
      setTyped(null)
      go({ entry: { id: item.id, on: item.occurrenceDate } }, entry ? 'replace' : 'push')
    },
    [go, entry],
  )

  const focusBack = useCallback(() => {
    const key = back.current
    requestAnimationFrame(() => {
      const target = key ? document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(key)}"]`) : null
      target?.focus({ preventScroll: true })
    })
  }, [])

  const close = useCallback(
    (unsaved?: EntryInput) => {
      if (unsaved && opened) {
        const again = opened
        toast({
          text: words.sheet.notSaved,
          id: 'schedule-unsaved',
          action: {
            label: words.sheet.goBack,
            run: () => {
              if (again.kind === 'new') return setMaking({ ...again, input: unsaved })
              setTyped({ id: again.id, on: again.date, draft: unsaved })
              go({ entry: { id: again.id, on: again.date } })
            },
          },
        })
      }
      setMaking(null)
      setTyped(null)
      if (entry) go({ entry: null }, 'replace')
      focusBack()
    },
    [opened, entry, go, focusBack],
  )

  const unpop = useCallback(() => {
    closedAt.current = Date.now()
    setPopped(null)
  }, [])

  // /schedule?new=call: begins one, and takes that out of the address again.
  const latest = useRef(begin)
  useEffect(() => {
    latest.current = begin
  })
  useEffect(() => {
    if (!begun) return
    latest.current(
      null,
      kinds.find((kind) => kind === begun.kind),
      {
        people: begun.person ? [begun.person] : [],
        companies: begun.company ? [begun.company] : [],
      },
    )
    go({}, 'replace')
  }, [begun, go])

  return {
    opened,
    popped,
    begin,
    open,
    close,
    unpop,
    /** The click that closed something makes nothing new. */
    mayBegin: () => !opened && Date.now() - closedAt.current > 400,
  }
}
