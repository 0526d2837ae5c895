'use client'

import { Circle } from 'lucide-react'
import { useState } from 'react'
import { attempt } from '@/components/connection/deed'
import { dateAt, sayDate } from '@/components/tasks/dates'
import type { SetTaskDone } from '@/components/tasks/view'
import { words as taskWords } from '@/components/tasks/words'
import { IconButton } from '@/components/ui/button'
import { useClock, useNow } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { toast } from '@/components/ui/toast'
import { TaskLink } from './entries'
import type { TimelineEntry } from './view'
import { words } from './words'

type Task = Extract<TimelineEntry, { kind: 'task' }>
type OpenTasksProps = { tasks: Task[]; setTaskDone: SetTaskDone; onChanged: () => void }

const minute = () => 60_000

/** What is to be done, over the days. */
export function OpenTasks({ tasks, setTaskDone, onChanged }: OpenTasksProps) {
  const { locale, zone } = useClock()
  const today = dateAt(useNow(minute), zone)
  const [leaving, setLeaving] = useState<string[]>([])
  const shown = tasks.filter(({ id }) => !leaving.includes(id))
  if (shown.length === 0) return null

  const set = async (task: Task, done: boolean) => {
    setLeaving((now) => (done ? [...now, task.id] : now.filter((id) => id !== task.id)))
    const error = await attempt(() => setTaskDone(task.id, done))
    if (error) {
      setLeaving((now) => now.filter((id) => id !== task.id))
      toast({ text: error, tone: 'bad' })
    } else if (done)
      toast({
        text: taskWords.finished,
        action: { label: taskWords.undo, run: () => void set(task, false) },
        id: `task-${task.id}`,
      })
    onChanged()
  }
  return (
    <section className="mt-2.5 rounded-card bg-well px-4 pt-2 pb-1.5 shadow-lift-0" aria-label={words.comingUp}>
      <h2 className="text-12 font-label text-ink-3">{words.comingUp}</h2>
      <ul>
        {shown.map((task) => (
          <li key={task.id} className="flex min-h-10 items-center gap-2 py-0.5">
            <IconButton label={taskWords.finish(task.title)} size="s" onClick={() => void set(task, true)}>
              <Circle aria-hidden="true" className="size-[18px]" />
            </IconButton>
            <span className="min-w-0 flex-1 wrap-anywhere">
              <TaskLink entry={task} />
              {!task.owner.isMe && <span className="ml-2 text-13 text-ink-3">{task.owner.name}</span>}
            </span>
            {task.dueOn && (
              <span
                suppressHydrationWarning
                className={cn('num shrink-0 text-12', task.dueOn < today ? 'text-warn-ink' : 'text-ink-3')}
              >
                {task.dueOn < today && `${words.overdue}, `}
                {sayDate(task.dueOn, today, locale)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
