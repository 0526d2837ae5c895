'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ComposeRequest, openCompose } from '@/components/compose/open'
import { liveKey } from '@/components/frame/live'
import { toast } from '@/components/ui/toast'
import { leaves, plan, targetOf, type Wish } from './deeds'
import type { InboxModel } from './inbox-model'
import { subjectOf } from './row-label'
import type { Selection } from './selection'
import type { Deed, FolderView, MailActions, MessageRow } from './view'
import { words } from './words'

type DeedsInput = {
  model: InboxModel
  actions: MailActions
  folders: readonly FolderView[]
  rows: readonly MessageRow[]
  /** The line of the open message, if it is in the list. */
  openRow: MessageRow | undefined
  /** The message the keys act on if nothing is chosen. */
  at: MessageRow | undefined
  selection: Selection
  grouped: boolean
  openId: string | null
  clear: () => void
  open: (row: MessageRow) => void
  close: () => void
  setCursor: (id: string) => void
}

/** What is done to the chosen messages, or to the one at hand, and where one stands afterwards. */
export function useDeeds(input: DeedsInput) {
  const { model, actions, folders, rows, openRow, at, selection, grouped, openId, clear, open, close, setCursor } =
    input
  const queries = useQueryClient()
  const router = useRouter()

  const targets = (): readonly MessageRow[] =>
    selection.ids.size > 0 ? rows.filter((row) => selection.ids.has(row.id)) : at ? [at] : []

  /** What takes the place of lines that leave: the next older one, else the next newer. */
  const nextOf = (id: string, going: ReadonlySet<string>): MessageRow | undefined => {
    const from = rows.findIndex((row) => row.id === id)
    if (from < 0) return undefined
    return (
      rows.slice(from + 1).find((row) => !going.has(row.id)) ??
      rows.slice(0, from).findLast((row) => !going.has(row.id))
    )
  }

  const act = (deed: Deed, asked: readonly MessageRow[] = targets()) => {
    const steps = plan(asked, deed, folders)
    if (asked.length > 0 && steps.length === 0) {
      toast({ id: 'deed', text: words.done.there(targetOf(deed, folders)?.name ?? ''), duration: 3000 })
      return
    }
    if (leaves(deed)) {
      const going = new Set(steps.flatMap((step) => step.rows.map((row) => row.id)))
      const stands = openRow?.id ?? openId ?? at?.id
      const next = stands !== undefined && going.has(stands) ? nextOf(stands, going) : undefined
      if (openId !== null && stands !== undefined && going.has(stands)) {
        if (next) open(next)
        else close()
      } else if (next) setCursor(next.id)
      clear()
    }
    for (const step of steps) {
      const whole = grouped && step.deed.kind !== 'unread' && step.deed.kind !== 'flag'
      model.do(step.rows, step.deed, whole, targetOf(step.deed, folders)?.id)
    }
  }

  /** Flag and read turn round what is so already. */
  const wish = (kind: Wish | 'turn-flag' | 'turn-read', asked: readonly MessageRow[] = targets()) => {
    if (kind === 'turn-flag')
      return act({ kind: asked.every((row) => model.isFlagged(row)) ? 'unflag' : 'flag' }, asked)
    if (kind === 'turn-read') return act({ kind: asked.every((row) => model.isRead(row)) ? 'unread' : 'read' }, asked)
    act({ kind }, asked)
  }

  const makeTask = async (row: MessageRow | undefined = at) => {
    if (!row) return
    const answer = await actions.taskOfMail({ messageId: row.id }).catch(() => ({ error: words.refused.task }))
    if ('error' in answer) return toast({ tone: 'bad', id: 'task', text: answer.error })
    void queries.invalidateQueries({ queryKey: liveKey('mail', 'thread') })
    toast({
      id: 'task',
      text: words.done.task(subjectOf(row)),
      action: { label: words.done.show, run: () => router.push('/tasks') },
    })
  }

  const answer = (kind: 'reply' | 'replyAll' | 'forward', row: MessageRow | undefined = at) => {
    if (!row) return
    const request: ComposeRequest =
      openId === null
        ? { kind, sourceId: row.id, place: 'dock' }
        : { kind, sourceId: row.id, place: 'thread', threadId: row.conversationId ?? row.id }
    openCompose(request)
  }

  const undo = () => {
    if (!model.undoLast()) toast({ id: 'deed', text: words.done.nothing, duration: 2500 })
  }

  return { targets, act, wish, makeTask, answer, undo }
}

export type Deeds = ReturnType<typeof useDeeds>
