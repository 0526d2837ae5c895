'use client'

import { cn } from '@/components/ui/cn'
import type { GroupId } from './groups'
import { TaskRow } from './task-row'
import type { TaskView } from './view'
import { words } from './words'

type TaskGroupsProps = {
  groups: readonly { id: GroupId | 'done'; tasks: TaskView[] }[]
  today: string
  hrefOf: (id: string) => string
  openId: string | null
  cursorId: string | null
  showOwner: boolean
  more: boolean
  /** The task whose date is being chosen by key. */
  picking: string | null
  onPicking: (id: string | null) => void
  onPick: (task: TaskView, dueOn: string | null) => void
  onCursor: (id: string) => void
  onDone: (task: TaskView, done: boolean) => void
  onWriteAgain: (task: TaskView) => void
}

/** Tasks under their headings. One row is the tab stop; J and K move it. */
export function TaskGroups(props: TaskGroupsProps) {
  const { groups, today, hrefOf, openId, cursorId, showOwner, more } = props
  return (
    <>
      {groups.map((group) => (
        <section key={group.id} aria-label={words.groups[group.id]}>
          <h2
            className={cn(
              'flex gap-2 px-[18px] pt-[18px] pb-1 text-13 font-strong desk:px-7',
              group.id === 'overdue' ? 'text-bad-ink' : 'text-ink-2',
            )}
          >
            {words.groups[group.id]}
            <span className="num font-[450] text-ink-3">
              <span aria-hidden="true">{group.tasks.length}</span>
              <span className="sr-only">{words.count(group.tasks.length)}</span>
            </span>
          </h2>
          <ul>
            {group.tasks.map((task) => (
              <TaskRow
                key={task.id}
                task={task}
                today={today}
                href={hrefOf(task.id)}
                isOpen={task.id === openId}
                isCursor={task.id === cursorId}
                showOwner={showOwner}
                onDone={(done) => props.onDone(task, done)}
                onWriteAgain={() => props.onWriteAgain(task)}
                onFocus={() => props.onCursor(task.id)}
                picking={props.picking === task.id}
                onPicking={(open) => props.onPicking(open ? task.id : null)}
                onPick={(dueOn) => props.onPick(task, dueOn)}
              />
            ))}
          </ul>
        </section>
      ))}
      {more && <p className="px-7 pt-4 text-13 text-ink-3">{words.more}</p>}
    </>
  )
}
