'use client'

import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { useClock } from '@/components/ui/clock'
import { Dialog } from '@/components/ui/dialog'
import { say } from '../items'
import type { Scope } from '../view'
import { words } from '../words'

type ScopeDialogProps = {
  what: 'save' | 'delete' | 'move'
  /** Its times change, and with them those of the others. */
  isMoved?: boolean
  /** The occurrence's day, YYYY-MM-DD. */
  date: string
  scopes: readonly Scope[]
  onChoose: (scope: Scope) => void
  onClose: () => void
}

/** Which part of a series is meant. */
export function ScopeDialog({ what, isMoved = what === 'move', date, scopes, onChoose, onClose }: ScopeDialogProps) {
  const { locale } = useClock()
  const name = useId()
  const [scope, setScope] = useState<Scope>(scopes[0] ?? 'this')
  const { scope: text } = words
  const day = say(Date.parse(`${date}T00:00Z`), locale, 'UTC', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).replace(',', '')
  const means: Record<Scope, string> = {
    this: what === 'save' ? text.thisMeans(day) : day,
    following: what === 'delete' ? text.followingGo(day) : text.followingMeans(day),
    all: what === 'delete' ? text.allGo : isMoved ? text.allMoves : text.allMeans,
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={text[what]}
      size="s"
      foot={
        <>
          <Button onClick={onClose}>{words.sheet.cancel}</Button>
          <Button kind={what === 'delete' ? 'destroys' : 'filled'} onClick={() => onChoose(scope)}>
            {text[`${what}Do`]}
          </Button>
        </>
      }
    >
      <fieldset className="flex flex-col gap-2 pb-1">
        <legend className="sr-only">{text[what]}</legend>
        {scopes.map((each) => (
          <label
            key={each}
            className="flex cursor-pointer items-start gap-3 rounded-row px-3.5 py-2.5 shadow-control has-checked:bg-selected has-checked:shadow-[inset_0_0_0_1.5px_var(--brand)] has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name={name}
              value={each}
              checked={scope === each}
              onChange={() => setScope(each)}
              className="mt-1 accent-(--brand)"
            />
            <span>
              <span className="block font-label">{text.names[each]}</span>
              <span className="block text-12 text-ink-3">{means[each]}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  )
}
