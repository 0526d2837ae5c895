'use client'

import { useRouter } from 'next/navigation'
import { useOptimistic, useTransition } from 'react'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import type { LedgerFilter } from './view'
import { words } from './words'

const { ways, kinds, results, resultFilter } = words
// An empty value is none for a select.
const all = 'all'
const wayChoices = [
  { value: all, label: ways.all },
  { value: 'in', label: ways.in },
  { value: 'out', label: ways.out },
] as const
const kindChoices = [
  { value: all, label: kinds.all },
  { value: 'mail', label: kinds.mail },
  { value: 'folder', label: kinds.folder },
  { value: 'event', label: kinds.event },
  { value: 'entry', label: kinds.entry },
  { value: 'calendar', label: kinds.calendar },
  { value: 'signals', label: kinds.signals },
]
const resultChoices = [
  { value: all, label: resultFilter.all },
  { value: 'done', label: results.done },
  { value: 'skipped', label: results.skipped },
  { value: 'failed', label: results.failed },
]

/** The filters as they stand in the address bar; '' without any. */
export function queryOf(filter: LedgerFilter): string {
  const query = new URLSearchParams(
    Object.entries(filter).flatMap(([key, value]): [string, string][] => (value ? [[key, value]] : [])),
  ).toString()
  return query && `?${query}`
}

/** What is shown: way, kind, result. They stand in the address, so that a view can be kept and sent. */
export function Filters({ filter, path }: { filter: LedgerFilter; path: string }) {
  const router = useRouter()
  const [busy, start] = useTransition()
  const [chosen, expect] = useOptimistic(filter)
  const choose = (change: { [key in keyof LedgerFilter]?: string }) => {
    const next = { ...chosen, ...change }
    const clean = Object.fromEntries(Object.entries(next).map(([key, value]) => [key, value === all ? null : value]))
    start(() => {
      expect(clean as LedgerFilter)
      router.replace(`${path}${queryOf(clean as LedgerFilter)}`, { scroll: false })
    })
  }
  return (
    <div aria-busy={busy || undefined} className="mb-4 flex flex-wrap items-center gap-2">
      <Segmented
        label={ways.label}
        options={wayChoices}
        value={chosen.direction ?? all}
        onChange={(direction) => choose({ direction })}
        className="max-desk:w-full desk:mr-auto max-desk:[&_label]:h-10 max-desk:[&_label]:flex-1 max-desk:[&_label]:justify-center"
      />
      <Select
        label={kinds.label}
        choices={kindChoices}
        value={chosen.kind ?? all}
        onChange={(kind) => choose({ kind })}
        className="h-9 w-36 text-13 whitespace-nowrap max-desk:h-11 max-desk:w-auto max-desk:flex-1"
      />
      <Select
        label={resultFilter.label}
        choices={resultChoices}
        value={chosen.result ?? all}
        onChange={(result) => choose({ result })}
        className="h-9 w-36 text-13 whitespace-nowrap max-desk:h-11 max-desk:w-auto max-desk:flex-1"
      />
    </div>
  )
}
