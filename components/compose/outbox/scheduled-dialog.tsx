'use client'

import { useQueryClient } from '@tanstack/react-query'
import { CalendarClock } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { useClock } from '@/components/ui/clock'
import { Dialog } from '@/components/ui/dialog'
import { Empty } from '@/components/ui/empty'
import { shortTime } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'
import { useComposeActions } from '../context'
import { namesOf } from '../recipients/chips'
import { LaterDialog } from '../send-later/later-dialog'
import { words } from '../words'
import { isScheduled } from './changes'
import { type Outgoing, outgoingQuery } from './outgoing'
import { useTakeBack } from './use-outbox-toasts'

type ScheduledProps = { outgoing: readonly Outgoing[]; onClose: () => void }

/** What waits to be sent, soonest first: another time, now, or back into writing. */
export function ScheduledDialog({ outgoing, onClose }: ScheduledProps) {
  const { rescheduleSend } = useComposeActions()
  const { locale, zone } = useClock()
  const queries = useQueryClient()
  const takeBack = useTakeBack()
  const [changing, setChanging] = useState<Outgoing | null>(null)
  const now = Date.now()
  const list = outgoing.filter((mail) => isScheduled(mail, now))

  const setTime = async (id: string, at: string | null) => {
    setChanging(null)
    const answer = await rescheduleSend(id, at).catch(() => ({ error: words.saved.unreachable }))
    if ('error' in answer) toast({ text: answer.error, tone: 'bad' })
    await queries.invalidateQueries({ queryKey: outgoingQuery.queryKey })
  }
  // Never one dialog over another.
  if (changing)
    return (
      <LaterDialog
        start={Date.parse(changing.sendAt ?? '')}
        title={words.outbox.changeTime}
        deed={words.outbox.changeTime}
        onClose={() => setChanging(null)}
        onChoose={(at) => void setTime(changing.id, at)}
      />
    )
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={words.outbox.title}>
      {list.length === 0 ? (
        <Empty icon={<CalendarClock />} title={words.outbox.none}>
          {words.outbox.noneMeans}
        </Empty>
      ) : (
        <ul className="divide-y divide-line pb-3">
          {list.map((mail) => (
            <li key={mail.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
              <div className="min-w-52 flex-1">
                <p className="cut font-strong">{mail.subject || words.noSubject}</p>
                <p className="cut text-13 text-ink-2">{namesOf(mail.to)}</p>
                <p className="num text-13 text-ink-3">
                  {words.outbox.scheduled(shortTime(Date.parse(mail.sendAt ?? ''), now, locale, zone))}
                </p>
              </div>
              <div className="flex flex-wrap gap-1.5">
                <Button size="s" onClick={() => setChanging(mail)}>
                  {words.outbox.changeTime}
                </Button>
                <Button size="s" onClick={() => void setTime(mail.id, null)}>
                  {words.outbox.now}
                </Button>
                <Button
                  size="s"
                  onClick={() => {
                    onClose()
                    void takeBack(mail.id)
                  }}
                >
                  {words.outbox.takeBack}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
