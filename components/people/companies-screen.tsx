'use client'

import { Building2, Plus } from 'lucide-react'
import { Button, ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { RecordsScreen } from './records-screen'
import { useRecords } from './use-records'
import { useSearch } from './use-search'
import type { CompaniesView, CompanyPage, CompanyRow } from './view'
import { words } from './words'

/** Every company that the workspace works with, by name. */
export function CompaniesScreen({ view }: { view: CompaniesView }) {
  const search = useSearch(view)
  const q = search.q.trim()
  const records = useRecords<CompanyRow, CompanyPage>({
    kind: 'companies',
    query: search.query,
    first: q === view.q.trim() ? view.page : undefined,
  })
  return (
    <RecordsScreen
      kind="companies"
      search={search}
      records={records}
      empty={
        <Empty
          icon={<Building2 aria-hidden="true" />}
          title={q ? words.empty.found(q) : words.empty.companies}
          action={
            q ? (
              <Button onClick={search.clear}>{words.empty.all}</Button>
            ) : (
              <ButtonLink href="/companies/new" icon={<Plus aria-hidden="true" className="size-4" />}>
                {words.newCompany}
              </ButtonLink>
            )
          }
        >
          {q ? words.empty.foundCompanies : words.empty.companiesMeans}
        </Empty>
      }
      hintOf={(row) => row.domains[0] ?? null}
      own={{
        head: <span className="text-right">{words.columns.people}</span>,
        cell: (row) => <span className="num text-right text-ink-2 max-desk:hidden">{row.people}</span>,
      }}
    />
  )
}
