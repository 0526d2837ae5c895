'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { fetchJson, RequestError } from '@/components/frame/fetch-json'
import { liveKey } from '@/components/frame/live'
import { cn } from '@/components/ui/cn'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import type { Changes } from '../changes/use-changes'
import type { Drawn } from '../items'
import type { AnswerInvitation, EntryInput, EntryView, InviteFromMine, ScheduleItem, ScheduleView } from '../view'
import { words } from '../words'
import { inputOf } from './draft'
import { EntryEditor } from './entry-editor'
import { SheetHead } from './sheet-head'

/** What the sheet shows: one that is being made, or one that stands in the schedule. */
export type Opened =
  | {
      kind: 'new'
      id: string
      input: EntryInput
      names?: { people: { id: string; name: string }[]; companies: { id: string; name: string }[] }
    }
  | { kind: 'entry'; id: string; date: string | null; key: string; draft?: EntryInput }

export type SheetProps = {
  opened: Opened
  /** As it stands in the schedule, if it does. */
  item: Drawn | null
  view: Pick<ScheduleView, 'me' | 'members' | 'mode'>
  knowsAbsence: boolean
  changes: Changes
  answer: AnswerInvitation
  invite: InviteFromMine
  /** What is being made, for the grid to draw. */
  onDraft: (draft: ScheduleItem | null) => void
  /** Closed; with what was typed and not saved, if anything, why it could not be, and where it belongs by now. */
  onClose: (unsaved?: EntryInput, why?: string, at?: Opened) => void
  onDelete: (entry: EntryView, item: Drawn | null) => void
}

/** The side sheet of an entry: beside the grid, whose panel gives way; in a narrow window over it. */
export function EntrySheet(props: SheetProps) {
  const { opened } = props
  return (
    <aside
      aria-label={opened.kind === 'new' ? words.newLong : words.sheet.label}
      data-covers
      className={cn(
        'slide-up absolute inset-0 z-20 flex flex-col bg-well',
        'desk:left-auto desk:w-[448px] desk:border-line desk:border-l desk:shadow-lift-2 wide:static wide:shrink-0 wide:shadow-none',
      )}
    >
      {opened.kind === 'new' ? (
        <EntryEditor
          key={opened.id}
          {...props}
          entry={null}
          id={opened.id}
          first={opened.input}
          start={opened.input}
          names={opened.names ?? { people: [], companies: [] }}
        />
      ) : (
        <Existing key={`${opened.id} ${opened.date}`} {...props} opened={opened} />
      )}
    </aside>
  )
}

function Existing(props: SheetProps & { opened: Extract<Opened, { kind: 'entry' }> }) {
  const { opened, onClose, onDraft } = props
  const { sheet } = words
  useEffect(() => onDraft(null), [onDraft])
  const query = useQuery({
    queryKey: liveKey('schedule', 'entry', opened.id, opened.date),
    queryFn: ({ signal }) =>
      fetchJson<EntryView>(`/api/schedule/entries/${opened.id}${opened.date ? `?date=${opened.date}` : ''}`, signal),
  })
  const entry = query.data
  const gone = query.error instanceof RequestError && query.error.status === 404
  // An invitation that was declined leaves Outlook, and the schedule; what is being typed stays until it is saved.
  if (!entry || (gone && !entry.mayChange)) {
    return (
      <>
        <SheetHead title={sheet.label} onClose={() => onClose()} />
        {query.isError ? (
          <ErrorPanel
            title={sheet.failed}
            retry={gone ? undefined : { label: sheet.again, run: () => void query.refetch() }}
          >
            {gone ? sheet.gone : query.error.message}
          </ErrorPanel>
        ) : (
          <SheetLoading />
        )}
      </>
    )
  }
  const first = inputOf(entry)
  return (
    <EntryEditor
      {...props}
      entry={entry}
      id={entry.id}
      first={first}
      start={opened.draft ?? first}
      names={{ people: entry.people, companies: entry.companies }}
    />
  )
}

function SheetLoading(): ReactNode {
  return (
    <Loading className="flex flex-col gap-6 px-6 pt-3">
      <Skeleton className="h-5 w-3/5" />
      {['w-4/5', 'w-2/3', 'w-1/2', 'w-3/4', 'w-2/5'].map((width) => (
        <span key={width} className="flex gap-6">
          <Skeleton className="w-16" />
          <Skeleton className={width} />
        </span>
      ))}
    </Loading>
  )
}
