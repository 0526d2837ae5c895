import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { dismissToast, toast } from '@/components/ui/toast'
import { useComposeActions } from '../context'
import { openCompose } from '../open'
import { reopen } from '../sessions'
import { words } from '../words'
import { changesOf, secondsLeft } from './changes'
import { type Outgoing, outgoingQuery } from './outgoing'
import { SendingRing, UndoLabel } from './sending-toast'

const toastOf = (id: string) => `outbox-${id}`

/** Takes a mail back into writing, from the toast or the list of what is scheduled. */
export function useTakeBack(): (id: string) => Promise<void> {
  const { undoSend } = useComposeActions()
  const queries = useQueryClient()
  return async (id) => {
    const list = queries.getQueryData<Outgoing[]>(outgoingQuery.queryKey)
    undone.set(id, list?.find((each) => each.id === id)?.sendAt ?? null)
    stopCounting(id)
    dismissToast(toastOf(id))
    const answer = await undoSend(id).catch(() => ({ error: words.saved.unreachable }))
    if ('error' in answer) {
      undone.delete(id)
      toast({ text: answer.error, tone: 'bad' })
    } else {
      queries.setQueryData<Outgoing[]>(outgoingQuery.queryKey, (list = []) => list.filter((each) => each.id !== id))
      reopen(answer.draft)
    }
    void queries.invalidateQueries({ queryKey: outgoingQuery.queryKey })
  }
}

/** What was taken back in this tab, and when it would have left: sent again it has another time, and counts as new. */
const undone = new Map<string, string | null>()
const counting = new Map<string, ReturnType<typeof setTimeout>[]>()

function stopCounting(id: string): void {
  for (const timer of counting.get(id) ?? []) clearTimeout(timer)
  counting.delete(id)
}

/** Tells of mails that leave, have left or were refused. */
export function useOutboxToasts(outgoing: readonly Outgoing[]): void {
  const queries = useQueryClient()
  const takeBack = useTakeBack()
  const latest = useRef(takeBack)
  const before = useRef<readonly Outgoing[] | null>(null)
  useEffect(() => {
    latest.current = takeBack
  })
  useEffect(() => {
    const now = Date.now()
    for (const { type, mail } of changesOf(before.current, outgoing, undone, now)) {
      const id = toastOf(mail.id)
      if (type === 'leaving') {
        // Seen before it was taken back, and told only now.
        if (undone.has(mail.id) && undone.get(mail.id) === mail.sendAt) continue
        undone.delete(mail.id)
        const left = secondsLeft(mail, now)
        if (left > 0 && counting.has(mail.id)) continue
        stopCounting(mail.id)
        const text = words.outbox.sending(mail.to)
        if (left > 0) {
          toast({
            id,
            text,
            duration: Number.POSITIVE_INFINITY,
            lead: <SendingRing mail={mail} />,
            action: { label: <UndoLabel mail={mail} />, run: () => void latest.current(mail.id) },
          })
          counting.set(mail.id, [
            setTimeout(() => toast({ id, text, duration: 20_000 }), left * 1000),
            // Hints may be late: when its time is over, one looks.
            setTimeout(() => void queries.invalidateQueries({ queryKey: outgoingQuery.queryKey }), left * 1000 + 2500),
          ])
        } else toast({ id, text, duration: 20_000 })
      } else {
        stopCounting(mail.id)
        if (type === 'sent') toast({ id, text: words.outbox.sent, duration: 3000 })
        else
          toast({
            id,
            text: words.outbox.notSent(mail.subject || words.noSubject, mail.problem ?? words.outbox.kept),
            tone: 'bad',
            duration: 15_000,
            action: {
              label: words.outbox.openDraft,
              run: () => void openCompose({ kind: 'new', draftId: mail.id, place: 'dock' }),
            },
          })
      }
    }
    before.current = outgoing
  }, [outgoing, queries])
}
