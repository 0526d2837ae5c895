'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { ThreadComposer } from '@/components/compose/thread-composer'
import { useIsComposing } from '@/components/compose/use-composers'
import { RequestError } from '@/components/frame/fetch-json'
import { Button } from '@/components/ui/button'
import { ErrorPanel } from '@/components/ui/error-panel'
import type { InboxModel } from './inbox-model'
import { PersonColumn } from './person-column'
import { ReplyBar } from './reply-bar'
import { subjectOf } from './row-label'
import { foldItems, openAtFirst } from './thread-fold'
import { ThreadHead } from './thread-head'
import { FoldedLine, FoldedRun } from './thread-lines'
import { OpenMessage } from './thread-message'
import { messageQuery, threadQuery } from './thread-query'
import { ThreadTools } from './thread-tools'
import { threadWords } from './thread-words'
import type { Deeds } from './use-deeds'
import type { MailActions, MessageRow, ThreadMessage, ThreadView } from './view'

export type ThreadPaneProps = {
  id: string
  /** The line of the list, if it is there: what it has shows at once. */
  row: MessageRow | undefined
  model: InboxModel
  actions: MailActions
  deeds: Deeds
  /** Off: the one message is shown, and the rest on demand. */
  grouped: boolean
  /** The person's own address. */
  me: string | undefined
  onClose: () => void
  onStep: (by: 1 | -1) => void
  onMove: () => void
  onLog: (message: MessageRow) => void
}

/** What a message of the conversation is known by, with or without the rest of it. */
export type ShownMessage = MessageRow & Partial<Pick<ThreadMessage, 'toPeople' | 'isMine'>>

/** The reading pane: one conversation, oldest first, with its people beside it. */
export function ThreadPane(props: ThreadPaneProps) {
  const { id, row, grouped, onClose, onStep } = props
  const thread = useQuery(threadQuery(id))
  const asked = useQuery({ ...messageQuery(id), enabled: row === undefined && !thread.data })
  const [whole, setWhole] = useState(grouped)
  const head: ShownMessage | undefined =
    row ?? thread.data?.messages.find((message) => message.id === id) ?? thread.data?.messages.at(-1) ?? asked.data

  if (!head) {
    const failed = thread.isError && asked.isError
    const gone = asked.error instanceof RequestError && asked.error.status === 404
    return (
      <>
        <ThreadTools onClose={onClose} onStep={onStep} />
        {failed && (
          <ErrorPanel
            title={gone ? threadWords.failed.gone : threadWords.failed.body}
            retry={
              gone
                ? undefined
                : { label: threadWords.failed.again, run: () => void asked.refetch(), busy: asked.isFetching }
            }
            action={gone ? <Button onClick={onClose}>{threadWords.back}</Button> : undefined}
          >
            {gone ? threadWords.failed.goneMeans : asked.error?.message}
          </ErrorPanel>
        )}
      </>
    )
  }
  return (
    <Conversation
      {...props}
      head={head}
      thread={thread.data}
      failed={thread.isError && !thread.data ? () => void thread.refetch() : undefined}
      whole={whole}
      onWhole={() => setWhole(true)}
    />
  )
}

type ConversationProps = ThreadPaneProps & {
  head: ShownMessage
  thread: ThreadView | undefined
  failed: (() => void) | undefined
  whole: boolean
  onWhole: () => void
}

