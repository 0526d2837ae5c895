'use client'

import { Building2, Mail, Plus, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Avatar } from '@/components/ui/avatar'
import { Button, ButtonLink } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { TimeAgo } from '@/components/ui/time-ago'
import { BarDeed, ChosenBar, ListFoot, ListFrame, ListLoading } from './list-frame'
import { ChooseBox, columns, RecordRow, rowGrid } from './record-row'
import { useRecords } from './use-records'
import { useRows } from './use-rows'
import { useSearch } from './use-search'
import type { CompaniesView, CompanyPage, CompanyRow, DeleteCompanies } from './view'
import { words } from './words'

type Props = { view: CompaniesView; deleteCompanies: DeleteCompanies }

/** Every company that the workspace works with, by name. */
export function CompaniesScreen({ view, deleteCompanies }: Props) {
  const router = useRouter()
  const search = useSearch(view)
  const { list, rows, deleteRows } = useRecords<CompanyRow, CompanyPage>({
    kind: 'companies',
    query: search.query,
    first: search.q.trim() === view.q.trim() ? view.page : undefined,
    remove: deleteCompanies,
  })
  const { cursor, chosen, isChosen, choose, chooseAll, clear } = useRows({
    ids: rows.map(({ id }) => id),
    hrefOf: (id) => `/companies/${id}`,
    onNew: () => router.push('/companies/new'),
    newLabel: words.keys.newCompany,
  })
  const q = search.q.trim()

  return (
    <ListFrame
      title={words.companies}
      count={null}
      search={{
        label: words.search.companies,
        typed: search.typed,
        type: search.type,
        busy: list.isPlaceholderData && list.isFetching,
      }}
      deed={
        <ButtonLink href="/companies/new" kind="filled" icon={<Plus aria-hidden="true" className="size-4" />}>
          <span className="max-desk:sr-only">{words.newCompany}</span>
        </ButtonLink>
      }
      bar={
        chosen.length > 0 && (
          <ChosenBar count={chosen.length} onClear={clear}>
            <BarDeed
              icon={<Trash2 aria-hidden="true" className="size-4" />}
              onClick={() => {
                deleteRows(rows.filter(({ id }) => chosen.includes(id)))
                clear()
              }}
            >
              {words.delete}
            </BarDeed>
          </ChosenBar>
        )
      }
    >
      {list.isPending ? (
        <ListLoading />
      ) : list.isError && rows.length === 0 ? (
        <ErrorPanel
          title={words.failed}
          retry={{ label: words.again, run: () => void list.refetch(), busy: list.isFetching }}
        >
          {list.error.message}
        </ErrorPanel>
      ) : rows.length === 0 ? (
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
      ) : (
        <>
          <div
            className={cn(
              rowGrid,
              columns.companies,
              'sticky top-0 z-10 h-9 border-line border-b bg-sheet text-12 font-label text-ink-3 max-desk:hidden',
            )}
          >
            <ChooseBox
              label={words.selectAll}
              checked={chosen.length === 0 ? false : chosen.length === rows.length ? true : 'mixed'}
              onChange={() => chooseAll(chosen.length < rows.length)}
            />
            <span className="pl-12">{words.columns.name}</span>
            <span className="text-right">{words.columns.people}</span>
            <span>{words.columns.contact}</span>
            <span>{words.columns.owner}</span>
          </div>
          <ul aria-label={words.list.companies} className={cn(chosen.length > 0 && 'pb-20')}>
            {rows.map((row) => (
              <RecordRow
                key={row.id}
                id={row.id}
                href={`/companies/${row.id}`}
                name={row.name}
                hint={row.domains[0] ?? null}
                shape="company"
                cursor={cursor === row.id}
                chosen={isChosen(row.id)}
                onChoose={() => choose(row.id)}
              >
                <CompanyCells row={row} />
              </RecordRow>
            ))}
          </ul>
          <ListFoot list={list} />
        </>
      )}
    </ListFrame>
  )
}

function CompanyCells({ row }: { row: CompanyRow }) {
  return (
    <>
      <span className="num text-right text-ink-2 max-desk:hidden">{row.people}</span>
      <span className="flex items-center gap-2 whitespace-nowrap text-ink-2 max-desk:justify-end max-desk:text-12">
        {row.lastContactAt ? (
          <>
            <Mail aria-hidden="true" className="size-4 text-ink-3" />
            <TimeAgo at={row.lastContactAt} />
          </>
        ) : (
          <span className="text-ink-3 max-desk:hidden">{words.noContact}</span>
        )}
      </span>
      <span className="flex min-w-0 items-center gap-2 max-desk:hidden">
        {row.owner && (
          <>
            <Avatar name={row.owner.name} id={row.owner.id} size={20} />
            <span className="cut text-13 text-ink-2">{row.owner.name}</span>
          </>
        )}
      </span>
    </>
  )
}
