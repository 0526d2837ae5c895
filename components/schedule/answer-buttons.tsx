'use client'

import { Check, CircleHelp, X } from 'lucide-react'
import { useState } from 'react'
import { announce } from '@/components/frame/announcer'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { toast } from '@/components/ui/toast'
import type { AnswerInvitation, Response } from './view'
import { words } from './words'

const answers = ['accepted', 'tentativelyAccepted', 'declined'] as const
const icons = { accepted: Check, tentativelyAccepted: CircleHelp, declined: X }

type AnswerButtonsProps = { target: Parameters<AnswerInvitation>[0]; response: Response; answer: AnswerInvitation }

/** Accept, tentative, decline: shown at once, put back if it is refused. */
export function AnswerButtons({ target, response, answer }: AnswerButtonsProps) {
  const [given, setGiven] = useState<{ answer: Response; before: Response } | null>(null)
  // Once the answer has changed at Outlook, that one counts, wherever it was given.
  const now = given?.before === response ? given.answer : response
  const give = async (next: (typeof answers)[number]) => {
    if (next === now) return
    setGiven({ answer: next, before: response })
    try {
      const refusal = await answer(target, next)
      if (!refusal) return announce(words.event.answered[next])
      toast({ text: refusal.error, tone: 'bad' })
    } catch {
      toast({ text: words.refusals.offline, tone: 'bad' })
    }
    setGiven(null)
  }
  return (
    <fieldset className="flex gap-2">
      <legend className="sr-only">{words.event.answer}</legend>
      {answers.map((each) => {
        const Icon = icons[each]
        return (
          <Button
            key={each}
            size="s"
            aria-pressed={now === each}
            icon={<Icon aria-hidden="true" className="size-3.5" />}
            onClick={() => void give(each)}
            className={cn('flex-1', now === each && 'bg-brand-soft text-brand-ink [&_svg]:text-brand-ink')}
          >
            {words.answer[each]}
          </Button>
        )
      })}
    </fieldset>
  )
}
