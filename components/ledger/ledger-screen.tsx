'use client'

import { ArrowUp, ListFilter } from 'lucide-react'
import { useRef } from 'react'
import { Button, ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { PageHead, Sheet, SheetBody } from '@/components/ui/sheet'
import { Filters, queryOf } from './filters'
import { LedgerList } from './ledger-list'
import { useLedger } from './use-ledger'
import type { LedgerFilter, LedgerView } from './view'
import { words } from './words'

const places = {
  own: { path: '/settings/ledger', api: '/api/ledger', title: words.title, lead: words.lead },
  workspace: {
    path: '/admin/ledger',
    api: '/api/admin/ledger',
    title: words.adminTitle,
    lead: words.adminLead,
  },
} as const

/** The sync ledger: the person's own, or the whole workspace's for administrators. */
export function LedgerScreen({ view, of }: { view: LedgerView; of: keyof typeof places }) {
  const { path, title, lead } = places[of]
  const scroller = useRef<HTMLDivElement>(null)
  const { filter } = view
  return (
    <Sheet>
      <SheetBody ref={scroller}>
        <div className="mx-auto w-full max-w-[1100px]">
          <PageHead title={title} lead={lead} />
          <Filters filter={filter} path={path} />
          {/* Another filter is another list. */}
          <Lines key={queryOf(filter)} view={view} of={of} scroller={scroller} />
        </div>
      </SheetBody>
    </Sheet>
  )
}

type LinesProps = { view: LedgerView; of: keyof typeof places; scroller: React.RefObject<HTMLDivElement | null> }

function Lines({ view, of, scroller }: LinesProps) {
  const { path, api } = places[of]
  const { page, fresh, showFresh, older, loadOlder } = useLedger(view.page, `${api}${queryOf(view.filter)}`, scroller)
  if (page.lines.length === 0) return <NoLines filter={view.filter} path={path} />
  return (
    <>
      <div role="status" className="sticky top-0 z-10 flex h-0 justify-center">
        {fresh > 0 && (
          <Button
            size="s"
            onClick={showFresh}
            icon={<ArrowUp aria-hidden="true" className="size-4" />}
            className="shadow-lift-2"
          >
            {fresh < view.page.lines.length || fresh < 50 ? words.fresh(String(fresh), fresh > 1) : words.freshMany}
          </Button>
        )}
      </div>
      <LedgerList lines={page.lines} withMember={of === 'workspace'} />
      <div className="mt-5 flex flex-wrap items-center justify-center gap-3 text-13 text-ink-3">
        {older === 'failed' && <p role="alert">{words.olderFailed}</p>}
        {page.next === null ? (
          <p>{words.end}</p>
        ) : (
          <Button busy={older === 'loading'} onClick={loadOlder}>
            {older === 'failed' ? words.again : words.older}
          </Button>
        )}
      </div>
    </>
  )
}

function NoLines({ filter, path }: { filter: LedgerFilter; path: string }) {
  return queryOf(filter) ? (
    <Empty
      icon={<ListFilter aria-hidden="true" />}
      title={words.filtered}
      action={<ButtonLink href={path}>{words.filteredDeed}</ButtonLink>}
    >
      {words.filteredMeans}
    </Empty>
  ) : (
    <Empty
      mark="apart"
      title={words.empty}
      action={<ButtonLink href="/settings/integrations">{words.emptyDeed}</ButtonLink>}
    >
      {words.emptyMeans}
    </Empty>
  )
}
