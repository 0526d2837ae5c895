'use client'

import { Mail, Plus, Trash2, UserPlus, UserRoundSearch } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { openCompose } from '@/components/compose/open'
import { Avatar } from '@/components/ui/avatar'
import { Button, ButtonLink } from '@/components/ui/button'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Segmented } from '@/components/ui/segmented'
import { TimeAgo } from '@/components/ui/time-ago'
import { BarDeed, ChosenBar, ListFoot, ListFrame, ListLoading } from './list-frame'
import { ChooseBox, columns, RecordRow, rowGrid } from './record-row'
import { useRecords } from './use-records'
import { useRows } from './use-rows'
import { useSearch } from './use-search'
import type { DeletePeople, PeopleFilter, PeopleView, PersonPage, PersonRow } from './view'
import { words } from './words'

const filters = [
  { value: 'all', label: words.filters.all },
  { value: 'mine', label: words.filters.mine },
  { value: 'no-company', label: words.filters.noCompany },
] as const

/** Everybody whom the workspace knows, by name. */
export function PeopleScreen({ view, deletePeople }: { view: PeopleView; deletePeople: DeletePeople }) {
  const router = useRouter()
  const { locale } = useClock()
  const search = useSearch(view)
  const isFirst = search.q.trim() === view.q.trim() && search.filter === view.filter
  const { list, pages, rows, deleteRows } = useRecords<PersonRow, PersonPage>({
    kind: 'people',
    query: search.query,
    first: isFirst ? view.page : undefined,
    remove: deletePeople,
  })
  const enter = () => router.push('/people/new')
  const { cursor, chosen, isChosen, choose, chooseAll, clear } = useRows({
    ids: rows.map(({ id }) => id),
    hrefOf: (id) => `/people/${id}`,
    onNew: enter,
    newLabel: words.keys.new,
  })
  const picked = rows.filter(({ id }) => chosen.includes(id))
  const known = pages[0]?.total ?? null
  // Without those that are being deleted.
  const total = known && known - (pages.flatMap((page) => page.rows).length - rows.length)
  const write = () => {
    openCompose({
      kind: 'new',
      place: 'dock',
      to: picked.flatMap(({ name, addresses }) => (addresses[0] ? [{ name, address: addresses[0] }] : [])),
    })
    clear()
  }

  return (
    <ListFrame
      title={words.people}
      count={total ? total.toLocaleString(locale) : null}
      search={{
        label: words.search.people,
        typed: search.typed,
        type: search.type,
        busy: list.isPlaceholderData && list.isFetching,
      }}
      deed={
        <ButtonLink href="/people/new" kind="filled" icon={<Plus aria-hidden="true" className="size-4" />}>
          <span className="max-desk:sr-only">{words.newPerson}</span>
        </ButtonLink>
      }
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
      bar={
        chosen.length > 0 && (
          <ChosenBar count={chosen.length} onClear={clear}>
            {picked.some(({ addresses }) => addresses.length > 0) && (
              <BarDeed icon={<Mail aria-hidden="true" className="size-4" />} onClick={write}>
                {words.writeShort}
              </BarDeed>
            )}
            <BarDeed
              icon={<Trash2 aria-hidden="true" className="size-4" />}
              onClick={() => {
                deleteRows(picked)
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
        <Nobody q={search.q.trim()} filter={search.filter} onAll={search.clear} />
      ) : (
        <>
          <div
            className={cn(
              rowGrid,
              columns.people,
              'sticky top-0 z-10 h-9 border-line border-b bg-sheet text-12 font-label text-ink-3 max-desk:hidden',
            )}
          >
            <ChooseBox
              label={words.selectAll}
              checked={chosen.length === 0 ? false : chosen.length === rows.length ? true : 'mixed'}
              onChange={() => chooseAll(chosen.length < rows.length)}
            />
            <span className="pl-12">{words.columns.name}</span>
            <span>{words.columns.company}</span>
            <span>{words.columns.contact}</span>
            <span>{words.columns.owner}</span>
          </div>
          <ul aria-label={words.list.people} className={cn(chosen.length > 0 && 'pb-20')}>
            {rows.map((row) => (
              <RecordRow
                key={row.id}
                id={row.id}
                href={`/people/${row.id}`}
                name={row.name}
                hint={row.title ?? row.addresses[0] ?? null}
                shape="person"
                cursor={cursor === row.id}
                chosen={isChosen(row.id)}
                onChoose={() => choose(row.id)}
              >
                <PersonCells row={row} />
              </RecordRow>
            ))}
          </ul>
          <ListFoot list={list} />
        </>
      )}
    </ListFrame>
  )
}

function PersonCells({ row }: { row: PersonRow }) {
  return (
    <>
      <span className="cut max-desk:hidden">{row.company?.name ?? <i className="text-ink-3 not-italic">–</i>}</span>
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

function Nobody({ q, filter, onAll }: { q: string; filter: string; onAll: () => void }) {
  const { empty } = words
  if (q)
    return (
      <Empty
        icon={<UserRoundSearch aria-hidden="true" />}
        title={empty.found(q)}
        action={
          <>
            <Button onClick={onAll}>{empty.all}</Button>
            <ButtonLink href={`/people/new?${new URLSearchParams(q.includes('@') ? { address: q } : { name: q })}`}>
              {empty.enter(q)}
            </ButtonLink>
          </>
        }
      >
        {empty.foundMeans}
      </Empty>
    )
  if (filter !== 'all') {
    const [title, means] = filter === 'mine' ? [empty.mine, empty.mineMeans] : [empty.noCompany, empty.noCompanyMeans]
    return (
      <Empty
        icon={<UserRoundSearch aria-hidden="true" />}
        title={title}
        action={<Button onClick={onAll}>{empty.all}</Button>}
      >
        {means}
      </Empty>
    )
  }
  return (
    <Empty
      mark="tandem"
      title={empty.people}
      action={
        <>
          <ButtonLink href="/people/new" icon={<UserPlus aria-hidden="true" className="size-4" />}>
            {words.newPerson}
          </ButtonLink>
          <ButtonLink href="/settings/integrations" kind="quiet">
            {empty.connect}
          </ButtonLink>
        </>
      }
    >
      {empty.peopleMeans}
    </Empty>
  )
}
