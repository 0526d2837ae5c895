'use client'

import { ChevronsUpDown, Paperclip } from 'lucide-react'
import { openCompose } from '@/components/compose/open'
import { Avatar } from '@/components/ui/avatar'
import { cn } from '@/components/ui/cn'
import { TimeAgo } from '@/components/ui/time-ago'
import { senderOf } from './row-label'
import type { ShownMessage } from './thread-view'
import { threadWords } from './thread-words'

const line =
  'flex h-[46px] w-full items-center gap-2.5 rounded-row px-3 text-left text-13 text-ink-2 hover:bg-hover active:bg-press'

/** A message that is folded to a line; a draft goes on being written. */
export function FoldedLine({
  message,
  threadId,
  onOpen,
}: {
  message: ShownMessage
  threadId: string
  onOpen: () => void
}) {
  const go = message.isDraft
    ? () => void openCompose({ kind: 'new', messageId: message.id, place: 'thread', threadId })
    : onOpen
  const name = message.isMine ? threadWords.me : senderOf(message)
  return (
    <button type="button" aria-expanded={message.isDraft ? undefined : false} onClick={go} className={line}>
      <Avatar name={senderOf(message)} id={message.fromAddress || message.fromName} size={28} />
      <span className={cn('cut max-w-[38%] shrink-0 text-ink', message.isRead ? 'font-label' : 'font-[680]')}>
        {message.isDraft && <span className="mr-1.5 font-strong text-bad-ink">{threadWords.draft}</span>}
        {message.isDraft ? threadWords.goOn : name}
      </span>
      <span className="cut min-w-0 flex-1 text-ink-3">{message.preview}</span>
      {!message.isRead && (
        <span className="size-2 shrink-0 rounded-full bg-brand">
          <span className="sr-only">{threadWords.unread}</span>
        </span>
      )}
      {message.hasAttachments && <Paperclip aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />}
      <TimeAgo at={message.receivedAt} className="shrink-0 text-12 text-ink-3" />
    </button>
  )
}

/** Several folded messages as one line: "2 earlier, the last from Jonas Lindqvist". */
export function FoldedRun({ messages, onSpread }: { messages: readonly ShownMessage[]; onSpread: () => void }) {
  const last = messages.at(-1)
  if (!last) return null
  return (
    <button type="button" aria-expanded={false} onClick={onSpread} className={line}>
      <Avatar name={senderOf(last)} id={last.fromAddress || last.fromName} size={28} />
      <span className="cut min-w-0 flex-1">
        <b className="font-label text-ink">{threadWords.earlier(messages.length)}</b>, {threadWords.lastFrom}{' '}
        <b className="font-label text-ink">{last.isMine ? threadWords.me.toLowerCase() : senderOf(last)}</b>
      </span>
      <TimeAgo at={last.receivedAt} className="shrink-0 text-12 text-ink-3 max-desk:hidden" />
      <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
    </button>
  )
}
