import type { MessageRow } from './view'

/** Which messages of a conversation are open and which are folded to a line. Pure. Oldest first. */

export type FoldItem<M> = { kind: 'message'; message: M; open: boolean } | { kind: 'run'; messages: M[] }

type Foldable = Pick<MessageRow, 'id' | 'isRead' | 'isDraft'>

/** Open at first: the newest that is no draft, what was asked for, and all that is unread. */
export function openAtFirst(messages: readonly Foldable[], askedId: string): Set<string> {
  const newest = messages.findLast((message) => !message.isDraft)
  const open = messages.filter((message) => message === newest || message.id === askedId || !message.isRead)
  return new Set(open.filter((message) => !message.isDraft || message.id === askedId).map((message) => message.id))
}

/** The lines to draw. Two or more folded ones in a row are one line, until they are `spread`. */
export function foldItems<M extends { id: string }>(
  messages: readonly M[],
  open: ReadonlySet<string>,
  spread: boolean,
): FoldItem<M>[] {
  const items: FoldItem<M>[] = []
  let run: M[] = []
  const endRun = () => {
    if (run.length > 1 && !spread) items.push({ kind: 'run', messages: run })
    else for (const message of run) items.push({ kind: 'message', message, open: false })
    run = []
  }
  for (const message of messages) {
    if (!open.has(message.id)) run.push(message)
    else {
      endRun()
      items.push({ kind: 'message', message, open: true })
    }
  }
  endRun()
  return items
}
