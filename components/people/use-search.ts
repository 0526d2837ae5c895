import { useEffect, useRef, useState } from 'react'
import { goShallow } from '@/components/frame/shallow-link'

/** Milliseconds of rest before what was typed is looked for. */
const rest = 150

/** What a list is narrowed to. It stands in the address, so that a view can be kept and sent. */
export function useSearch(start: { q: string; filter?: string }) {
  const [q, setQ] = useState(start.q)
  const [typed, setTyped] = useState(start.q)
  const [filter, setFilter] = useState(start.filter ?? 'all')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const query = new URLSearchParams([
    ...(q.trim() ? [['q', q.trim()]] : []),
    ...(filter === 'all' ? [] : [['filter', filter]]),
  ]).toString()
  const shown = useRef(query)
  useEffect(() => {
    if (shown.current === query) return
    shown.current = query
    goShallow(`${location.pathname}${query && `?${query}`}`, 'replace')
  }, [query])
  return {
    q,
    filter,
    typed,
    query,
    setFilter,
    type(next: string) {
      setTyped(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setQ(next), next.trim() ? rest : 0)
    },
    clear() {
      clearTimeout(timer.current)
      setTyped('')
      setQ('')
      setFilter('all')
    },
  }
}
