'use client'

import { useEffect, useSyncExternalStore } from 'react'
import type { ScheduleActions } from '../view'
import type { Kept } from './change'
import { ChangeStore } from './store'

const retryAfter = 20_000
const none: readonly Kept[] = []

let store: ChangeStore | null = null
/** What the one store of this tab calls: always the page's present deeds. */
const present: { actions: ScheduleActions | null; refresh: () => Promise<unknown> } = {
  actions: null,
  refresh: async () => {},
}

function theStore(): ChangeStore {
  const deeds = () => {
    if (!present.actions) throw new Error('no page')
    return present.actions
  }
  store ??= new ChangeStore({
    deeds: {
      saveEntry: (change) => deeds().saveEntry(change),
      moveEntry: (change) => deeds().moveEntry(change),
      deleteEntry: (change) => deeds().deleteEntry(change),
    },
    refresh: () => present.refresh(),
    storage: localStorage,
    isOnline: () => navigator.onLine,
    locked: (run) => ('locks' in navigator ? navigator.locks.request('tandem-schedule-changes', run) : run()),
  })
  return store
}

/** Calls the one store of this tab, from the first click on: also before the page has run its effects. */
export type Changes = () => ChangeStore

const subscribe = (listener: () => void) => theStore().subscribe(listener)
const getAll = () => theStore().getAll()
// The server draws without knowing of this device.
const getNone = () => none

/** The changes on their way, and the store that sends them: at once, when online again, and now and then. */
export function useChanges(actions: ScheduleActions, refresh: () => Promise<unknown>) {
  useEffect(() => {
    present.actions = actions
    present.refresh = refresh
  })
  useEffect(() => {
    const mine = theStore()
    const send = () => void mine.drain()
    send()
    const timer = setInterval(() => {
      if (mine.getAll().some(({ unsent }) => unsent)) send()
    }, retryAfter)
    window.addEventListener('online', send)
    window.addEventListener('storage', mine.reload)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', send)
      window.removeEventListener('storage', mine.reload)
    }
  }, [])
  const kept = useSyncExternalStore(subscribe, getAll, getNone)
  const changes: Changes = theStore
  return { kept, changes }
}
