import { useQueryClient } from '@tanstack/react-query'
import { useClock } from '@/components/ui/clock'
import { untilTakenBack } from '@/components/ui/take-back'
import { shortTime } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'
import { useComposeActions } from './context'
import type { DraftSession } from './draft-session'
import { closeCompose, type OpenComposer, restoreCompose } from './open'
import { type Outgoing, onThisClock, outgoingQuery } from './outbox/outgoing'
import { useTakeBack } from './outbox/use-outbox-toasts'
import { isInWindow, rememberPlace, savedToast } from './sessions'
import { words } from './words'

const undoTime = 6000
/** For so long a mail can be taken back, in ms; the list that is read next knows it exactly. */
const undoSpan = 10_000

/** Where the focus goes when a composer is gone. */
function focusPage(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.getElementById('content')?.focus({ preventScroll: true })
  })
}

/** Closing, discarding and sending of one composer. */
export function useDeeds(composer: OpenComposer, session: DraftSession) {
  const { discardDraft } = useComposeActions()
  const queries = useQueryClient()
  const { locale, zone } = useClock()
  const takeBack = useTakeBack()

  /** Gone from the screen now, from the server once it can no longer be undone. */
  const discard = () => {
    closeCompose(composer.key)
    focusPage()
    let place: Parameters<NonNullable<DraftSession['takeBackDiscard']>>[0]
    const run = () => void session.discard().then((refused) => refused && toast({ text: refused.error, tone: 'bad' }))
    if (!session.touched) return run()
    const takeBack = untilTakenBack({
      ...{ id: `discard-${composer.key}`, text: words.closed.discarded, label: words.closed.undo, time: undoTime },
      run,
      back: () => {
        session.takeBackDiscard = null
        restoreCompose({ ...composer, ...place })
      },
    })
    session.takeBackDiscard = (elsewhere) => {
      place = elsewhere
      takeBack()
    }
  }

  const close = () => {
    closeCompose(composer.key)
    focusPage()
    // It is being sent: what becomes of it is said when that is known.
    if (session.state.phase === 'sending') return
    void session.close().then(async (became) => {
      const { id } = session.state
      if (became === 'untouched') return
      if (became === 'kept-here') return toast({ text: words.saved.offline })
      if (!id) return toast({ text: words.closed.saved })
      if (await isInWindow(id)) return
      const action = { label: words.closed.discard, run: () => void discardSaved(id) }
      toast({ id: savedToast(id), text: words.closed.saved, action })
    })
  }

  /** One that stands in a window again is thrown away there, not from the toast of an earlier closing. */
  const discardSaved = async (id: string) => {
    if (await isInWindow(id)) return
    const refused = await discardDraft(id).catch(() => ({ error: words.saved.unreachable }))
    toast(refused ? { text: refused.error, tone: 'bad' } : { text: words.closed.discarded })
  }

  const send = async (at: string | null = null, archive = false, confirmed = false) => {
    const { content } = session.state
    const answer = await session.send(at, archive, confirmed)
    const { id, phase } = session.state
    // Not sent, and the window was closed meanwhile: it stands there again, and says why.
    if (!answer && phase === 'open' && !session.takeBackDiscard) restoreCompose(composer)
    if (!answer || !id) return
    rememberPlace(id, composer)
    focusPage()
    const { to, cc, bcc } = session.state.content
    const now = Date.now()
    const waiting = {
      id,
      subject: content.subject,
      to: [...to, ...cc, ...bcc].map((person) => person.name || person.address),
      state: 'queued' as const,
      sendAt: answer.sendAt,
      leavesIn: at === null ? undoSpan : Date.parse(answer.sendAt) - now,
      sentAt: null,
      problem: null,
    }
    const one = onThisClock(waiting, now)
    queries.setQueryData<Outgoing[]>(outgoingQuery.queryKey, (list = []) => [
      ...list.filter((each) => each.id !== id),
      one,
    ])
    void queries.invalidateQueries({ queryKey: outgoingQuery.queryKey })
    // One that leaves at once has its ring; for later it is said when.
    if (at === null) return
    const when = shortTime(Date.parse(answer.sendAt), now, locale, zone)
    toast({
      id: `outbox-${id}`,
      text: words.outbox.scheduled(when),
      action: { label: words.outbox.takeBack, run: () => void takeBack(id) },
    })
  }

  return { close, discard, send }
}

export type Deeds = ReturnType<typeof useDeeds>
