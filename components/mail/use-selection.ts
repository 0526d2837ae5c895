'use client'

import { useEffect, useState } from 'react'
import { chooseAll, extendTo, keepOnly, nothingChosen, type Selection, toggle } from './selection'
import type { MessageRow } from './view'

/** What is chosen in the list in view. Another list begins with nothing; what leaves the list is no longer chosen. */
export function useSelection(place: string, rows: readonly MessageRow[]) {
  const [state, setState] = useState<{ place: string; selection: Selection }>({ place, selection: nothingChosen })
  const selection = state.place === place ? state.selection : nothingChosen
  const change = (next: (before: Selection) => Selection) =>
    setState((before) => ({ place, selection: next(before.place === place ? before.selection : nothingChosen) }))

  useEffect(() => {
    setState((before) => {
      const kept = keepOnly(before.selection, rows)
      return kept === before.selection ? before : { ...before, selection: kept }
    })
  }, [rows])
  return {
    selection,
    choose: (id: string, range: boolean, from?: string | null) =>
      change((before) => (range ? extendTo(before, rows, id, from) : toggle(before, id))),
    all: () => change((before) => chooseAll(before, rows)),
    clear: () => change(() => nothingChosen),
  }
}
