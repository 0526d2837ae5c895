'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, ChevronDown, ChevronUp, ExternalLink, ImageOff, Mail, MailOpen } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useEffect, useRef, useState } from 'react'
import { fetchJson, RequestError } from '@/components/frame/fetch-json'
import { Avatar } from '@/components/ui/avatar'
import { Banner } from '@/components/ui/banner'
import { Button, IconButton } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { TimeAgo } from '@/components/ui/time-ago'
import { Attachments } from './attachments'
import { PlainText } from './plain-text'
import { Recipients } from './recipients'
import { senderOf, subjectOf } from './row-label'
import type { MessageRow, MessageView } from './view'
import { words } from './words'

// The frame and its sanitising walls are only needed once a mail is open.
const MessageBody = dynamic(() => import('./message-body').then((module) => module.MessageBody), { ssr: false })

/** Key and reader of one mail's whole; shared with whoever fetches ahead. */
export function messageQuery(id: string) {
  return {
    queryKey: ['mail-message', id],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      fetchJson<MessageView>(`/api/mail/messages/${encodeURIComponent(id)}`, signal),
    staleTime: 5 * 60_000,
    retry: (count: number, error: Error) => count < 2 && !(error instanceof RequestError && error.status === 404),
  }
}

type MessageReaderProps = {
  id: string
  /** The line of the list, if it is there: what it has shows at once. */
  row: MessageRow | undefined
  isRead: (row: MessageRow) => boolean
  onClose: () => void
  onMark: (row: MessageRow, isRead: boolean) => void
  onStep: (by: 1 | -1) => void
  /** Told once the message is there, for those that came by address and not by the list. */
  onOpened: (row: MessageRow) => void
}

/** The reading pane: one mail. */
export function MessageReader({ id, row, isRead, onClose, onMark, onStep, onOpened }: MessageReaderProps) {
  const query = useQuery(messageQuery(id))
  const message = query.data
  const head = row ?? message
  const opened = useRef<string | null>(null)
  useEffect(() => {
    if (!head || opened.current === head.id) return
    opened.current = head.id
    onOpened(head)
  }, [head, onOpened])

  // Where the reader covers the list, the focus would be lost with it.
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (matchMedia('(max-width: 1020px)').matches) title.current?.focus({ preventScroll: true })
  }, [])

  if (!head && query.isError) {
    const gone = query.error instanceof RequestError && query.error.status === 404
    return (
      <>
        <Tools onClose={onClose} onStep={onStep} />
        <ErrorPanel
          title={gone ? words.failed.gone : words.failed.body}
          retry={
            gone ? undefined : { label: words.failed.again, run: () => void query.refetch(), busy: query.isFetching }
          }
          action={gone ? <Button onClick={onClose}>{words.reader.back}</Button> : undefined}
        >
          {gone ? words.failed.goneMeans : query.error.message}
        </ErrorPanel>
      </>
    )
  }
  if (!head) return <Tools onClose={onClose} onStep={onStep} />
  const read = isRead(head)
  return (
    <>
      <Tools onClose={onClose} onStep={onStep}>
        <IconButton
          label={read ? words.reader.markUnread : words.reader.markRead}
          keys="U"
          onClick={() => onMark(head, !read)}
        >
          {read ? (
            <Mail aria-hidden="true" className="size-[18px]" />
          ) : (
            <MailOpen aria-hidden="true" className="size-[18px]" />
          )}
        </IconButton>
        {message?.webLink && (
          <a
            href={message.webLink}
            target="_blank"
            rel="noopener noreferrer"
            className={buttonStyle({ kind: 'quiet', size: 's' })}
          >
            <ExternalLink aria-hidden="true" className="size-4" />
            <span className="max-desk:sr-only">{words.reader.openInOutlook}</span>
          </a>
        )}
      </Tools>
      <div className="scroll-thin min-h-0 flex-1 px-7 pb-10 max-desk:px-[18px]">
        <h2 ref={title} tabIndex={-1} dir="auto" className="outline-none mb-4 text-22 text-balance wrap-break-word">
          {subjectOf(head)}
        </h2>
        <article aria-label={senderOf(head)} className="border-line border-t pt-4">
          <header className="flex items-start gap-3">
            <Avatar name={senderOf(head)} id={head.fromAddress || head.fromName} />
            <div className="min-w-0 flex-1">
              <div className="flex items-baseline gap-3">
                <h3 className="cut min-w-0 flex-1 text-15 leading-5 font-strong">{senderOf(head)}</h3>
                <TimeAgo at={head.receivedAt} className="shrink-0 text-12 text-ink-3" />
              </div>
              {message ? <Recipients message={message} /> : <span className="block h-4" />}
            </div>
          </header>
          <div className="mt-4 max-w-[76ch] desk:ml-12">
            {message ? <Content key={id} message={message} /> : <Waiting query={query} />}
          </div>
        </article>
      </div>
    </>
  )
}