function Conversation(props: ConversationProps) {
  const { id, row, head, thread, failed, whole, onWhole, model, actions, deeds, onClose, onStep, onMove, onLog } = props
  const version = useSyncExternalStore(model.subscribe, model.version, model.version)
  // `version` rises with every deed that is not in the answers yet: the rows are applied anew.
  const messages = useMemo((): readonly ShownMessage[] => {
    const all: readonly ShownMessage[] = thread && version >= 0 ? thread.messages : [head]
    const here = whole ? all : all.filter((message) => message.id === head.id)
    const shown = model.apply(here)
    return shown.length > 0 ? shown : here
  }, [thread, head, whole, model, version])

  const [openIds, setOpen] = useState<ReadonlySet<string> | null>(null)
  const [spread, setSpread] = useState(false)
  // Decided once the conversation is known: what comes later does not open under the reader's eyes.
  const first = useRef<ReadonlySet<string> | null>(null)
  if (thread && !first.current) first.current = openAtFirst(messages, id)
  const open = openIds ?? first.current ?? new Set([head.id])
  const items = foldItems(messages, open, spread)
  const toggle = (message: ShownMessage) => {
    const next = new Set(open)
    if (!next.delete(message.id)) next.add(message.id)
    setOpen(next)
  }

  // What is open has been read. Once only: what the person marks unread stays so.
  const seen = useRef(new Set<string>())
  useEffect(() => {
    for (const message of messages) {
      if (seen.current.has(message.id) || !open.has(message.id) || message.isDraft) continue
      seen.current.add(message.id)
      if (!message.isRead) model.markRead(message, true)
      else if (row?.id === message.id && !row.isRead) model.markRead(row, true)
    }
  })

  // Where the pane covers the list, the focus would be lost with it.
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (matchMedia('(max-width: 1020px)').matches) title.current?.focus({ preventScroll: true })
  }, [])
  const scroller = useRef<HTMLDivElement>(null)
  // The newest is in view anyway.
  const wanted = thread && thread.messages.at(-1)?.id !== id ? id : null
  useEffect(() => {
    if (wanted === null) return
    scroller.current?.querySelector(`[data-message="${CSS.escape(wanted)}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [wanted])

  const read = model.isRead(head)
  const others = thread && !whole ? thread.messages.length - 1 + thread.left : 0
  const threadId = thread?.conversationId ?? head.conversationId ?? head.id
  const composing = useIsComposing(threadId)
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <ThreadTools
          {...{ onClose, onStep, deeds, onMove, onLog }}
          head={head}
          read={read}
          flagged={model.isFlagged(head)}
          expand={
            messages.length > 1
              ? { all: messages.every((message) => open.has(message.id)), run: setOpen, messages }
              : undefined
          }
          people={thread && { thread, deeds, head, onLog }}
        />
        <div ref={scroller} className="scroll-thin relative min-h-0 flex-1 px-4 pb-6 max-desk:px-1.5">
          <ThreadHead ref={title} subject={subjectOf(head)} thread={thread} known={head.known} />
          {thread && thread.left > 0 && whole && (
            <p className="px-3 pb-2 text-13 text-ink-3">{threadWords.left(thread.left)}</p>
          )}
          {!thread && !failed && whole && head.count > 1 && <div className="after-150 skel mx-3 mb-1 h-[46px]" />}
          {others > 0 && (
            <Button kind="quiet" size="s" className="mb-2 ml-1" onClick={onWhole}>
              {threadWords.wholeConversation(others)}
            </Button>
          )}
          {items.map((item) => {
            if (item.kind === 'run')
              return (
                <FoldedRun
                  key={`run ${item.messages[0]?.id}`}
                  messages={item.messages}
                  onSpread={() => setSpread(true)}
                />
              )
            const { message } = item
            // What is being written stands in the composer.
            if (message.isDraft && composing) return null
            if (!item.open)
              return (
                <FoldedLine key={message.id} message={message} threadId={threadId} onOpen={() => toggle(message)} />
              )
            return (
              <OpenMessage
                key={message.id}
                message={message}
                me={props.me}
                actions={actions}
                deeds={deeds}
                model={model}
                onFold={messages.length > 1 ? () => toggle(message) : undefined}
                onLog={() => onLog(message)}
                following={messages.slice(messages.indexOf(message))}
              />
            )
          })}
          {failed && head.count > 1 && (
            <ErrorPanel
              look="part"
              className="mx-3 mt-4"
              title={threadWords.failed.thread}
              retry={{ label: threadWords.failed.again, run: failed }}
            />
          )}
          <ThreadComposer threadId={threadId} />
          <ReplyBar look="foot" deeds={deeds} head={head} threadId={threadId} />
        </div>
        <ReplyBar look="phone" deeds={deeds} head={head} threadId={threadId} />
      </div>
      {thread && <PersonColumn thread={thread} deeds={deeds} head={head} onLog={onLog} />}
    </div>
  )
}
