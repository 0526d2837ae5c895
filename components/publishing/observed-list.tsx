'use client'

import { useQuery } from '@tanstack/react-query'
import { Minus, Pencil, Plus } from 'lucide-react'
import { liveKey } from '@/components/frame/live'
import { Button } from '@/components/ui/button'
import { DeedError } from '@/components/ui/deed-error'
import { Card, GroupHead } from '@/components/ui/sheet'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { EntryLine } from './entry-line'
import { orThrow } from './use-publishing'
import type { PublishingActions } from './view'
import { words } from './words'

const icons = { create: Plus, change: Pencil, delete: Minus } as const

/** What observing holds back. */
export function ObservedList({ onList }: { onList: PublishingActions['listObserved'] }) {
  const { observed: say } = words
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: liveKey('schedule', 'publishing-observed'),
    queryFn: () => orThrow(onList()),
  })
  return (
    <section>
      <GroupHead>{say.title}</GroupHead>
      <p className="mb-3 max-w-[70ch] text-13 text-ink-2">{say.lead}</p>
      {!data && !error && (
        <Loading label={say.loading} className="grid gap-3">
          <Skeleton className="w-72 max-w-full" />
          <Skeleton className="w-64 max-w-full" />
        </Loading>
      )}
      {!data && error && (
        <>
          <DeedError message={say.failed} />
          <Button size="s" busy={isFetching} onClick={() => void refetch()} className="mt-2">
            {say.again}
          </Button>
        </>
      )}
      {data?.length === 0 && <p className="text-13 text-ink-3">{say.none}</p>}
      {data && data.length > 0 && (
        <Card className="px-4 desk:px-5">
          <ul className="divide-y divide-line">
            {data.map(({ id, what, title, when, repeats }) => {
              const Icon = icons[what]
              return (
                <EntryLine
                  key={id}
                  icon={<Icon />}
                  what={say.what[what]}
                  title={title || say.untitled}
                  when={when}
                  repeats={repeats}
                />
              )
            })}
          </ul>
        </Card>
      )}
    </section>
  )
}
