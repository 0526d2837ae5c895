import { useSyncExternalStore } from 'react'

const isOffline = () => !navigator.onLine
const notOnServer = () => false

function subscribe(watcher: () => void): () => void {
  window.addEventListener('online', watcher)
  window.addEventListener('offline', watcher)
  return () => {
    window.removeEventListener('online', watcher)
    window.removeEventListener('offline', watcher)
  }
}

/** Whether the device has no network. The frame says so over every page: a page then needs no banner of its own. */
export const useOffline = (): boolean => useSyncExternalStore(subscribe, isOffline, notOnServer)
