import { addDays, weekdayOf } from './dates'
import type { TaskView } from './view'

export type GroupId = 'replies' | 'overdue' | 'today' | 'week' | 'later' | 'none'
export type TaskGroup = { id: GroupId; tasks: TaskView[] }

const ORDER: GroupId[] = ['replies', 'overdue', 'today', 'week', 'later', 'none']

/** Where a task stands today. A week ends on Sunday; what waits for a reply stands on top, whatever its date. */
export function groupOf(task: Pick<TaskView, 'dueOn' | 'isReminder'>, today: string): GroupId {
  if (task.isReminder) return 'replies'
  if (!task.dueOn) return 'none'
  if (task.dueOn < today) return 'overdue'
  if (task.dueOn === today) return 'today'
  return task.dueOn <= addDays(today, 7 - weekdayOf(today)) ? 'week' : 'later'
}

/** Open tasks under their headings, in the order of the list; empty headings are left out. */
export function groupTasks(tasks: readonly TaskView[], today: string): TaskGroup[] {
  const groups = new Map<GroupId, TaskView[]>()
  for (const task of tasks) {
    const id = groupOf(task, today)
    groups.set(id, [...(groups.get(id) ?? []), task])
  }
  return ORDER.flatMap((id) => {
    const found = groups.get(id)
    return found ? [{ id, tasks: found }] : []
  })
}

/** Puts a task where the server will have it: by date, those without one last. */
export function inOrder(tasks: readonly TaskView[]): TaskView[] {
  return tasks.toSorted((a, b) => (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999'))
}
