'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo } from 'react'
import { goShallow } from '@/components/frame/shallow-link'
import { looks, type ScheduleLook } from './period'

const store = 'tandem-schedule-look'
const isDate = (text: string | null): text is string =>
  /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') && !Number.isNaN(Date.parse(text ?? ''))

/** What a link may begin: /schedule?new=call&person=…&name=… */
export type Asked = {
  kind: string
  person: { id: string; name: string } | null
  company: { id: string; name: string } | null
}

/** /schedule?view=month&date=2026-11-25&entry=…&on=…&event=…: how it is laid out, where one is, and what is open. */
export function usePlace(today: string) {
  const search = useSearchParams()
  const named = looks.find((each) => each === search.get('view'))
  const look = named ?? 'week'
  const asked = search.get('date')
  const date = isDate(asked) ? asked : today
  const entry = search.get('entry')
  const on = isDate(search.get('on')) ? search.get('on') : null
  const event = search.get('event')

  const go = useCallback(
    (
      next: { look?: ScheduleLook; date?: string; entry?: { id: string; on: string | null } | null },
      how: 'push' | 'replace' = 'push',
    ) => {
      const query = new URLSearchParams(location.search)
      const set = (name: string, value: string | null) => (value ? query.set(name, value) : query.delete(name))
      if (next.look) {
        set('view', next.look === 'week' ? null : next.look)
        localStorage.setItem(store, next.look)
      }
      if (next.date) set('date', next.date === today ? null : next.date)
      if (next.entry !== undefined) {
        set('entry', next.entry?.id ?? null)
        set('on', next.entry?.on ?? null)
      }
      for (const name of ['new', 'person', 'company', 'name', 'event']) query.delete(name)
      goShallow(query.size > 0 ? `/schedule?${query}` : '/schedule', how)
    },
    [today],
  )

  // As one left it, unless the address says otherwise.
  useEffect(() => {
    const kept = looks.find((each) => each === localStorage.getItem(store))
    if (!new URLSearchParams(location.search).has('view') && kept && kept !== 'week') go({ look: kept }, 'replace')
  }, [go])

  const kind = search.get('new')
  const [person, company, name] = [search.get('person'), search.get('company'), search.get('name')]
  // The same object as long as the address says the same: what begins an entry begins it once.
  const begun = useMemo(
    (): Asked | null =>
      kind === null
        ? null
        : {
            kind,
            person: person && name ? { id: person, name } : null,
            company: company && name ? { id: company, name } : null,
          },
    [kind, person, company, name],
  )
  return { look, date, entry, on, event, begun, go }
}
