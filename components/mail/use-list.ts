'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import type { ListState, ListStore } from './list-store'

const nothing: ListState = { rows: [], waiting: 0, status: 'ready', more: 'end' }
const never = () => () => {}

/** What a list shows now. */
export function useList(store: ListStore | undefined): ListState {
  return useSyncExternalStore(
    store?.subscribe ?? never,
    store?.getState ?? (() => nothing),
    store?.getState ?? (() => nothing),
  )
}

/** While one types, the last finds stand until the next are there: no blinking from letter to letter. */
export function useSettled(store: ListStore | undefined, patient: boolean): ListStore | undefined {
  const [settled, setSettled] = useState(store)
  useEffect(() => {
    if (!store) return setSettled(undefined)
    const look = () => {
      if (store.getState().status !== 'loading') setSettled(store)
    }
    look()
    return store.subscribe(look)
  }, [store])
  return patient && settled ? settled : store
}
