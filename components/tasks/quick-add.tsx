'use client'

import { CalendarDays, Plus, X } from 'lucide-react'
import { type FormEvent, type Ref, useState } from 'react'
import { Button } from '@/components/ui/button'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { Kbd } from '@/components/ui/kbd'
import { sayDate } from './dates'
import { readTask } from './read-due'
import type { TaskInput } from './view'
import { words } from './words'

/** What the next task is begun with: words, and whom it is about. */
export type Begun = { line: string; about: { kind: 'person' | 'company'; id: string; name: string } | null }

type QuickAddProps = {
  today: string
  /** Changes when another page or the palette begins a task. */
  begun: Begun
  onAdd: (input: TaskInput) => Promise<{ id: string } | null>
  ref: Ref<HTMLInputElement>
}

/** One line that becomes a task; a date in it is read while one types, and can be made a part of the title again. */
export function QuickAdd({ today, begun, onAdd, ref }: QuickAddProps) {
  const { locale } = useClock()
  const [line, setLine] = useState(begun.line)
  const [about, setAbout] = useState(begun.about)
  const [taken, setTaken] = useState(begun)
  if (taken !== begun) {
    setTaken(begun)
    setLine(begun.line)
    setAbout(begun.about)
  }
  // Words that were said to be no date.
  const [kept, setKept] = useState<string | null>(null)
  const read = readTask(line, today)
  const ignored = read.taken !== null && read.taken === kept
  const dueOn = ignored ? null : read.dueOn

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const title = (ignored ? line : read.title).trim()
    if (!title) return
    const typed = line
    setLine('')
    setKept(null)
    setAbout(null)
    const made = await onAdd({
      title,
      notes: '',
      dueOn,
      ownerId: null,
      personId: about?.kind === 'person' ? about.id : null,
      companyId: about?.kind === 'company' ? about.id : null,
    })
    // What was refused is not lost, unless something else was begun meanwhile.
    if (made) return
    setLine((now) => now || typed)
    setAbout((now) => now ?? about)
  }

  return (
    <form
      onSubmit={(event) => void submit(event)}
      className={cn(
        'mx-4 mb-1.5 flex h-[46px] shrink-0 items-center gap-3 rounded-[12px] pr-2.5 pl-[15px] shadow-[inset_0_0_0_1px_var(--line-control)] desk:mx-7',
        'has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-focus has-[input:focus-visible]:outline-offset-2',
      )}
    >
      <Plus aria-hidden="true" className="size-[18px] shrink-0 text-ink-3" />
      <input
        ref={ref}
        aria-label={words.quick.label}
        aria-describedby="quick-due"
        placeholder={words.quick.placeholder}
        value={line}
        maxLength={500}
        autoComplete="off"
        enterKeyHint="done"
        onChange={(event) => setLine(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            if (line) setLine('')
            else event.currentTarget.blur()
          }
        }}
        className="h-full min-w-0 flex-1 bg-transparent text-15 outline-none placeholder:text-ink-3 max-desk:text-[16px]"
      />
      {about && (
        <button
          type="button"
          aria-label={words.find.remove(about.name)}
          onClick={() => setAbout(null)}
          className="inline-flex h-7 min-w-0 max-w-44 items-center gap-1.5 rounded-chip bg-hover px-2 text-13 font-label text-ink-2 max-desk:h-11"
        >
          <span className="cut">{about.name}</span>
          <X aria-hidden="true" className="size-3.5 shrink-0" />
        </button>
      )}
      <span id="quick-due" aria-live="polite" className="shrink-0">
        {dueOn && (
          <button
            type="button"
            title={words.quick.forget(read.taken ?? '')}
            onClick={() => setKept(read.taken)}
            className="inline-flex h-7 items-center gap-1.5 rounded-chip bg-brand-soft px-2 text-13 font-label text-brand-ink max-desk:h-11"
          >
            <CalendarDays aria-hidden="true" className="size-3.5" />
            <span className="sr-only">{words.quick.due('')}</span>
            {sayDate(dueOn, today, locale)}
            <X aria-hidden="true" className="size-3.5" />
            <span className="sr-only">{words.quick.forget(read.taken ?? '')}</span>
          </button>
        )}
      </span>
      {line ? (
        <Button type="submit" size="s">
          {words.quick.add}
        </Button>
      ) : (
        <Kbd className="max-desk:hidden">N</Kbd>
      )}
    </form>
  )
}
