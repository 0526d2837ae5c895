'use client'

import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { LiveLink, type LiveState } from './live-link'
import { Rereading } from './read-anew'
import { useOffline } from './use-offline'

const LiveContext = createContext<LiveLink | null>(null)

const hiddenFor = 5 * 60_000
const focusPause = 5000
const every = 60_000

/** Keys of queries that follow a live topic: `useQuery({ queryKey: liveKey('mail', 'folders') })`. */
export function liveKey(topic: string, ...rest: readonly unknown[]): readonly unknown[] {
  return ['live', topic, ...rest]
}

/**
 * Keeps this tab's stream of hints open and hands them to queries with a `liveKey` and to `useLive`. Everything is also
 * read again on focus and every 60 s, so that a lost hint costs a minute at most.
 */
export function LiveProvider({ url = '/api/live', children }: { url?: string; children: ReactNode }) {
  const queries = useQueryClient()
  const [link] = useState(() => new LiveLink(() => new EventSource(url)))

  useEffect(() => {
    let sleep: ReturnType<typeof setTimeout> | undefined
    let told = Date.now()
    const tellAll = () => {
      if (document.hidden || Date.now() - told < focusPause) return
      told = Date.now()
      link.tellAll()
    }
    const onVisible = () => {
      clearTimeout(sleep)
      // Browsers allow six streams an origin over HTTP/1.1: a tab long out of sight gives its own back.
      if (document.hidden) sleep = setTimeout(() => link.stop(), hiddenFor)
      else {
        link.start()
        tellAll()
      }
    }
    const onOnline = () => link.renew()
    // Brought back as it stood when it was left (back-forward cache): its stream is dead, and what it shows is old.
    const onShow = (event: PageTransitionEvent) => {
      if (!event.persisted) return
      link.renew()
      link.tellAll()
    }
    const rereading = new Rereading(queries)
    const stopRereading = rereading.start()
    const forget = link.onHint((topics) => {
      if (topics === 'all') rereading.hint(['live'])
      else for (const topic of topics) rereading.hint(['live', topic])
    })
    const minute = setInterval(tellAll, every)
    link.start()
    document.addEventListener('visibilitychange', onVisible)
    window.addEventListener('focus', tellAll)
    window.addEventListener('online', onOnline)
    window.addEventListener('pageshow', onShow)
    return () => {
      forget()
      stopRereading()
      clearInterval(minute)
      clearTimeout(sleep)
      link.stop()
      document.removeEventListener('visibilitychange', onVisible)
      window.removeEventListener('focus', tellAll)
      window.removeEventListener('online', onOnline)
      window.removeEventListener('pageshow', onShow)
    }
  }, [link, queries])

  return <LiveContext value={link}>{children}</LiveContext>
}

/** Calls back at every hint for the topic, and when everything is read anew. */
export function useLive(topic: string, onChange: (at: number) => void): void {
  const link = useContext(LiveContext)
  const latest = useRef(onChange)
  useEffect(() => {
    latest.current = onChange
  }, [onChange])
  useEffect(
    () => link?.onHint((topics, at) => (topics === 'all' || topics.has(topic) ? latest.current(at) : undefined)),
    [link, topic],
  )
}

/** How this tab's stream is. One whose network went does not notice: it is silent, as when nothing happens. */
export function useLiveState(): LiveState {
  const link = useContext(LiveContext)
  const offline = useOffline()
  const state = useSyncExternalStore(
    (watcher) => link?.onState(watcher) ?? (() => {}),
    () => link?.state ?? 'opening',
    () => 'opening' as const,
  )
  return offline ? 'again' : state
}
