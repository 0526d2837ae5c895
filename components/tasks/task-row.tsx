'use client'

import { CalendarDays, Check, Mail, Reply } from 'lucide-react'
import { ShallowLink } from '@/components/frame/shallow-link'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { sayDate, sayWholeDate } from './dates'
import { DuePicker } from './due-picker'
import type { TaskView } from './view'
import { words } from './words'

type TaskRowProps = {
  task: TaskView
  today: string
  href: string
  isOpen: boolean
  isCursor: boolean
  /** Whose it is, in the team's list. */
  showOwner: boolean
  onDone: (done: boolean) => void
  onWriteAgain: () => void
  onFocus: () => void
  picking: boolean
  onPicking: (open: boolean) => void
  onPick: (dueOn: string | null) => void
}

/** One task: the circle finishes it, the rest of the row opens it. */
export function TaskRow(props: TaskRowProps) {
  const { task, today, href, isOpen, isCursor, showOwner, onDone, onWriteAgain, onFocus } = props
  const { locale } = useClock()
  const late = !task.done && !task.isReminder && task.dueOn !== null && task.dueOn < today
  const about = task.person?.name ?? task.company?.name
  return (
    <li
      data-task={task.id}
      className={cn(
        'group relative mx-1.5 grid min-h-[50px] grid-cols-[44px_minmax(0,1fr)_auto] items-center rounded-row pr-3 max-desk:min-h-[58px] desk:mx-4 desk:grid-cols-[44px_minmax(0,1fr)_auto_104px]',
        isOpen ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <DoneCircle
        done={task.done}
        off={!task.mayChange}
        tabIndex={isCursor ? 0 : -1}
        label={task.done ? words.reopen(task.title) : words.finish(task.title)}
        onChange={onDone}
      />
      <span className="min-w-0 py-2">
        <ShallowLink
          href={href}
          data-row=""
          dir="auto"
          tabIndex={isCursor ? 0 : -1}
          aria-current={isOpen ? 'true' : undefined}
          onFocus={onFocus}
          onKeyDown={(event) => {
            if (event.key !== ' ' || event.metaKey || event.ctrlKey || event.altKey) return
            event.preventDefault()
            onDone(!task.done)
          }}
          className={cn(
            'block text-left text-15 font-label leading-5 text-ink no-underline outline-none before:absolute before:inset-y-0 before:right-0 before:left-[38px] before:rounded-row max-desk:line-clamp-2 desk:cut',
            'focus-visible:before:outline-2 focus-visible:before:outline-focus focus-visible:before:-outline-offset-2',
            task.done && 'text-ink-3 line-through',
          )}
        >
          {task.title}
        </ShallowLink>
        {(about || showOwner) && (
          <span className="cut mt-0.5 block text-12 text-ink-3 desk:hidden">
            {[about, showOwner && task.owner.name].filter(Boolean).join(' · ')}
          </span>
        )}
      </span>
      <span className="flex min-w-0 items-center gap-3 pl-4 text-13 text-ink-2 max-desk:hidden">
        {task.isReminder && !task.done && (
          <span className="relative flex gap-1.5">
            <Button
              size="s"
              tabIndex={isCursor ? 0 : -1}
              icon={<Reply aria-hidden="true" className="size-3.5" />}
              onClick={onWriteAgain}
            >
              {words.writeAgain}
            </Button>
            <Button size="s" tabIndex={isCursor ? 0 : -1} onClick={() => onDone(true)}>
              {words.done}
            </Button>
          </span>
        )}
        {task.mail && !task.isReminder && <Mail role="img" aria-label={words.ofMail} className="size-4 text-ink-3" />}
        {about && (
          <span className="inline-flex min-w-0 max-w-52 items-center gap-2">
            <Avatar
              name={about}
              id={task.person?.id ?? task.company?.id ?? about}
              size={20}
              shape={task.person ? 'person' : 'company'}
            />
            <span className="cut">{about}</span>
          </span>
        )}
        {showOwner && (
          <span className="inline-flex min-w-0 max-w-36 items-center gap-2">
            <Avatar name={task.owner.name} id={task.owner.id} size={20} />
            <span className="cut">{task.owner.name}</span>
          </span>
        )}
      </span>
      {task.mayChange && !task.done ? (
        <DuePicker
          dueOn={task.dueOn}
          today={today}
          open={props.picking}
          onOpenChange={props.onPicking}
          onPick={props.onPick}
          trigger={
            <button
              type="button"
              tabIndex={isCursor ? 0 : -1}
              aria-label={words.dueOf(task.title, task.dueOn && sayWholeDate(task.dueOn, today, locale))}
              className={cn(
                'num relative -mr-2 ml-1 min-h-8 justify-self-end whitespace-nowrap rounded-control px-2 text-right text-13 hover:bg-press max-desk:min-h-11',
                late ? 'font-strong text-bad-ink' : 'text-ink-2',
              )}
            >
              {task.dueOn ? (
                sayDate(task.dueOn, today, locale)
              ) : (
                <CalendarDays
                  aria-hidden="true"
                  className="ml-auto size-4 text-ink-3 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 max-desk:opacity-100"
                />
              )}
            </button>
          }
        />
      ) : (
        <span className="num whitespace-nowrap pl-3 text-right text-13 text-ink-2">
          {task.dueOn && sayDate(task.dueOn, today, locale)}
        </span>
      )}
    </li>
  )
}

/** The circle of a task; its name says what a press does. */
export function DoneCircle({
  done,
  off,
  label,
  tabIndex,
  onChange,
}: {
  done: boolean
  off?: boolean
  tabIndex?: number
  label: string
  onChange: (done: boolean) => void
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={off || undefined}
      tabIndex={tabIndex}
      onClick={() => !off && onChange(!done)}
      className="group/circle relative grid size-11 shrink-0 place-items-center rounded-full"
    >
      <span
        className={cn(
          'grid size-5 place-items-center rounded-full',
          done
            ? 'bg-brand text-on-brand'
            : 'shadow-[inset_0_0_0_1.75px_var(--line-control)] text-transparent group-hover/circle:text-ink-3 forced-colors:border',
          off && !done && 'bg-well',
          off && 'group-hover/circle:text-transparent',
        )}
      >
        <Check aria-hidden="true" className="size-3 stroke-3" />
      </span>
    </button>
  )
}
