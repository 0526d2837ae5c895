import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { fetchJson } from '@/components/frame/fetch-json'
import { useLive } from '@/components/frame/live'
import { countFresh, mergeFirst, mergeOlder } from './merge'
import type { LedgerPage } from './view'

const pause = 500
const atTop = 24

type LedgerList = {
  page: LedgerPage
  /** How many new lines wait above what is read. */
  fresh: number
  showFresh: () => void
  older: 'idle' | 'loading' | 'failed'
  loadOlder: () => void
}

/**
 * The lines on the screen: the first page from the server, older ones on demand, new ones by themselves. New lines wait
 * to be asked for unless the list stands at its top, so that nothing moves under the reader.
 * @param url of the pages, with the filters
 */
export function useLedger(first: LedgerPage, url: string, scroller: RefObject<HTMLElement | null>): LedgerList {
  const [page, setPage] = useState(first)
  const [newest, setNewest] = useState(first)
  const [older, setOlder] = useState<LedgerList['older']>('idle')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const look = useCallback(() => {
    timer.current ??= setTimeout(async () => {
      timer.current = undefined
      // A look that fails is repeated by the next hint, a minute from now at the latest.
      const found = await fetchJson<LedgerPage>(url).catch(() => null)
      if (!found) return
      setNewest(found)
      if ((scroller.current?.scrollTop ?? 0) <= atTop) setPage((shown) => mergeFirst(shown, found))
    }, pause)
  }, [url, scroller])
  useEffect(() => () => clearTimeout(timer.current), [])
  useLive('mail', look)
  useLive('import', look)
  useLive('connection', look)

  return {
    page,
    fresh: countFresh(page, newest),
    showFresh() {
      setPage((shown) => mergeFirst(shown, newest))
      scroller.current?.scrollTo({ top: 0 })
    },
    older,
    loadOlder() {
      if (older === 'loading' || page.next === null) return
      setOlder('loading')
      fetchJson<LedgerPage>(`${url}${url.includes('?') ? '&' : '?'}before=${page.next}`).then(
        (found) => {
          setPage((shown) => mergeOlder(shown, found, page.next))
          setOlder('idle')
        },
        () => setOlder('failed'),
      )
    },
  }
}
