'use client'

import { Mail } from 'lucide-react'
import { openCompose } from '@/components/compose/open'
import { useClock } from '@/components/ui/clock'
import { Segmented } from '@/components/ui/segmented'
import { BarDeed } from './list-frame'
import { Nobody } from './nobody'
import { RecordsScreen } from './records-screen'
import { useRecords } from './use-records'
import { useSearch } from './use-search'
import type { PeopleFilter, PeopleView, PersonPage, PersonRow } from './view'
import { words } from './words'

const filters = [
  { value: 'all', label: words.filters.all },
  { value: 'mine', label: words.filters.mine },
  { value: 'no-company', label: words.filters.noCompany },
] as const

/** Everybody whom the workspace knows, by name. */
export function PeopleScreen({ view }: { view: PeopleView }) {
  const { locale } = useClock()
  const search = useSearch(view)
  const isFirst = search.q.trim() === view.q.trim() && search.filter === view.filter
  const records = useRecords<PersonRow, PersonPage>({
    kind: 'people',
    query: search.query,
    first: isFirst ? view.page : undefined,
  })
  const { pages, rows } = records
  const known = pages[0]?.total ?? null
  // Without those that are being deleted.
  const total = known && known - (pages.flatMap((page) => page.rows).length - rows.length)
  return (
    <RecordsScreen
      kind="people"
      search={search}
      records={records}
      count={total ? total.toLocaleString(locale) : null}
      filters={
        <Segmented
          label={words.filters.label}
          options={filters}
          value={search.filter as PeopleFilter}
          onChange={search.setFilter}
          look="chips"
          className="-ml-2"
        />
      }
      empty={<Nobody q={search.q.trim()} filter={search.filter} onAll={search.clear} />}
      hintOf={(row) => row.title ?? row.addresses[0] ?? null}
      own={{
        head: <span>{words.columns.company}</span>,
        cell: ({ company }) => (
          <span className="cut max-desk:hidden">{company?.name ?? <i className="text-ink-3 not-italic">–</i>}</span>
        ),
      }}
      deeds={(picked, clear) => {
        const to = picked.flatMap(({ name, addresses }) => (addresses[0] ? [{ name, address: addresses[0] }] : []))
        return (
          to.length > 0 && (
            <BarDeed
              icon={<Mail aria-hidden="true" className="size-4" />}
              onClick={() => {
                openCompose({ kind: 'new', place: 'dock', to })
                clear()
              }}
            >
              {words.writeShort}
            </BarDeed>
          )
        )
      }}
    />
  )
}
