'use client'

import { ChevronDown, ImageOff } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { Attachments } from './attachments'
import { MenuButton } from './menu-button'
import { MessageBody } from './message-body'
import { domainOf } from './message-menu'
import { PlainText } from './plain-text'
import { subjectOf } from './row-label'
import { threadWords } from './thread-words'
import type { MessageView } from './view'

const InvitationCard = dynamic(() => import('./invitation-card').then((module) => module.InvitationCard), {
  ssr: false,
})

type MessageContentProps = {
  message: MessageView
  pictures: boolean
  onPictures: () => void
  onTrust: (pattern: string, trusts: boolean) => Promise<unknown>
}

/** The text of a mail with what came with it. Pictures from outside wait for a word. */
export function MessageContent({ message, pictures, onPictures, onTrust }: MessageContentProps) {
  const domain = domainOf(message.fromAddress)
  return (
    <>
      {message.invitation && <InvitationCard invitation={message.invitation} message={message} />}
      {message.remoteImagesBlocked > 0 && !pictures && (
        <Banner
          className="mb-3"
          icon={<ImageOff aria-hidden="true" className="size-4 shrink-0 text-ink-3" />}
          action={
            <span className="flex shrink-0 items-center">
              <Button kind="link" size="s" onClick={onPictures}>
                {threadWords.showPictures}
              </Button>
              {message.fromAddress && (
                <MenuButton
                  size="s"
                  label={threadWords.pictureChoices}
                  entries={() => [
                    {
                      label: threadWords.alwaysSender,
                      run: () => void onTrust(message.fromAddress.toLowerCase(), true),
                    },
                    ...(domain
                      ? [{ label: threadWords.alwaysDomain(domain.slice(1)), run: () => void onTrust(domain, true) }]
                      : []),
                  ]}
                >
                  <ChevronDown aria-hidden="true" className="size-4" />
                </MenuButton>
              )}
            </span>
          }
        >
          {threadWords.pictures}
        </Banner>
      )}
      {message.bodyHtml ? (
        <MessageBody html={message.bodyHtml} lang={message.lang} subject={subjectOf(message)} pictures={pictures} />
      ) : message.bodyText?.trim() ? (
        <PlainText text={message.bodyText} lang={message.lang} />
      ) : (
        <p className="text-ink-3">{threadWords.emptyBody}</p>
      )}
      <Attachments messageId={message.id} attachments={message.attachments} />
    </>
  )
}

type WaitingProps = {
  query: { isError: boolean; isFetching: boolean; error: Error | null; refetch: () => unknown }
}

/** In place of the text: on its way, slow, or not coming. */
export function Waiting({ query }: WaitingProps) {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 5000)
    return () => clearTimeout(timer)
  }, [])
  if (query.isError)
    return (
      <ErrorPanel
        look="part"
        title={threadWords.failed.body}
        retry={{ label: threadWords.failed.again, run: () => void query.refetch(), busy: query.isFetching }}
      >
        {query.error?.message}
      </ErrorPanel>
    )
  return (
    <Loading label={threadWords.loading} className="flex flex-col gap-3.5 pt-1.5">
      {['w-1/4', 'w-11/12', 'w-10/12', 'w-full', 'w-7/12', 'w-1/3'].map((width) => (
        <Skeleton key={width} className={width} />
      ))}
      {slow && <p className="text-13 text-ink-2">{threadWords.slow}</p>}
    </Loading>
  )
}
