'use client'

import { CircleCheck, Phone, StickyNote } from 'lucide-react'
import { type FormEvent, type Ref, useImperativeHandle, useRef, useState } from 'react'
import { dateAt, sayDate } from '@/components/tasks/dates'
import { readTask } from '@/components/tasks/read-due'
import type { SaveTask } from '@/components/tasks/view'
import { Button } from '@/components/ui/button'
import { useClock, useNow } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { toast } from '@/components/ui/toast'
import { firstName } from './names'
import type { About } from './use-timeline'
import type { AddActivity } from './view'
import { words } from './words'

export type WriteKind = 'note' | 'call' | 'task'
export type WriteLineHandle = { begin: (kind: WriteKind) => void }

type WriteLineProps = {
  about: About
  addActivity: AddActivity
  saveTask: SaveTask
  onChanged: () => void
  ref?: Ref<WriteLineHandle>
}

const kinds = [
  { kind: 'note', icon: StickyNote },
  { kind: 'call', icon: Phone },
  { kind: 'task', icon: CircleCheck },
] as const
const minute = () => 60_000

/** Where a note, a call or a task about somebody is written. Grows with what is typed; nothing typed is lost. */
export function WriteLine({ about, addActivity, saveTask, onChanged, ref }: WriteLineProps) {
  const { locale, zone } = useClock()
  const today = dateAt(useNow(minute), zone)
  const area = useRef<HTMLTextAreaElement>(null)
  const [kind, setKind] = useState<WriteKind>('note')
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const name = about.kind === 'person' ? firstName(about.name) : about.name
  const read = kind === 'task' ? readTask(text, today) : null
  const begin = (next: WriteKind) => {
    setKind(next)
    area.current?.focus()
  }
  useImperativeHandle(ref, () => ({ begin }))

  const save = async () => {
    const personId = about.kind === 'person' ? about.id : null
    const companyId = about.kind === 'company' ? about.id : null
    if (read)
      return saveTask(null, { title: read.title, notes: '', dueOn: read.dueOn, ownerId: null, personId, companyId })
    return addActivity({ kind: kind === 'call' ? 'call' : 'note', text, at: null, personId, companyId })
  }
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (busy || (text.trim() === '' && kind !== 'call')) return
    setBusy(true)
    const answer = await save().catch(() => ({ error: words.write.failed }))
    setBusy(false)
    if ('error' in answer) return toast({ text: answer.error, tone: 'bad' })
    // What was begun meanwhile stays.
    setText((now) => (now === text ? '' : now))
    if (kind === 'call') setKind((now) => (now === 'call' ? 'note' : now))
    onChanged()
  }
  const open = text !== '' || kind === 'call'

  return (
    <form
      onSubmit={(event) => void submit(event)}
      className="mb-4 rounded-[12px] bg-raised p-1.5 pl-2 shadow-lift-1 has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:outline-focus has-[textarea:focus-visible]:outline-offset-1"
    >
      <div className="flex flex-wrap items-start gap-1">
        <div role="radiogroup" aria-label={words.write.label} className="flex gap-1">
          {kinds.map(({ kind: each, icon: Icon }) => (
            <label
              key={each}
              className={cn(
                'inline-flex h-[34px] cursor-pointer items-center gap-1.5 rounded-control px-[11px] text-13 font-label text-ink-2 transition-colors hover:bg-hover max-desk:h-11',
                'has-checked:bg-brand-soft has-checked:text-brand-ink has-focus-visible:outline-2 has-focus-visible:outline-focus',
              )}
            >
              <input
                type="radio"
                name="write"
                checked={kind === each}
                onChange={() => setKind(each)}
                onClick={() => area.current?.focus()}
                className="sr-only"
              />
              <Icon aria-hidden="true" className="size-4" />
              {words.write[each]}
            </label>
          ))}
        </div>
        <textarea
          ref={area}
          rows={1}
          value={text}
          maxLength={kind === 'task' ? 500 : 20_000}
          aria-label={words.write.hint[kind](name)}
          placeholder={words.write.hint[kind](name)}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            const enter = event.key === 'Enter' && !event.nativeEvent.isComposing
            if (enter && (event.metaKey || event.ctrlKey || kind === 'task')) void submit(event)
            else if (event.key === 'Escape') {
              event.stopPropagation()
              event.currentTarget.blur()
            }
          }}
          className="field-sizing-content max-h-80 min-h-[34px] min-w-48 flex-1 resize-none bg-transparent px-2 py-[7px] text-14 text-ink outline-none max-desk:min-h-11 max-desk:basis-full max-desk:py-3 max-desk:text-[16px]"
        />
      </div>
      {open && (
        <div className="flex items-center justify-end gap-2 pt-1.5">
          {read?.dueOn && (
            <span className="mr-auto rounded-chip bg-brand-soft px-2 py-1 text-13 font-label text-brand-ink">
              {words.write.due(sayDate(read.dueOn, today, locale))}
            </span>
          )}
          <Button
            kind="quiet"
            size="s"
            onClick={() => {
              setText('')
              setKind('note')
            }}
          >
            {words.write.cancel}
          </Button>
          <Button type="submit" size="s" busy={busy}>
            {words.write.save[kind]}
          </Button>
        </div>
      )}
    </form>
  )
}
