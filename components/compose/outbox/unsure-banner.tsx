'use client'

import { useQueryClient } from '@tanstack/react-query'
import { CircleHelp } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'
import { useComposeActions } from '../context'
import { namesOf } from '../recipients/chips'
import { words } from '../words'
import { type Outgoing, outgoingQuery } from './outgoing'

type Choice = 'it-left' | 'send-again' | 'keep-as-draft'

/** A mail of which nobody knows whether it left: the person looks and says. */
export function UnsureBanner({ mail }: { mail: Outgoing }) {
  const { settleUnsure } = useComposeActions()
  const queries = useQueryClient()
  const [busy, setBusy] = useState<Choice | null>(null)
  const choose = async (what: Choice) => {
    setBusy(what)
    const refused = await settleUnsure(mail.id, what).catch(() => ({ error: words.saved.unreachable }))
    setBusy(null)
    if (refused) toast({ text: refused.error, tone: 'bad' })
    await queries.invalidateQueries({ queryKey: outgoingQuery.queryKey })
  }
  const button = (what: Choice, label: string) => (
    <Button size="s" busy={busy === what} onClick={() => void choose(what)}>
      {label}
    </Button>
  )
  return (
    <div
      role="alert"
      className="rise fixed top-3 left-1/2 z-30 flex w-[min(680px,calc(100vw-24px))] -translate-x-1/2 flex-wrap items-center gap-x-3 gap-y-2 rounded-card bg-warn-soft p-3 pl-4 text-13 shadow-lift-2"
    >
      <CircleHelp aria-hidden="true" className="size-[18px] shrink-0 text-warn-ink" />
      <p className="min-w-60 flex-1 text-pretty">
        <strong className="font-strong">
          {words.outbox.unsure(mail.subject || words.noSubject, namesOf(mail.to))}
        </strong>{' '}
        {words.outbox.unsureMeans}
      </p>
      <span className="flex flex-wrap gap-2">
        {button('it-left', words.outbox.itLeft)}
        {button('send-again', words.outbox.sendAgain)}
        {button('keep-as-draft', words.outbox.keep)}
      </span>
    </div>
  )
}
