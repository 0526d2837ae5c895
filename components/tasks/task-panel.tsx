'use client'

import { CalendarDays, Mail, Reply, Trash2, X } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, type RefObject, useId, useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { fieldStyle, TextArea } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { sayWholeDate } from './dates'
import { DuePicker } from './due-picker'
import { RecordField } from './record-field'
import { DoneCircle } from './task-row'
import type { TaskDeeds } from './use-tasks'
import type { TasksView, TaskView } from './view'
import { words } from './words'

type TaskPanelProps = {
  task: TaskView
  view: TasksView
  deeds: TaskDeeds
  titleField: RefObject<HTMLTextAreaElement | null>
  onClose: () => void
  onDelete: () => void
  onWriteAgain: () => void
}

/** One task whole: each field is saved when one leaves it. */
export function TaskPanel({ task, view, deeds, titleField, onClose, onDelete, onWriteAgain }: TaskPanelProps) {
  const { locale } = useClock()
  const { panel } = words
  const [picking, setPicking] = useState(false)
  const locked = !task.mayChange
  // Who owns it may have left the workspace.
  const owners = view.members.some(({ id }) => id === task.owner.id) ? view.members : [task.owner, ...view.members]
  const late = !task.done && task.dueOn !== null && task.dueOn < view.today
  return (
    <div className="scroll-thin flex min-h-0 flex-1 flex-col gap-4 px-4 pt-3 pb-6 desk:px-6 desk:pt-[18px]">
      <div className="-ml-3 flex items-center">
        <DoneCircle
          done={task.done}
          off={locked}
          label={task.done ? words.reopen(task.title) : words.finish(task.title)}
          onChange={(done) => deeds.setDone(task, done)}
        />
        <span className="flex-1" />
        {!locked && (
          <IconButton label={panel.delete} keys="#" onClick={onDelete}>
            <Trash2 aria-hidden="true" className="size-[18px]" />
          </IconButton>
        )}
        <IconButton label={panel.close} keys="Esc" onClick={onClose}>
          <X aria-hidden="true" className="size-[18px]" />
        </IconButton>
      </div>
      <Text
        ref={titleField}
        label={panel.title}
        value={task.title}
        locked={locked}
        oneLine
        className="-mx-2 field-sizing-content resize-none px-2 py-1 text-20 [&:not(:hover,:focus)]:bg-transparent [&:not(:focus)]:shadow-none max-desk:text-20"
        onSave={(title) => deeds.change(task, { title })}
      />
      {task.isReminder && !task.done && (
        <div className="flex gap-2">
          <Button kind="filled" icon={<Reply aria-hidden="true" className="size-4" />} onClick={onWriteAgain}>
            {words.writeAgain}
          </Button>
          <Button onClick={() => deeds.setDone(task, true)}>{words.done}</Button>
        </div>
      )}
      <div className="flex flex-col gap-1.5">
        <Line label={panel.due}>
          {(id) => (
            <DuePicker
              dueOn={task.dueOn}
              today={view.today}
              open={picking}
              onOpenChange={(open) => setPicking(open && !locked)}
              onPick={(dueOn) => void deeds.change(task, { dueOn })}
              trigger={
                <Button
                  id={id}
                  kind="quiet"
                  className={cn('-ml-2 px-2 text-left', late && 'text-bad-ink')}
                  off={locked && panel.theirs(task.owner.name)}
                  icon={<CalendarDays aria-hidden="true" className="size-4" />}
                >
                  {task.dueOn ? sayWholeDate(task.dueOn, view.today, locale) : panel.noDate}
                </Button>
              }
            />
          )}
        </Line>
        <Line label={panel.owner}>
          {(id) =>
            locked ? (
              <span className="flex min-h-9 items-center">{task.owner.name}</span>
            ) : (
              <Select
                id={id}
                value={task.owner.id}
                choices={owners.map((each) => ({ value: each.id, label: each.name }))}
                onChange={(ownerId) => {
                  const owner = owners.find((each) => each.id === ownerId)
                  if (owner && ownerId !== task.owner.id) void deeds.change(task, { ownerId }, { owner })
                }}
                className="h-9"
              />
            )
          }
        </Line>
        <Line label={panel.person}>
          {(id) => (
            <RecordField
              id={id}
              kind="person"
              value={task.person}
              locked={locked}
              onChange={(person) => void deeds.change(task, { personId: person?.id ?? null }, { person })}
            />
          )}
        </Line>
        <Line label={panel.company}>
          {(id) => (
            <RecordField
              id={id}
              kind="company"
              value={task.company}
              locked={locked}
              onChange={(company) => void deeds.change(task, { companyId: company?.id ?? null }, { company })}
            />
          )}
        </Line>
        {task.mail && (
          <Line label={panel.mail}>
            {(id) => (
              <Link
                id={id}
                href={`/inbox?message=${task.mail?.messageId}`}
                className="flex min-h-9 min-w-0 items-center gap-2 font-label no-underline hover:underline"
              >
                <Mail aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
                <span className="cut">{panel.openMail(task.mail?.subject ?? '')}</span>
              </Link>
            )}
          </Line>
        )}
      </div>
      <Text
        label={panel.notes}
        value={task.notes}
        locked={locked}
        placeholder={panel.notesHint}
        className="min-h-28 px-3 py-2.5"
        onSave={(notes) => deeds.change(task, { notes })}
      />
      {locked && <p className="text-12 text-ink-3">{panel.theirs(task.owner.name)}</p>}
    </div>
  )
}

function Line({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="grid grid-cols-[84px_minmax(0,1fr)] items-center">
      <label htmlFor={id} className="text-13 text-ink-3">
        {label}
      </label>
      <div className="min-w-0">{children(id)}</div>
    </div>
  )
}

type TextProps = {
  label: string
  value: string
  locked: boolean
  oneLine?: boolean
  placeholder?: string
  className: string
  onSave: (value: string) => Promise<boolean>
  ref?: RefObject<HTMLTextAreaElement | null>
}

/** Text that is saved when one leaves it; what comes from elsewhere does not change what is being typed. */
function Text({ label, value, locked, oneLine, placeholder, className, onSave, ref }: TextProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const leave = async () => {
    const next = oneLine ? typed?.replace(/\s+/g, ' ').trim() : typed
    if (next === undefined || next === null || next === value || (oneLine && !next)) return setTyped(null)
    // What was refused stays in the field.
    if (await onSave(next)) setTyped(null)
  }
  return (
    <TextArea
      ref={ref}
      rows={1}
      aria-label={label}
      readOnly={locked}
      placeholder={placeholder}
      maxLength={oneLine ? 500 : 20_000}
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void leave()}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (oneLine || event.metaKey || event.ctrlKey)) {
          event.preventDefault()
          event.currentTarget.blur()
        } else if (event.key === 'Escape') {
          event.stopPropagation()
          setTyped(null)
          event.currentTarget.blur()
        }
      }}
      className={cn(fieldStyle, oneLine && 'min-h-0', className)}
    />
  )
}
