'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import type { Refusal, ScheduleView } from './view'
import { words } from './words'

type AddCalendarsProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  addable: ScheduleView['addable']
  add: (ids: string[]) => Promise<Refusal | undefined>
}

/** Chooses among the calendars of Outlook that are not in the schedule yet. */
export function AddCalendars({ open, onOpenChange, addable, add }: AddCalendarsProps) {
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const { add: say } = words
  const save = async () => {
    setBusy(true)
    const refusal = await add([...chosen]).catch((): Refusal => ({ error: words.refusals.offline }))
    setBusy(false)
    setError(refusal?.error ?? null)
    if (refusal) return
    setChosen([])
    onOpenChange(false)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={say.title}
      lead={addable.length > 0 ? say.lead : undefined}
      size="s"
      foot={
        <>
          <Button onClick={() => onOpenChange(false)}>{addable.length > 0 ? say.cancel : say.close}</Button>
          {addable.length > 0 && (
            <Button kind="filled" busy={busy} off={chosen.length === 0 && say.choose} onClick={() => void save()}>
              {say.do(Math.max(1, chosen.length))}
            </Button>
          )}
        </>
      }
    >
      {addable.length === 0 && <p className="py-2 text-ink-2">{say.none}</p>}
      {addable.map(({ id, title, ownerName }) => (
        <Checkbox
          key={id}
          checked={chosen.includes(id)}
          onChange={(on) => setChosen(on ? [...chosen, id] : chosen.filter((each) => each !== id))}
          help={ownerName ? say.of(ownerName) : undefined}
        >
          {title}
        </Checkbox>
      ))}
      {error && (
        <p role="alert" className="mt-2 text-13 text-bad-ink">
          {error}
        </p>
      )}
    </Dialog>
  )
}
