'use client'

import { useQuery } from '@tanstack/react-query'
import { Paperclip } from 'lucide-react'
import { fetchJson } from '@/components/frame/fetch-json'
import { MessageBody } from '@/components/mail/message-body'
import { PlainText } from '@/components/mail/plain-text'
import { Banner } from '@/components/ui/banner'
import { Dialog } from '@/components/ui/dialog'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { TimeAgo } from '@/components/ui/time-ago'
import { firstName } from './names'
import type { SharedMail as Mail } from './view'
import { words } from './words'

/** A colleague's mail that may be read here; pictures from outside stay blocked. */
export function SharedMail({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['shared-mail', id],
    queryFn: ({ signal }) => fetchJson<Mail>(`/api/timeline/mails/${id}`, signal),
    staleTime: 0,
    gcTime: 60_000,
    retry: false,
  })
  const { shared } = words
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="l"
      title={data ? data.subject || words.noSubject : shared.loading}
      lead={data && shared.through(data.owner.name)}
    >
      {error ? (
        <ErrorPanel title={shared.failed} retry={{ label: words.again, run: () => void refetch(), busy: isFetching }}>
          {error.message}
        </ErrorPanel>
      ) : data ? (
        <Content mail={data} />
      ) : (
        <Loading label={shared.loading} className="grid gap-3 py-4">
          <Skeleton className="w-2/3" />
          <Skeleton className="w-full" />
          <Skeleton className="w-5/6" />
        </Loading>
      )}
    </Dialog>
  )
}

const said = (people: { name: string; address: string }[]) =>
  people.map(({ name, address }) => (name === address ? address : `${name} <${address}>`)).join(', ')

function Content({ mail }: { mail: Mail }) {
  const { shared } = words
  return (
    <div className="pb-4">
      <dl className="mb-4 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-13 text-ink-2 wrap-anywhere">
        <dt className="text-ink-3">{shared.from}</dt>
        <dd className="flex gap-3">
          <span className="min-w-0 flex-1">{said([mail.from])}</span>
          <TimeAgo at={mail.receivedAt} className="text-ink-3" />
        </dd>
        <dt className="text-ink-3">{shared.to}</dt>
        <dd>{said(mail.to)}</dd>
        {mail.cc.length > 0 && (
          <>
            <dt className="text-ink-3">{shared.cc}</dt>
            <dd>{said(mail.cc)}</dd>
          </>
        )}
      </dl>
      {mail.remoteImagesBlocked > 0 && <Banner className="mb-3">{shared.pictures}</Banner>}
      {mail.bodyHtml !== null ? (
        <MessageBody html={mail.bodyHtml} subject={mail.subject} pictures={false} />
      ) : (
        <PlainText text={mail.bodyText ?? ''} />
      )}
      {mail.attachments.length > 0 && (
        <Banner
          className="mt-4"
          icon={<Paperclip aria-hidden="true" className="size-4" />}
          title={shared.files(mail.attachments.length)}
        >
          {mail.attachments.map(({ name }) => name).join(', ')}. {shared.filesOf(firstName(mail.owner.name))}
        </Banner>
      )}
    </div>
  )
}
