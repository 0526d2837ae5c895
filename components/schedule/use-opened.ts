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
/** `element` is where it stands; null: wherever it is found. */
export type Popped = { item: Drawn; element: HTMLElement | null }

/** Which sheet it is: a late answer closes its own only. */
const nameOf = (opened: Opened | null): string | null =>
  opened && (opened.kind === 'new' ? opened.id : `${opened.id} ${opened.date}`)

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

  const current = useRef(nameOf(opened))
  useEffect(() => {
    current.current = nameOf(opened)
  })

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

  /**
   * `which` closes, if it is still open; what was typed in it and not saved is kept for the way back, which leads to
   * where it stands now. That it was refused is told late: who has opened it again goes on.
   */
  const close = useCallback(
    (which: Opened, unsaved?: EntryInput, why?: string, at: Opened = which) => {
      if (unsaved)
        toast({
          text: why ? `${why} ${words.sheet.notSaved}` : words.sheet.notSaved,
          id: 'schedule-unsaved',
          ...(why ? { tone: 'bad' } : {}),
          action: {
            label: words.sheet.goBack,
            run: () => {
              if (at.kind === 'new') return setMaking({ ...at, input: unsaved })
              setMaking(null)
              setTyped({ id: at.id, on: at.date, draft: unsaved })
              go({ entry: { id: at.id, on: at.date } })
            },
          },
        })
      if (why || current.current !== nameOf(which)) return
      setMaking(null)
      setTyped(null)
      // One that is being made may lie over one that the address names: that goes, too.
      go({ entry: null }, 'replace')
      focusBack()
    },
    [go, focusBack],
  )

  /** An event of Outlook that a link named. */
  const pop = useCallback((item: Drawn) => {
    back.current = item.key
    setPopped({ item, element: null })
  }, [])

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
    pop,
    unpop,
    /** The click that closed something makes nothing new. */
    mayBegin: () => !opened && Date.now() - closedAt.current > 400,
  }
}
