'use client'

import { History } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type Ref, useState } from 'react'
import { attempt } from '@/components/connection/deed'
import { deleteDirectly } from '@/components/frame/delete-directly'
import type { SaveTask, SetTaskDone } from '@/components/tasks/view'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Segmented } from '@/components/ui/segmented'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { untilTakenBack } from '@/components/ui/take-back'
import { toast } from '@/components/ui/toast'
import { Entries } from './entries'
import { Upcoming } from './event-entry'
import { firstName } from './names'
import { OpenTasks } from './open-tasks'
import { type About, useTimeline } from './use-timeline'
import type { AddActivity, AskAccess, TimelineFilter, TimelinePage } from './view'
import { words } from './words'
import { WriteLine, type WriteLineHandle } from './write-line'

// Only who reads a colleague's mail needs it.
const SharedMail = dynamic(() => import('./shared-mail').then((module) => module.SharedMail), { ssr: false })

/** What can be done on a timeline, handed in by its page. */
export type TimelineActions = {
  addActivity: AddActivity
  askAccess: AskAccess
  saveTask: SaveTask
  setTaskDone: SetTaskDone
}

type TimelineProps = {
  about: About
  first: TimelinePage
  /** For the filters, where they are known. */
  counts?: { mails: number; activities: number; openTasks: number }
  actions: TimelineActions
  writer?: Ref<WriteLineHandle>
}

const said = (count: number | undefined) => (count ? (count > 999 ? '999+' : String(count)) : '')

/** Everything that happened with somebody, newest first, and the line to write more. */
export function Timeline({ about, first, counts, actions, writer }: TimelineProps) {
  const [filter, setFilter] = useState<TimelineFilter>('all')
  const [reading, setReading] = useState<string | null>(null)
  const [gone, setGone] = useState<string[]>([])
  const { query, refresh } = useTimeline(about, filter, first)
  const changed = refresh
  const pages = query.data?.pages ?? []
  const entries = pages.flatMap((page) => page.entries).filter(({ id }) => !gone.includes(id))
  const open = pages[0]?.open ?? []
  const upcoming = pages[0]?.upcoming ?? []

  // Gone at once; asked for when the way back has passed.
  const remove = (id: string) => {
    setGone((now) => [...now, id])
    const back = () => setGone((now) => now.filter((each) => each !== id))
    const run = async () => {
      const error = await attempt(() => deleteDirectly({ kind: 'activity', id }))
      if (error) {
        back()
        toast({ text: error, tone: 'bad' })
      } else changed()
    }
    untilTakenBack({
      ...{ id: `activity-${id}`, text: words.removed, label: words.undo, time: 6000 },
      run: () => void run(),
      back,
    })
  }

  const options = (['all', 'mails', 'meetings', 'notes', 'tasks'] as const).map((value) => {
    const count = {
      all: '',
      mails: said(counts?.mails),
      meetings: '',
      notes: said(counts?.activities),
      tasks: said(counts?.openTasks),
    }
    return {
      value,
      label: (
        <>
          {words.filters[value]}
          {count[value] && <span className="font-text text-ink-3">{count[value]}</span>}
        </>
      ),
    }
  })
  const nothing = entries.length === 0 || (filter === 'all' && entries.every(({ kind }) => kind === 'created'))

  return (
    <section aria-label={words.label}>
      <WriteLine
        ref={writer}
        about={about}
        addActivity={actions.addActivity}
        saveTask={actions.saveTask}
        onChanged={changed}
      />
      <Segmented
        label={words.filters.label}
        options={options}
        value={filter}
        onChange={setFilter}
        look="chips"
        className="-ml-2 max-w-full max-desk:-mx-4 max-desk:flex max-desk:overflow-x-auto max-desk:px-3 max-desk:[&_label]:h-9 max-desk:[scrollbar-width:none]"
      />
      {query.isPending ? (
        <Loading label={words.loading} className="grid gap-4 pt-6">
          <Skeleton className="h-8 w-3/4" />
          <Skeleton className="h-8 w-2/3" />
          <Skeleton className="h-8 w-5/6" />
        </Loading>
      ) : query.isError && pages.length === 0 ? (
        <ErrorPanel title={words.failed} retry={{ label: words.again, run: changed, busy: query.isFetching }}>
          {query.error.message}
        </ErrorPanel>
      ) : (
        <div aria-busy={query.isPlaceholderData || undefined}>
          <OpenTasks tasks={open} setTaskDone={actions.setTaskDone} onChanged={changed} />
          <Upcoming entries={upcoming} about={about} />
          {nothing && open.length + upcoming.length === 0 && <Nothing filter={filter} about={about} />}
          <Entries
            {...{ entries, about }}
            askAccess={actions.askAccess}
            onRead={setReading}
            onDelete={remove}
            onChanged={changed}
          />
          {query.hasNextPage && (
            <div className="mt-4 flex flex-wrap items-center justify-center gap-3 text-13 text-ink-3">
              {query.isFetchNextPageError && <p role="alert">{words.olderFailed}</p>}
              <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {query.isFetchNextPageError ? words.again : words.older}
              </Button>
            </div>
          )}
        </div>
      )}
      {reading && <SharedMail id={reading} onClose={() => setReading(null)} />}
    </section>
  )
}

function Nothing({ filter, about }: { filter: TimelineFilter; about: About }) {
  const name = about.kind === 'person' ? firstName(about.name) : about.name
  const { empty } = words
  const title =
    filter === 'all' || filter === 'mails'
      ? empty.mails(name)
      : filter === 'meetings'
        ? empty.meetings(name)
        : empty[filter]
  const means = empty[`${filter}Means`]
  return (
    <Empty icon={<History aria-hidden="true" />} title={title} className="py-10">
      {means}
    </Empty>
  )
}
