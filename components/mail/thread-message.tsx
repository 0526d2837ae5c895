'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronsDownUp, Ellipsis, Reply } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/button'
import { TimeAgo } from '@/components/ui/time-ago'
import { toast } from '@/components/ui/toast'
import type { InboxModel } from './inbox-model'
import { MenuButton } from './menu-button'
import { MessageContent, Waiting } from './message-content'
import { messageEntries } from './message-menu'
import { Recipients, recipientsLine } from './recipients'
import { senderOf } from './row-label'
import { messageQuery } from './thread-query'
import type { ShownMessage } from './thread-view'
import { threadWords } from './thread-words'
import type { Deeds } from './use-deeds'
import { useNear } from './use-near'
import type { MailActions, MessageView } from './view'

type OpenMessageProps = {
  message: ShownMessage
  /** The person's own address. */
  me: string | undefined
  actions: MailActions
  deeds: Deeds
  model: InboxModel
  onFold: (() => void) | undefined
  onLog: () => void
  /** This one and those after it. */
  following: readonly ShownMessage[]
}

/** One message of the conversation, open: who, when, to whom, what can be done, and the text. */
export function OpenMessage({ message, me, actions, deeds, model, onFold, onLog, following }: OpenMessageProps) {
  const article = useRef<HTMLElement>(null)
  const near = useNear(article)
  const query = useQuery({ ...messageQuery(message.id), enabled: near })
  const queries = useQueryClient()
  const router = useRouter()
  const [pictures, setPictures] = useState(false)
  const whole = query.data
  const name = senderOf(message)

  const trust = async (pattern: string, trusts: boolean) => {
    if (trusts) setPictures(true)
    const refusal = await actions.trustPictures(pattern, trusts).catch(() => ({ error: threadWords.failed.again }))
    if (refusal) return toast({ tone: 'bad', id: 'pictures', text: refusal.error })
    queries.setQueriesData<MessageView>({ queryKey: ['mail-message'] }, (known) => {
      const from = known?.fromAddress.toLowerCase() ?? ''
      return known && (from === pattern || from.endsWith(pattern)) ? { ...known, trustsPictures: trusts } : known
    })
    toast({ id: 'pictures', text: trusts ? threadWords.trusted : threadWords.distrusted })
  }
  const entries = () =>
    messageEntries({
      message,
      whole,
      deeds,
      trust,
      onLog,
      markUnreadFrom: () => {
        const rows = following.filter((each) => !each.isMine && !each.isDraft)
        model.do(rows, { kind: 'unread' }, false)
      },
      block: () => router.push(`/settings/privacy?block=${encodeURIComponent(message.fromAddress)}`),
    })
  return (
    <article
      ref={article}
      data-message={message.id}
      aria-label={name}
      className="group/message mt-1 border-line border-t px-3 pt-3.5 pb-2"
    >
      <header className="flex items-start gap-3">
        <Avatar name={name} id={message.fromAddress || message.fromName} />
        <div className="min-w-0 flex-1">
          <div className="flex items-center gap-1">
            <h3 className="cut min-w-0 text-15 leading-5 font-strong">
              {message.known ? (
                <Link
                  href={`/people/${message.known.id}`}
                  prefetch={false}
                  className="text-ink no-underline hover:underline"
                >
                  {name}
                </Link>
              ) : (
                name
              )}
            </h3>
            {onFold && (
              <IconButton
                size="s"
                label={threadWords.fold}
                onClick={onFold}
                className="size-6 opacity-0 focus-visible:opacity-100 group-hover/message:opacity-100 max-desk:hidden"
              >
                <ChevronsDownUp aria-hidden="true" className="size-3.5" />
              </IconButton>
            )}
          </div>
          {whole ? (
            <Recipients message={whole} me={me} />
          ) : (
            <span className="cut block min-h-4 text-12 text-ink-3 max-desk:min-h-6">
              {message.toPeople && recipientsLine(message.toPeople, me)}
            </span>
          )}
        </div>
        <TimeAgo at={message.receivedAt} className="shrink-0 pt-0.5 text-12 text-ink-3" />
        <span className="-my-1.5 -mr-2 flex shrink-0">
          <IconButton
            size="s"
            label={threadWords.reply}
            keys="R"
            className="max-wide:hidden"
            onClick={() => deeds.answer('reply', message)}
          >
            <Reply aria-hidden="true" className="size-4" />
          </IconButton>
          <MenuButton size="s" label={threadWords.menu(name)} entries={entries}>
            <Ellipsis aria-hidden="true" className="size-4" />
          </MenuButton>
        </span>
      </header>
      <div className="mt-3 max-w-[76ch] desk:ml-12">
        {whole ? (
          <MessageContent
            message={whole}
            pictures={pictures || whole.trustsPictures}
            onPictures={() => setPictures(true)}
            onTrust={trust}
          />
        ) : (
          <Waiting query={query} />
        )}
      </div>
    </article>
  )
}