function Content({ message }: { message: MessageView }) {
  const [pictures, setPictures] = useState(false)
  return (
    <>
      {message.remoteImagesBlocked > 0 && !pictures && (
        <Banner
          className="mb-3"
          icon={<ImageOff aria-hidden="true" className="size-4 shrink-0 text-ink-3" />}
          action={
            <Button kind="link" size="s" onClick={() => setPictures(true)}>
              {words.reader.showPictures}
            </Button>
          }
        >
          {words.reader.pictures}
        </Banner>
      )}
      {message.bodyHtml ? (
        <MessageBody html={message.bodyHtml} lang={message.lang} subject={subjectOf(message)} pictures={pictures} />
      ) : message.bodyText?.trim() ? (
        <PlainText text={message.bodyText} lang={message.lang} />
      ) : (
        <p className="text-ink-3">{words.reader.emptyBody}</p>
      )}
      <Attachments messageId={message.id} attachments={message.attachments} />
    </>
  )
}

function Waiting({
  query,
}: {
  query: { isError: boolean; isFetching: boolean; error: Error | null; refetch: () => unknown }
}) {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 5000)
    return () => clearTimeout(timer)
  }, [])
  if (query.isError)
    return (
      <ErrorPanel
        look="part"
        title={words.failed.body}
        retry={{ label: words.failed.again, run: () => void query.refetch(), busy: query.isFetching }}
      >
        {query.error?.message}
      </ErrorPanel>
    )
  return (
    <Loading label={words.reader.loading} className="flex flex-col gap-3.5 pt-1.5">
      {['w-1/4', 'w-11/12', 'w-10/12', 'w-full', 'w-7/12', 'w-1/3'].map((width) => (
        <Skeleton key={width} className={width} />
      ))}
      {slow && <p className="text-13 text-ink-2">{words.reader.slow}</p>}
    </Loading>
  )
}

type ToolsProps = { onClose: () => void; onStep: (by: 1 | -1) => void; children?: React.ReactNode }

function Tools({ onClose, onStep, children }: ToolsProps) {
  return (
    <div className="flex h-[60px] shrink-0 items-center gap-0.5 pr-4 pl-[18px] max-desk:h-14 max-desk:px-1.5">
      <IconButton label={words.reader.back} keys="Esc" onClick={onClose} className="pane:hidden">
        <ArrowLeft aria-hidden="true" className="size-[18px]" />
      </IconButton>
      {children}
      <span className="flex-1" />
      <IconButton label={words.reader.previous} keys="K" onClick={() => onStep(-1)}>
        <ChevronUp aria-hidden="true" className="size-[18px]" />
      </IconButton>
      <IconButton label={words.reader.next} keys="J" onClick={() => onStep(1)}>
        <ChevronDown aria-hidden="true" className="size-[18px]" />
      </IconButton>
    </div>
  )
}
