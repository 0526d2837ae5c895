'use client'

import { Button, ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import type { ListState } from './list-store'
import type { ConnectionView, FolderView, ImportView, MailFilter } from './view'
import { words } from './words'

/** Lines of the size of what comes. */
function ListSkeleton() {
  return (
    <Loading className="flex-1 overflow-hidden pt-[34px]">
      {['w-2/5', 'w-1/2', 'w-1/3', 'w-3/5', 'w-5/12', 'w-7/12', 'w-4/12'].map((width) => (
        <div key={width} className="ml-9 flex h-[84px] gap-2.5 border-line border-t py-3 pr-6 first:border-t-0">
          <Skeleton className="size-9 shrink-0 rounded-full" />
          <div className="flex flex-1 flex-col gap-2.5 pt-1.5">
            <Skeleton className={width} />
            <Skeleton className="w-4/5" />
            <Skeleton className="w-full" />
          </div>
        </div>
      ))}
    </Loading>
  )
}

type NothingProps = {
  state: ListState
  folder: FolderView | undefined
  filter: MailFilter
  connection: ConnectionView
  progress: ImportView
  onRetry: () => void
  onShowAll: () => void
}

/** In place of the list: loading, failed, or nothing there, each with its next step. */
export function ListNothing({ state, folder, filter, connection, progress, onRetry, onShowAll }: NothingProps) {
  const { empty } = words
  if (state.status === 'failed')
    return (
      <ErrorPanel title={words.failed.list} retry={{ label: words.failed.again, run: onRetry }}>
        {state.message}
      </ErrorPanel>
    )
  if (state.status === 'loading') return <ListSkeleton />
  if (filter !== 'all')
    return (
      <Empty mark="both" title={empty[filter]} action={<Button onClick={onShowAll}>{empty.showAll}</Button>}>
        {empty[`${filter}Means`]}
      </Empty>
    )
  // Outlook says that there is something in it, so it is on its way.
  const expected = folder === undefined || folder.total > 0
  if (expected && connection.state !== 'suspended' && (progress.state === 'first' || progress.state === 'importing'))
    return (
      <Empty mark="pending" title={empty.importing}>
        {empty.importingMeans}
      </Empty>
    )
  const inbox = folder?.wellKnown === 'inbox'
  return (
    <Empty mark="both" title={inbox || !folder ? empty.inbox : empty.folder(folder.name)}>
      {inbox || !folder ? empty.inboxMeans : empty.folderMeans}
    </Empty>
  )
}

/** No link to Microsoft yet, or none any more: the offer. */
export function NotConnected({ connection, progress }: { connection: ConnectionView; progress: ImportView }) {
  const { empty } = words
  if (connection.state === 'suspended')
    return (
      <Empty mark="apart" title={empty.suspended}>
        {empty.suspendedMeans}
      </Empty>
    )
  if (connection.state === 'paused' || connection.state === 'reconnect')
    return (
      <Empty
        mark="apart"
        title={empty.paused}
        action={<ButtonLink href="/settings/integrations">{empty.settings}</ButtonLink>}
      >
        {connection.reason}
      </Empty>
    )
  if (progress.state === 'off')
    return (
      <div data-no-mail className="contents">
        <Empty
          mark="apart"
          title={empty.off}
          action={
            <ButtonLink href="/settings/integrations/connect?features=mail&returnTo=/inbox" kind="filled">
              {empty.add}
            </ButtonLink>
          }
        >
          {empty.offMeans}
        </Empty>
      </div>
    )
  if (connection.state !== 'none' || progress.state === 'first')
    return (
      <Empty mark="pending" title={empty.importing}>
        {empty.importingMeans}
      </Empty>
    )
  return (
    <Empty
      mark="apart"
      title={empty.none}
      action={
        <ButtonLink href="/settings/integrations" kind="filled">
          {empty.connect}
        </ButtonLink>
      }
    >
      {empty.noneMeans}
    </Empty>
  )
}
