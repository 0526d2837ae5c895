'use client'

import { Mail, Plus, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { ButtonLink } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { ErrorPanel } from '@/components/ui/error-panel'
import { TimeAgo } from '@/components/ui/time-ago'
import { type Kind, kinds } from './kinds'
import { BarDeed, ChosenBar, ListFoot, ListFrame, ListLoading } from './list-frame'
import { ChooseBox, columns, RecordRow, rowGrid } from './record-row'
import type { useRecords } from './use-records'
import { useRows } from './use-rows'
import type { useSearch } from './use-search'
import { words } from './words'

type Row = {
  id: string
  name: string
  owner: { id: string; name: string } | null
  lastContactAt: string | null
}
type RecordsScreenProps<R extends Row> = {
  kind: Kind
  search: ReturnType<typeof useSearch>
  records: Pick<
    ReturnType<typeof useRecords<R, { rows: R[]; nextCursor: string | null }>>,
    'list' | 'rows' | 'deleteRows'
  >
  count?: string | null
  filters?: ReactNode
  /** Why there is no row, and what to do about it. */
  empty: ReactNode
  /** Under the name. */
  hintOf: (row: R) => string | null
  /** The column that only this list has: its head and its cells. */
  own: { head: ReactNode; cell: (row: R) => ReactNode }
  /** What else can be done with the chosen rows. */
  deeds?: (picked: R[], clear: () => void) => ReactNode
}

/** A list of records by name: search, keys, choice, and more of it on demand. */
export function RecordsScreen<R extends Row>(props: RecordsScreenProps<R>) {
  const { kind, search, records, count = null, filters, empty, hintOf, own, deeds } = props
  const { list, rows, deleteRows } = records
  const { href, title, search: label, add, addKey } = kinds[kind]
  const router = useRouter()
  const { cursor, chosen, isChosen, choose, chooseAll, clear } = useRows({
    ids: rows.map(({ id }) => id),
    hrefOf: (id) => `${href}/${id}`,
    onNew: () => router.push(`${href}/new`),
    newLabel: addKey,
  })
  const picked = rows.filter(({ id }) => chosen.includes(id))
  return (
    <ListFrame
      title={title}
      count={count}
      search={{ label, typed: search.typed, type: search.type, busy: list.isPlaceholderData && list.isFetching }}
      deed={
        <ButtonLink href={`${href}/new`} kind="filled" icon={<Plus aria-hidden="true" className="size-4" />}>
          <span className="max-desk:sr-only">{add}</span>
        </ButtonLink>
      }
      filters={filters}
      bar={
        chosen.length > 0 && (
          <ChosenBar count={chosen.length} onClear={clear}>
            {deeds?.(picked, clear)}
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
        empty
      ) : (
        <>
          <div
            className={cn(
              rowGrid,
              columns[kind],
              'sticky top-0 z-10 h-9 border-line border-b bg-sheet text-12 font-label text-ink-3 max-desk:hidden',
            )}
          >
            <ChooseBox
              label={words.selectAll}
              checked={chosen.length === 0 ? false : chosen.length === rows.length ? true : 'mixed'}
              onChange={() => chooseAll(chosen.length < rows.length)}
            />
            <span className="pl-12">{words.columns.name}</span>
            {own.head}
            <span>{words.columns.contact}</span>
            <span>{words.columns.owner}</span>
          </div>
          <ul aria-label={title} className={cn(chosen.length > 0 && 'pb-20')}>
            {rows.map((row) => (
              <RecordRow
                key={row.id}
                kind={kind}
                id={row.id}
                name={row.name}
                hint={hintOf(row)}
                cursor={cursor === row.id}
                chosen={isChosen(row.id)}
                onChoose={() => choose(row.id)}
              >
                {own.cell(row)}
                <CommonCells {...row} />
              </RecordRow>
            ))}
          </ul>
          <ListFoot list={list} />
        </>
      )}
    </ListFrame>
  )
}

function CommonCells({ lastContactAt, owner }: Row) {
  return (
    <>
      <span className="flex items-center gap-2 whitespace-nowrap text-ink-2 max-desk:justify-end max-desk:text-12">
        {lastContactAt ? (
          <>
            <Mail aria-hidden="true" className="size-4 text-ink-3" />
            <TimeAgo at={lastContactAt} />
          </>
        ) : (
          <span className="text-ink-3 max-desk:hidden">{words.noContact}</span>
        )}
      </span>
      <span className="flex min-w-0 items-center gap-2 max-desk:hidden">
        {owner && (
          <>
            <Avatar name={owner.name} id={owner.id} size={20} />
            <span className="cut text-13 text-ink-2">{owner.name}</span>
          </>
        )}
      </span>
    </>
  )
}
