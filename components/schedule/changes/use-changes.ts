'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
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

/** The changes on their way, and the store that sends them: at once, when online again, and now and then. */
export function useChanges(actions: ScheduleActions, refresh: () => Promise<unknown>) {
  const [changes, setChanges] = useState<ChangeStore | null>(null)
  useEffect(() => {
    present.actions = actions
    present.refresh = refresh
  })
  // After the first paint, which the server has drawn without knowing of this device.
  useEffect(() => {
    const mine = theStore()
    setChanges(mine)
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
  const kept = useSyncExternalStore(
    changes?.subscribe ?? never,
    () => changes?.getAll() ?? none,
    () => none,
  )
  return { kept, changes }
}

const never = () => () => {}
