'use client'

import { Mail } from 'lucide-react'
import type { ImportView } from '@/components/mail/view'
import { useClock } from '@/components/ui/clock'
import { Progress } from '@/components/ui/progress'
import { words } from './words'

/** How far the import is: a sentence, the figures, a bar. Keeps its height from the first second to the last. */
export function ImportBar({ mail }: { mail: ImportView }) {
  const { locale } = useClock()
  const figures = new Intl.NumberFormat(locale)
  const said = words.import.state[mail.state]
  const count =
    mail.total === null || mail.state === 'done'
      ? mail.done > 0
        ? figures.format(mail.done)
        : ''
      : words.import.of(figures.format(mail.done), figures.format(mail.total))
  const total =
    mail.state === 'done'
      ? mail.done
      : mail.state === 'idle' || mail.state === 'paused'
        ? (mail.total ?? 1)
        : mail.total
  return (
    <div>
      <p className="flex items-center gap-2 font-label">
        <Mail aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
        <span className="flex-1">{said}</span>
        <span className="num text-13 font-text text-ink-2">{count}</span>
      </p>
      <Progress label={said} done={mail.done} total={total} locale={locale} className="mt-2.5 h-1.5" />
      {mail.state === 'paused' && mail.reason && <p className="mt-2 text-13 text-ink-2">{mail.reason}</p>}
    </div>
  )
}
