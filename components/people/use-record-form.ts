import { type FormEvent, useRef, useState } from 'react'
import type { Refusal } from './view'
import { words } from './words'

/** What a form is handed by the frame around it, which has the button that sends it. */
export type Handed = { formId: string; onBusy: (busy: boolean) => void; onSaved: (id: string) => void }
type Options<Input> = Pick<Handed, 'onBusy' | 'onSaved'> & {
  start: Input
  save: (input: Input) => Promise<{ id: string } | Refusal>
}

/** What is typed about a record, sent once at a time; what was refused leads the focus to the first wrong field. */
export function useRecordForm<Input>({ start, save, onBusy, onSaved }: Options<Input>) {
  const [input, setInput] = useState(start)
  const [refused, setRefused] = useState<Refusal | null>(null)
  const box = useRef<HTMLFormElement>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    onBusy(true)
    setRefused(null)
    const answer = await save(input).catch((): Refusal => ({ error: words.form.failed }))
    onBusy(false)
    if (!('error' in answer)) return onSaved(answer.id)
    setRefused(answer)
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }
  return {
    input,
    set: (change: Partial<Input>) => setInput((now) => ({ ...now, ...change })),
    refused,
    /** A field that is mended is not held against anybody any longer. */
    forgive: (field: string) => refused?.fields?.[field] && setRefused(null),
    box,
    submit,
  }
}
